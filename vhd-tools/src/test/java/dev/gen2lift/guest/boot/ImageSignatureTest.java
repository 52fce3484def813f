package dev.gen2lift.guest.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.guest.boot.ImageSignature.Status;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.efi.Machine;
import dev.gen2lift.volume.MemoryDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Signatures of sbsign and osslsigncode, checked here and by sbverify and osslsigncode. */
class ImageSignatureTest {

    @TempDir
    static Path folder;

    private static SigningKeys keys = new SigningKeys(Path.of(""));

    @BeforeAll
    static void makeKeys() throws IOException {
        keys = new SigningKeys(folder);
        keys.authority("ca", "/O=Example/CN=Example CA", "subjectKeyIdentifier=hash");
        keys.signer("one", "/O=Example/CN=One", "ca", 30, SigningKeys.RSA);
        keys.signer("two", "/O=Example/CN=Two", "ca", 30, SigningKeys.RSA);
    }

    private static byte[] program(Machine machine) {
        return dev.gen2lift.testimages.efi.PeImage.stub(machine)
                .section(".sbat", "sbat,1,SBAT Version,sbat,1,url\n".getBytes(StandardCharsets.US_ASCII))
                .toBytes();
    }

    private static SecureBootStage stage(byte[] program) throws IOException {
        return SecureBootStage.of(MemoryDisk.of(program));
    }

    private static ImageSignature only(byte[] program) throws IOException {
        List<ImageSignature> signatures = stage(program).signatures();
        assertThat(signatures).hasSize(1);
        return signatures.get(0);
    }

