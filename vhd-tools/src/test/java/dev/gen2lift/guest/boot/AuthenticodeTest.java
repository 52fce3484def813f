package dev.gen2lift.guest.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.testimages.efi.Machine;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Headers of programs that test-images assembles, and signatures that sbsign makes with certificates by openssl. */
class AuthenticodeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private static byte[] stub(Machine machine) {
        return dev.gen2lift.testimages.efi.PeImage.stub(machine).toBytes();
    }

    private String run(String tool, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = Oracle.require(tool).toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Oracle.run(TIMEOUT, command).expectSuccess().out();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /** A certificate with its key, issued by the CA in ca.crt. */
    private void certificate(String name, String subject, int serial) throws IOException {
        run(
                "openssl",
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                file(name + ".key"),
                "-out",
                file(name + ".csr"),
                "-subj",
                subject);
        run(
                "openssl",
                "x509",
                "-req",
                "-in",
                file(name + ".csr"),
                "-CA",
                file("ca.crt"),
                "-CAkey",
                file("ca.key"),
                "-set_serial",
                "" + serial,
                "-out",
                file(name + ".crt"),
                "-days",
                "30");
    }

    private void certificateAuthority() throws IOException {
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                file("ca.key"),
                "-out",
                file("ca.crt"),
                "-subj",
                "/O=Example/CN=Example CA",
                "-days",
                "30");
    }

    private byte[] sign(byte[] program, String signer) throws IOException {
        Path in = Files.write(folder.resolve("in.efi"), program);
        run(
                "sbsign",
                "--key",
                file(signer + ".key"),
                "--cert",
                file(signer + ".crt"),
                "--addcert",
                file("ca.crt"),
                "--output",
                file("out.efi"),
                in.toString());
        return Files.readAllBytes(folder.resolve("out.efi"));
    }

    private String subject(String name) throws IOException {
        return run("openssl", "x509", "-in", file(name + ".crt"), "-noout", "-subject", "-nameopt", "RFC2253")
                .strip()
                .substring("subject=".length());
    }

    private static Authenticode read(byte[] program) throws IOException {
        MemoryDisk file = MemoryDisk.of(program);
        return Authenticode.read(file, PeImage.read(file));
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void knowsTheArchitectureOfAnEfiApplication(Machine machine) throws IOException {
        MemoryDisk file = MemoryDisk.of(stub(machine));
        PeImage image = PeImage.read(file);
        assertThat(image.isEfiApplication()).isTrue();
        assertThat(image.architecture().name()).isEqualTo(machine.name());
        assertThat(Authenticode.read(file, image)).isEqualTo(Authenticode.NONE);
    }

    @Test
    void namesTheSignerAndNotItsAuthority() throws IOException {
        certificateAuthority();
        certificate("one", "/C=DE/O=Example/CN=Boot Signer, One", 4711);
        Authenticode signatures = read(sign(stub(Machine.X64), "one"));
        assertThat(signatures.count()).isEqualTo(1);
        assertThat(signatures.signers()).containsExactly(subject("one"));
    }

    @Test
    void namesTheSignersOfSeveralSignaturesInTheirOrder() throws IOException {
        certificateAuthority();
        certificate("one", "/O=Example/CN=One", 1);
        certificate("two", "/O=Example/CN=Two", 2);
        Authenticode signatures = read(sign(sign(stub(Machine.ARM64), "one"), "two"));
        assertThat(signatures.count()).isEqualTo(2);
        assertThat(signatures.signers()).containsExactly(subject("one"), subject("two"));
        assertThat(run("sbverify", "--list", file("out.efi"))).contains("signature 2");
    }

    @Test
    void survivesRandomDamageToASignature() throws IOException {
        certificateAuthority();
        certificate("one", "/O=Example/CN=One", 1);
        byte[] signed = sign(stub(Machine.X64), "one");
        int table = (int) PeImage.read(MemoryDisk.of(signed)).certificatesOffset();
        Random random = new Random(20261123);
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = signed.clone();
            int from = random.nextInt(3) == 0 ? 0 : table;
            int to = from == 0 ? 512 : Math.min(signed.length, table + (random.nextBoolean() ? 64 : 2048));
            for (int i = 0; i <= random.nextInt(3); i++) {
                damaged[from + random.nextInt(to - from)] = (byte) random.nextInt();
            }
            try {
                MemoryDisk file = MemoryDisk.of(damaged);
                PeImage image = PeImage.read(file);
                refused += Authenticode.read(file, image).damage().size();
                assertThat(SecureBootStage.of(file).signatures()).hasSizeLessThanOrEqualTo(16);
            } catch (BadImageException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "0, entry of 0 bytes",
        "7, entry of 7 bytes",
        "2147483647, entry of 2147483647 bytes",
        "-1, entry of 4294967295 bytes"
    })
    void refusesACertificateTableThatLeavesItsBounds(int length, String reason) throws IOException {
        byte[] program = Arrays.copyOf(stub(Machine.X64), 4096);
        ByteBuffer bytes = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        certificates(bytes, 2048, 256);
        bytes.putInt(2048, length).putShort(2052, (short) 0x200).putShort(2054, (short) 2);
        assertThatThrownBy(() -> read(program)).isInstanceOfSatisfying(BadImageException.class, e -> {
            assertThat(e.structure()).isEqualTo("PE certificate table");
            assertThat(e.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @CsvSource({"4000, 200", "-1, 8", "0, -1"})
    void refusesACertificateTableOutsideOfTheFile(int offset, int size) {
        byte[] program = Arrays.copyOf(stub(Machine.X64), 4096);
        certificates(ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN), offset, size);
        assertThatThrownBy(() -> read(program)).isInstanceOf(BadImageException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, no signature MZ", "60, -1, beyond", "60, 4, no signature PE", "60, 4090, needs"})
    void refusesWhatIsNoPortableExecutable(int at, int value, String reason) {
        byte[] program = Arrays.copyOf(stub(Machine.X64), 4096);
        ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        assertThatThrownBy(() -> PeImage.read(MemoryDisk.of(program)))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.reason()).contains(reason));
    }

    private static void certificates(ByteBuffer program, int offset, int size) {
        int header = program.getInt(0x3C);
        int directories = program.getShort(header + 24) == 0x20B ? 112 : 96;
        program.putInt(header + 24 + directories + 32, offset).putInt(header + 24 + directories + 36, size);
    }
}
