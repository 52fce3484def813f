package dev.gen2lift.guest.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.boot.ImageSignature.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Chains of loaders that never were, one fault in each. */
class SecureBootChainTest {

    private static final String SHIM = "EFI/BOOT/BOOTX64.EFI";
    private static final String GRUB = "EFI/BOOT/grubx64.efi";
    private static final String MANAGER = "EFI/Microsoft/Boot/bootmgfw.efi";
    private static final String HASH_KNOWN_TO_SHIM = "1".repeat(64);

    private final List<BootLoader> loaders = new ArrayList<>();
    private SecureBootStage winload = signed(CertificateAuthority.MICROSOFT_WINDOWS_PRODUCTION_PCA_2011);
    private SecureBootStage kernel = trustedByShim();

    private static SecureBootStage stage(ImageSignature... signatures) {
        return new SecureBootStage(
                Fact.known("0".repeat(64), "test"),
                List.of(signatures),
                sbat("grub", 5),
                Optional.empty(),
                Optional.empty(),
                Fact.unknown(SecureBootStage.NO_LIST));
    }

    private static Fact<Sbat> sbat(String component, int generation) {
        return Fact.known(new Sbat(List.of(new Sbat.Entry(component, generation, "", "", "", ""))), "test");
    }

    private static ImageSignature signature(CertificateAuthority authority, AuthorityEvidence evidence, Status status) {
        return new ImageSignature(
                Optional.of("CN=Signer"),
                authority,
                evidence,
                status,
                Optional.of(DigestAlgorithm.SHA256),
                false,
                status == Status.VALID ? "" : "the image is not the one that was signed",
                List.of());
    }

    private static SecureBootStage signed(CertificateAuthority... authorities) {
        return stage(Arrays.stream(authorities)
                .map(authority -> signature(authority, AuthorityEvidence.KEY, Status.VALID))
                .toArray(ImageSignature[]::new));
    }

    /** Shim knows its hash, which stands for a vendor's certificate here. */
    private static SecureBootStage trustedByShim() {
        SecureBootStage stage = stage(signature(CertificateAuthority.OTHER, AuthorityEvidence.NONE, Status.VALID));
        return new SecureBootStage(
                Fact.known(HASH_KNOWN_TO_SHIM, "test"),
                stage.signatures(),
                stage.sbat(),
                stage.sbatLevel(),
                stage.vendor(),
                stage.revoked());
    }

    private static SecureBootStage shim(CertificateAuthority... authorities) {
        Sbat level = new Sbat(List.of(new Sbat.Entry("grub", 4, "", "", "", "")));
        return new SecureBootStage(
                Fact.known("2".repeat(64), "test"),
                signed(authorities).signatures(),
                sbat("shim", 4),
                Optional.of(Fact.known(new SbatLevel(level, level), "test")),
                Optional.of(Fact.known(
                        new VendorCertificates(List.of(), Set.of(HASH_KNOWN_TO_SHIM), Optional.empty()), "test")),
                Fact.unknown(SecureBootStage.NO_LIST));
    }

    private SecureBootChainTest with(String path, SecureBootStage stage) {
        loaders.add(new BootLoader(
                path, Architecture.X64, !stage.signatures().isEmpty(), List.of(), stage, Optional.empty()));
        return this;
    }

    private SecureBoot follow() throws IOException {
        return SecureBootChain.follow(loaders, new SecureBootChain.Systems() {
            @Override
            public SecureBootChain.Next winload() {
                return new SecureBootChain.Next("winload.efi", Fact.known(winload, "test"));
            }

            @Override
            public SecureBootChain.Next kernel() {
                return new SecureBootChain.Next("vmlinuz", Fact.known(kernel, "test"));
            }
        });
    }

    private void isRefused(String reason) throws IOException {
        SecureBoot secureBoot = follow();
        assertThat(secureBoot.ready().asOptional()).as(secureBoot.toString()).contains(false);
        assertThat(secureBoot.ready().explanation()).contains(reason);
    }

    private void isUnknown(String reason) throws IOException {
        SecureBoot secureBoot = follow();
        assertThat(secureBoot.ready().asOptional()).as(secureBoot.toString()).isEmpty();
        assertThat(secureBoot.ready().explanation()).contains(reason);
    }

    private void isReady() throws IOException {
        SecureBoot secureBoot = follow();
        assertThat(secureBoot.ready().asOptional()).as(secureBoot.toString()).contains(true);
    }

    private SecureBootChainTest linux() {
        return with(SHIM, shim(CertificateAuthority.MICROSOFT_UEFI_CA_2023)).with(GRUB, trustedByShim());
    }

    @Test
    void shimAndWhatItTrustsAreReady() throws IOException {
        linux().isReady();
        assertThat(follow().reasons()).hasSize(3);
        assertThat(follow().reasons().get(0)).contains(SHIM, "Microsoft UEFI CA 2023");
    }

    @Test
    void nothingIsReadyWithoutALoaderToFallBackTo() throws IOException {
        with("EFI/debian/shimx64.efi", shim(CertificateAuthority.MICROSOFT_UEFI_CA_2023))
                .isRefused("where firmware falls back to");
    }

    @Test
    void firmwareRefusesAShimThatNobodyItKnowsSigned() throws IOException {
        with(SHIM, shim()).with(GRUB, trustedByShim()).isRefused(SHIM + ": not signed");
    }