    @Test
    void aSignatureIsValidWhereSbverifySaysSo() throws IOException {
        byte[] signed = keys.sign(program(Machine.X64), "one", "ca");
        ImageSignature signature = only(signed);
        assertThat(signature.status()).as(signature.reason()).isEqualTo(Status.VALID);
        assertThat(signature.signer()).contains("CN=One,O=Example");
        assertThat(signature.authority()).isEqualTo(CertificateAuthority.OTHER);
        assertThat(signature.evidence()).isEqualTo(AuthorityEvidence.NONE);
        assertThat(signature.chain()).hasSize(2);
        assertThat(keys.sbverifies(signed, "ca")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void theDigestIsThatWhichOsslsigncodeComputes(Machine machine) throws IOException {
        byte[] signed = keys.sign(program(machine), "one", "ca");
        Path file = Files.write(folder.resolve("digest.efi"), signed);
        Matcher printed = Pattern.compile("Calculated message digest *: *([0-9A-F]{64})")
                .matcher(keys.print("osslsigncode", "verify", file.toString()));
        assertThat(printed.find()).isTrue();
        assertThat(stage(signed).sha256().asOptional())
                .contains(printed.group(1).toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource({"sha1, SHA1", "sha256, SHA256", "sha384, SHA384", "sha512, SHA512"})
    void checksEachDigestThatIsInUse(String option, DigestAlgorithm algorithm) throws IOException {
        byte[] signed = keys.signByOsslsigncode(program(Machine.X64), "one", "ca", "-h", option);
        ImageSignature signature = only(signed);
        assertThat(signature.status()).as(signature.reason()).isEqualTo(Status.VALID);
        assertThat(signature.digestAlgorithm()).contains(algorithm);
        signed[600] ^= 1;
        assertThat(only(signed).status()).isEqualTo(Status.DIGEST_MISMATCH);
    }

    @Test
    void aProgramChangedAfterwardsDoesNotMatch() throws IOException {
        byte[] signed = keys.sign(program(Machine.X64), "one", "ca");
        signed[signed.length / 4] ^= 1;
        assertThat(only(signed).status()).isEqualTo(Status.DIGEST_MISMATCH);
        assertThat(keys.sbverifies(signed, "ca")).isFalse();
    }

    @Test
    void anExpiredCertificateCountsAsFirmwareCountsIt() throws IOException {
        keys.signer("expired", "/O=Example/CN=Expired", "ca", -1, SigningKeys.RSA);
        ImageSignature signature = only(keys.sign(program(Machine.X64), "expired", "ca"));
        assertThat(signature.chain().get(0).getNotAfter()).isBeforeOrEqualTo(new Date());
        assertThat(signature.status()).as(signature.reason()).isEqualTo(Status.VALID);
    }

    @Test
    void understandsEllipticCurves() throws IOException {
        keys.signer("curve", "/O=Example/CN=Curve", "ca", 30, "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        byte[] signed = keys.signByOsslsigncode(program(Machine.ARM64), "curve", "ca");
        ImageSignature signature = only(signed);
        assertThat(signature.status()).as(signature.reason()).isEqualTo(Status.VALID);
        assertThat(signature.signer()).contains("CN=Curve,O=Example");
    }

    @Test
    void judgesEachOfTwoSignaturesByItself() throws IOException {
        byte[] signed = keys.sign(keys.sign(program(Machine.X64), "one", "ca"), "two", "ca");
        assertThat(stage(signed).signatures())
                .extracting(ImageSignature::status)
                .containsExactly(Status.VALID, Status.VALID);
        // The last byte that is not padding belongs to the second one's value.
        int last = signed.length - 1;
        while (signed[last] == 0) {
            last--;
        }
        signed[last] ^= 1;
        assertThat(stage(signed).signatures())
                .extracting(ImageSignature::status)
                .containsExactly(Status.VALID, Status.BAD_SIGNATURE);
    }

    @Test
    void tellsNestedSignaturesFromThoseThatFirmwareSees() throws IOException {
        byte[] first = keys.signByOsslsigncode(program(Machine.X64), "one", "ca");
        byte[] both = keys.signByOsslsigncode(first, "two", "ca", "-nest");
        List<ImageSignature> signatures = stage(both).signatures();
        assertThat(signatures).extracting(ImageSignature::nested).containsExactly(false, true);
        assertThat(signatures).allMatch(ImageSignature::isValid);
        assertThat(signatures.get(1).signer()).contains("CN=Two,O=Example");
    }

    @ParameterizedTest
    @CsvSource({"false, MICROSOFT_UEFI_CA_2023, NAME", "true, OTHER, NONE"})
    void doesNotTakeANameForAnAuthority(boolean enclosed, CertificateAuthority authority, AuthorityEvidence evidence)
            throws IOException {
        keys.authority(
                "impostor",
                "/CN=Microsoft UEFI CA 2023",
                "subjectKeyIdentifier=81aa6b3244c935bce0d6628af39827421e32497d");
        keys.signer("false", "/CN=Microsoft UEFI CA 2023 signer", "impostor", 30, SigningKeys.RSA);
        ImageSignature signature = only(keys.sign(program(Machine.X64), "false", enclosed ? "impostor" : ""));
        assertThat(signature.status()).as(signature.reason()).isEqualTo(Status.VALID);
        assertThat(signature.authority()).isEqualTo(authority);
        assertThat(signature.evidence()).isEqualTo(evidence);
        assertThat(signature.isProvenBy(CertificateAuthority.MICROSOFT_UEFI_CA_2023))
                .isFalse();
    }

    @Test
    void refusesACertificateThatItsIssuerDidNotSign() throws IOException {
        keys.authority("namesake", "/O=Example/CN=Example CA", "subjectKeyIdentifier=hash");
        ImageSignature signature = only(keys.sign(program(Machine.X64), "one", "namesake"));
        assertThat(signature.status()).isEqualTo(Status.BAD_SIGNATURE);
        assertThat(signature.reason()).contains("does not verify the certificate of CN=One");
    }

    @Test
    void isNeverValidWithAByteChangedInWhatIsSigned() throws IOException {
        byte[] signed = keys.sign(program(Machine.X64), "one", "ca");
        MemoryDisk file = MemoryDisk.of(signed);
        PeImage image = PeImage.read(file);
        SignedData data = Authenticode.read(file, image).entries().get(0).data().orElseThrow();
        SignerInfo signer = data.signers().get(0);
        PseudoRandom random = new PseudoRandom(20261123);
        for (BinaryCursor part : List.of(
                data.content().content(),
                signer.attributes().orElseThrow().content(),
                signer.signature().content(),
                signer.serial().content())) {
            for (int round = 0; round < 100; round++) {
                byte[] damaged = signed.clone();
                damaged[(int) part.offsetOf(random.nextInt(part.length()))] ^= (byte) (1 + random.nextInt(255));
                assertThat(stage(damaged).signatures()).noneMatch(ImageSignature::isValid);
            }
        }
        long certificates = image.certificatesOffset();
        for (int round = 0; round < 200; round++) {
            byte[] damaged = signed.clone();
            int at = (int) image.layout().headersSize() + random.nextInt((int) certificates - 512);
            damaged[at] ^= (byte) (1 + random.nextInt(255));
            assertThat(only(damaged).status()).isEqualTo(Status.DIGEST_MISMATCH);
        }
    }

    @Test
    void isUnknownWhereTheImageIsTooLargeToBeHashed() throws IOException {
        byte[] signed = keys.sign(program(Machine.X64), "one", "ca");
        MemoryDisk file = MemoryDisk.of(signed);
        PeImage image = PeImage.read(file);
        SecureBootStage stage = SecureBootStage.of(
                file,
                image,
                Authenticode.read(file, image),
                Optional.empty(),
                CheckBudget.ofImage(signed.length - 1),
                false);
        assertThat(stage.sha256().asOptional()).isEmpty();
        assertThat(stage.signatures()).allMatch(signature -> signature.status() == Status.UNKNOWN);
        assertThat(stage.signatures().get(0).reason()).contains("not hashed");
    }

    @Test
    void readsNoMoreOfAProgramWhoseSectionsOverlap() throws IOException {
        byte[] program = program(Machine.X64);
        MemoryDisk file = MemoryDisk.of(program);
        int table = (int) PeImage.read(file).layout().sectionTable();
        for (int section = 0; section < 3; section++) {
            file.bytes().putInt(table + section * 40 + 16, program.length - 512).putInt(table + section * 40 + 20, 512);
        }
        assertThat(stage(program).sha256().explanation()).contains("overlap");
    }
}
