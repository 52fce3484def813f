package dev.gen2lift.guest.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.efi.Machine;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of revoked images and certificates as sbsiglist and sbvarsign write them. */
class RevocationListTest {

    private static final String OWNER = "77fa9abd-0359-4d32-bd60-28f4e78f784b";

    @TempDir
    static Path folder;

    private static SigningKeys keys = new SigningKeys(Path.of(""));
    private static byte[] program = new byte[0];
    private static String hash = "";

    @BeforeAll
    static void signAProgram() throws IOException {
        keys = new SigningKeys(folder);
        keys.authority("ca", "/O=Example/CN=Example CA", "subjectKeyIdentifier=hash");
        keys.signer("one", "/O=Example/CN=One", "ca", 30, SigningKeys.RSA);
        byte[] bare = dev.gen2lift.testimages.efi.PeImage.stub(Machine.X64).toBytes();
        program = keys.sign(bare, "one", "ca");
        hash = SecureBootStage.of(MemoryDisk.of(program)).sha256().asOptional().orElseThrow();
    }

    private static Fact<Boolean> revoked(byte[] list) throws IOException {
        return SecureBootStage.of(MemoryDisk.of(program), Optional.of(RevocationList.parse("dbx", list)))
                .revoked();
    }

    /** One list, in a file. */
    private static Path list(String type, byte[] data) throws IOException {
        Path in = Files.write(folder.resolve("data." + type), data);
        Path out = folder.resolve("list." + type);
        keys.run("sbsiglist", "--owner", OWNER, "--type", type, "--output", out.toString(), in.toString());
        return out;
    }

    private static byte[] certificate(String name) throws IOException {
        keys.run(
                "openssl",
                "x509",
                "-in",
                keys.file(name + ".crt"),
                "-outform",
                "DER",
                "-out",
                keys.file(name + ".der"));
        return Files.readAllBytes(folder.resolve(name + ".der"));
    }

    @Test
    void findsTheImagesHash() throws IOException {
        byte[] list = Files.readAllBytes(list("sha256", HexFormat.of().parseHex(hash)));
        assertThat(revoked(list).asOptional()).contains(true);
        list[list.length - 1] ^= 1;
        assertThat(revoked(list).asOptional()).contains(false);
    }

    @Test
    void readsBeyondTheHeaderOfASignedUpdate() throws IOException {
        Path list = list("sha256", HexFormat.of().parseHex(hash));
        Path update = folder.resolve("dbxupdate.bin");
        keys.run(
                "sbvarsign",
                "--key",
                keys.file("one.key"),
                "--cert",
                keys.file("one.crt"),
                "--output",
                update.toString(),
                "dbx",
                list.toString());
        assertThat(RevocationList.read(update).size()).isOne();
        assertThat(revoked(Files.readAllBytes(update)).asOptional()).contains(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "ca"})
    void findsASignersCertificateAndItsAuthoritys(String name) throws IOException {
        byte[] list = Files.readAllBytes(list("x509", certificate(name)));
        assertThat(revoked(list).asOptional()).contains(true);
        assertThat(revoked(list).explanation()).contains("holds the certificate of CN=");
    }

    @Test
    void findsTheHashOfACertificateAndLeavesADateOpen() throws IOException {
        certificate("one");
        // What the issuer signs is the first value inside of the certificate, at byte 4.
        keys.run(
                "openssl",
                "asn1parse",
                "-inform",
                "DER",
                "-in",
                keys.file("one.der"),
                "-strparse",
                "4",
                "-out",
                keys.file("one.tbs"),
                "-noout");
        String tbs = keys.run("openssl", "dgst", "-sha256", "-r", keys.file("one.tbs"))
                .substring(0, 64);
        ByteBuffer list = ByteBuffer.allocate(28 + 16 + 48).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(0x3bd2a492).putShort((short) 0x96c0).putShort((short) 0x4079);
        list.put(HexFormat.of().parseHex("b420fcf98ef103ed"))
                .putInt(92)
                .putInt(0)
                .putInt(64);
        list.position(44).put(HexFormat.of().parseHex(tbs));
        assertThat(revoked(list.array()).asOptional()).contains(true);
        list.putShort(76, (short) 2026);
        assertThat(revoked(list.array()).asOptional()).isEmpty();
        assertThat(revoked(list.array()).explanation()).contains("from a date on");
    }

    @Test
    void readsHashesInLines() throws IOException {
        String text = "# revoked\n\n" + "0".repeat(64) + "\r\n" + hash.toUpperCase(Locale.ROOT) + "  BOOTX64\n";
        assertThat(revoked(text.getBytes(StandardCharsets.US_ASCII)).asOptional())
                .contains(true);
        assertThat(revoked("0".repeat(64).getBytes(StandardCharsets.US_ASCII)).asOptional())
                .contains(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "hello world\n", "0123\n"})
    void refusesTextThatRevokesNothing(String text) {
        assertThatThrownBy(() -> RevocationList.parse("dbx", text.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(BadImageException.class);
    }

    @Test
    void saysNothingOfRevocationWithoutAList() throws IOException {
        assertThat(SecureBootStage.of(MemoryDisk.of(program)).revoked().asOptional())
                .isEmpty();
    }

    @Test
    void failsWithNothingButABadImageOnDamage() throws IOException {
        byte[] good = Files.readAllBytes(list("sha256", HexFormat.of().parseHex(hash)));
        byte[] certificate = Files.readAllBytes(list("x509", certificate("ca")));
        ByteBuffer both =
                ByteBuffer.allocate(good.length + certificate.length).put(good).put(certificate);
        PseudoRandom random = new PseudoRandom(7);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] bad = both.array().clone();
            int reach = round % 2 == 0 ? 48 : bad.length;
            for (int i = 0; i <= random.nextInt(3); i++) {
                bad[random.nextInt(reach)] = (byte) random.nextInt(256);
            }
            try {
                RevocationList.parse("dbx", bad);
            } catch (BadImageException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