    @Test
    void firmwareTrustsNoLoaderByTheAuthorityForOptionRoms() throws IOException {
        with(SHIM, shim(CertificateAuthority.MICROSOFT_OPTION_ROM_UEFI_CA_2023))
                .with(GRUB, trustedByShim())
                .isRefused("firmware does not know the authority");
    }

    @Test
    void anAuthorityByNameAloneProvesNothing() throws IOException {
        with(SHIM, withoutKey()).with(MANAGER, withoutKey()).isUnknown("nothing proves");
    }

    private static SecureBootStage withoutKey() {
        return stage(signature(
                CertificateAuthority.MICROSOFT_WINDOWS_PRODUCTION_PCA_2011, AuthorityEvidence.NAME, Status.VALID));
    }

    @Test
    void shimRefusesAGrubThatItsVendorDidNotSign() throws IOException {
        with(SHIM, shim(CertificateAuthority.MICROSOFT_CORPORATION_UEFI_CA_2011))
                .with(GRUB, stage(signature(CertificateAuthority.OTHER, AuthorityEvidence.NONE, Status.VALID)))
                .isRefused("shim does not know the authority");
    }

    @Test
    void shimRefusesAGrubThatWasChanged() throws IOException {
        with(SHIM, shim(CertificateAuthority.MICROSOFT_UEFI_CA_2023))
                .with(
                        GRUB,
                        stage(signature(CertificateAuthority.OTHER, AuthorityEvidence.NONE, Status.DIGEST_MISMATCH)))
                .isRefused("not the one that was signed");
    }

    @Test
    void shimRefusesAGrubOfAnOldGeneration() throws IOException {
        SecureBootStage grub = trustedByShim();
        with(SHIM, shim(CertificateAuthority.MICROSOFT_UEFI_CA_2023))
                .with(GRUB, withSbat(grub, sbat("grub", 3)))
                .isRefused("grub,3 is below grub,4");
    }

    @Test
    void shimRefusesAGrubWithoutGenerations() throws IOException {
        SecureBootStage grub = trustedByShim();
        with(SHIM, shim(CertificateAuthority.MICROSOFT_UEFI_CA_2023))
                .with(GRUB, withSbat(grub, Fact.known(new Sbat(List.of()), "test")))
                .isRefused("no section .sbat");
    }

    private static SecureBootStage withSbat(SecureBootStage stage, Fact<Sbat> sbat) {
        return new SecureBootStage(
                stage.sha256(), stage.signatures(), sbat, stage.sbatLevel(), stage.vendor(), stage.revoked());
    }

    @Test
    void shimNeedsAGrubBesideIt() throws IOException {
        with(SHIM, shim(CertificateAuthority.MICROSOFT_UEFI_CA_2023))
                .with("EFI/debian/grubx64.efi", trustedByShim())
                .isRefused("finds no EFI/BOOT/grubx64.efi");
    }

    @Test
    void shimLooksForInstalledOnesWhereTheSearchingProgramLiesBesideIt() throws IOException {
        with(SHIM, shim(CertificateAuthority.MICROSOFT_UEFI_CA_2023))
                .with("EFI/BOOT/fbx64.efi", trustedByShim())
                .with("EFI/redhat/shimx64.efi", shim(CertificateAuthority.MICROSOFT_UEFI_CA_2023))
                .with("EFI/redhat/grubx64.efi", trustedByShim())
                .isReady();
    }

    @Test
    void aKernelOfOnesOwnIsRefused() throws IOException {
        kernel = stage();
        linux().isRefused("vmlinuz: not signed");
    }

    @Test
    void windowsIsReadyByEitherOfItsAuthorities() throws IOException {
        with(SHIM, signed(CertificateAuthority.WINDOWS_UEFI_CA_2023))
                .with(MANAGER, signed(CertificateAuthority.WINDOWS_UEFI_CA_2023))
                .isReady();
    }

    @Test
    void windowsBootManagerRefusesAWinloadOfSomeoneElse() throws IOException {
        winload = signed(CertificateAuthority.MICROSOFT_CORPORATION_UEFI_CA_2011);
        with(SHIM, signed(CertificateAuthority.MICROSOFT_WINDOWS_PRODUCTION_PCA_2011))
                .with(MANAGER, signed(CertificateAuthority.MICROSOFT_WINDOWS_PRODUCTION_PCA_2011))
                .isRefused("winload.efi: Windows' boot manager does not know");
    }

    @Test
    void aRevokedLoaderIsRefusedWhoeverSignedIt() throws IOException {
        SecureBootStage sound = shim(CertificateAuthority.MICROSOFT_UEFI_CA_2023);
        with(
                        SHIM,
                        new SecureBootStage(
                                sound.sha256(),
                                sound.signatures(),
                                sound.sbat(),
                                sound.sbatLevel(),
                                sound.vendor(),
                                Fact.known(true, "dbx holds the image's hash")))
                .with(GRUB, trustedByShim())
                .isRefused("revoked");
    }

    @Test
    void ofALoaderThatIsNeitherShimNorWindowsNothingMoreIsKnown() throws IOException {
        with(SHIM, signed(CertificateAuthority.MICROSOFT_UEFI_CA_2023)).isUnknown("neither shim nor Windows");
    }
}
