package dev.gen2lift.guest.boot;

import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.boot.ImageSignature.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Follows a disk's start from the loader that firmware falls back to, and asks at each stage whether the one before
 * trusts it: firmware by Microsoft's certificates (UEFI 32.5.3), shim by these or by its vendor's, and only what is not
 * below its SBAT level (shim, README and SBAT.md).
 */
final class SecureBootChain {

    private static final String WINDOWS_BOOT_MANAGER = "EFI/Microsoft/Boot/bootmgfw.efi";

    private final List<BootLoader> loaders;
    private final List<String> reasons = new ArrayList<>();
    private Optional<String> refused = Optional.empty();
    private Optional<String> doubtful = Optional.empty();

    private SecureBootChain(List<BootLoader> loaders) {
        this.loaders = loaders;
    }

    /** What lies beyond the EFI system partition: an image that is started, or why none could be looked at. */
    interface Systems {

        /** Windows' loader. */
        Next winload() throws IOException;

        /** The Linux kernel that is started. */
        Next kernel() throws IOException;
    }

    /** @param stage unknown where the image could not be found or read */
    record Next(String path, Fact<SecureBootStage> stage) {}

    /** Whether the disk starts from {@code loaders}. */
    static SecureBoot follow(List<BootLoader> loaders, Systems systems) throws IOException {
        SecureBootChain chain = new SecureBootChain(loaders);
        Optional<BootLoader> fallback = FallbackLoaders.preferred(loaders);
        if (fallback.isPresent()) {
            chain.firmware(fallback.get(), systems);
        } else {
            chain.refuse("no loader lies where firmware falls back to, EFI/BOOT/BOOTX64.EFI or its like");
        }
        return chain.result();
    }

    private SecureBoot result() {
        Fact<Boolean> ready = refused.<Fact<Boolean>>map(reason -> Fact.known(false, reason))
                .or(() -> doubtful.map(Fact::unknown))
                .orElseGet(() -> Fact.known(true, "each stage is trusted by the one before it"));
        return new SecureBoot(ready, reasons);
    }

    private void firmware(BootLoader fallback, Systems systems) throws IOException {
        byFirmware(fallback.path(), fallback.stage());
        if (fallback.stage().isShim()) {
            fallbackShim(fallback, systems);
        } else if (find(WINDOWS_BOOT_MANAGER).isPresent()) {
            bootManager(fallback);
            Next winload = systems.winload();
            winload.stage()
                    .asOptional()
                    .ifPresentOrElse(
                            stage -> byBootManager(winload.path(), stage),
                            () -> doubt(winload.path(), winload.stage().explanation()));
        } else {
            doubt("what " + fallback.path() + " starts", "it is neither shim nor Windows' boot manager");
        }
    }

    private void bootManager(BootLoader fallback) {
        BootLoader manager = find(WINDOWS_BOOT_MANAGER).orElseThrow();
        Optional<String> sha256 = manager.stage().sha256().asOptional();
        if (sha256.isEmpty() || !sha256.equals(fallback.stage().sha256().asOptional())) {
            byFirmware(manager.path(), manager.stage());
        }
    }

    /** A shim in the fallback folder first looks for a program beside it that knows the vendors' folders. */
    private void fallbackShim(BootLoader shim, Systems systems) throws IOException {
        String suffix = suffix(shim.architecture());
        Optional<BootLoader> search = find(folder(shim) + "fb" + suffix);
        if (search.isEmpty()) {
            shim(shim, systems);
            return;
        }
        byShim(shim, search.get().path(), search.get().stage(), true);
        List<BootLoader> installed = loaders.stream()
                .filter(loader -> loader.path().toLowerCase(Locale.ROOT).endsWith("/shim" + suffix))
                .filter(loader -> !folder(loader).equalsIgnoreCase(folder(shim)))
                .toList();
        if (installed.isEmpty()) {
            doubt("what " + search.get().path() + " starts", "no shim is installed");
        }
        for (BootLoader next : installed) {
            byFirmware(next.path(), next.stage());
            shim(next, systems);
        }
    }

    private void shim(BootLoader shim, Systems systems) throws IOException {
        String path = folder(shim) + "grub" + suffix(shim.architecture());
        Optional<BootLoader> next = find(path);
        if (next.isEmpty()) {
            refuse(shim.path() + " finds no " + path + " to start");
            return;
        }
        byShim(shim, next.get().path(), next.get().stage(), true);
        Next kernel = systems.kernel();
        kernel.stage()
                .asOptional()
                .ifPresentOrElse(
                        stage -> byShim(shim, kernel.path(), stage, false),
                        () -> doubt(kernel.path(), kernel.stage().explanation()));
    }

    private void byFirmware(String path, SecureBootStage stage) {
        if (isRevoked(path, stage)) {
            return;
        }
        List<CertificateAuthority> trusted = authorities(stage);
        if (trusted.isEmpty()) {
            notTrusted(path, stage, "firmware");
        } else {
            reasons.add(path + ": firmware trusts " + titles(trusted));
        }
    }

    private void byBootManager(String path, SecureBootStage stage) {
        if (isRevoked(path, stage)) {
            return;
        }
        List<CertificateAuthority> trusted = authorities(stage).stream()
                .filter(CertificateAuthority::signsWindows)
                .toList();
        if (trusted.isEmpty()) {
            notTrusted(path, stage, "Windows' boot manager");
        } else {
            reasons.add(path + ": Windows' boot manager trusts " + titles(trusted));
        }
    }

    /** @param sbat whether the stage has to state its security generations, as all but kernels do */
    private void byShim(BootLoader shim, String path, SecureBootStage stage, boolean sbat) {
        Fact<VendorCertificates> known = shim.stage().vendor().orElse(Fact.unknown("it is no shim"));
        if (isRevoked(path, stage) || sbat && isBelowLevel(shim, path, stage)) {
            return;
        }
        if (known.asOptional().isEmpty()) {
            doubt(path, "the certificates of " + shim.path() + " cannot be read: " + known.explanation());
            return;
        }
        VendorCertificates vendor = known.asOptional().get();
        Optional<RevocationList> list = vendor.revoked();
        if (list.isPresent()
                && list.get().revokes(stage.sha256(), stage.signatures()).is(true)) {
            refuse(path + ": " + shim.path() + " refuses it by its own list");
            return;
        }
        List<CertificateAuthority> authorities = authorities(stage);
        Optional<ImageSignature> admitted =
                stage.outerSignatures().stream().filter(vendor::admits).findFirst();
        if (!authorities.isEmpty()) {
            reasons.add(path + ": shim trusts " + titles(authorities) + " as firmware does");
        } else if (admitted.isPresent()) {
            reasons.add(path + ": shim's vendor certificate trusts "
                    + admitted.get().signer().orElse("its signer"));
        } else if (stage.sha256().asOptional().filter(vendor.images()::contains).isPresent()) {
            reasons.add(path + ": shim knows its hash");
        } else {
            notTrusted(path, stage, "shim");
        }
    }

    private boolean isBelowLevel(BootLoader shim, String path, SecureBootStage stage) {
        Optional<Sbat> own = shim.stage().sbat().asOptional();
        if (own.isEmpty() || own.get().entries().isEmpty()) {
            // A shim from before SBAT asks for none.
            return false;
        }
        if (stage.sbat().asOptional().isEmpty()) {
            doubt(path, stage.sbat().explanation());
            return true;
        }
        Sbat sbat = stage.sbat().asOptional().get();
        if (sbat.entries().isEmpty()) {
            refuse(path + ": shim refuses what has no section " + Sbat.SECTION);
            return true;
        }
        Optional<String> below =
                shim.stage().sbatLevel().flatMap(Fact::asOptional).flatMap(level -> sbat.below(level.automatic()));
        below.ifPresent(reason -> refuse(path + ": shim refuses its SBAT generation, " + reason));
        return below.isPresent();
    }

    private boolean isRevoked(String path, SecureBootStage stage) {
        if (stage.revoked().is(true)) {
            refuse(path + ": revoked, " + stage.revoked().explanation());
            return true;
        }
        if (stage.revoked().asOptional().isEmpty()
                && !stage.revoked().explanation().equals(SecureBootStage.NO_LIST)) {
            doubt(path, stage.revoked().explanation());
        }
        return false;
    }

    /** Those in firmware that a valid signature goes back to for certain. */
    private static List<CertificateAuthority> authorities(SecureBootStage stage) {
        return stage.outerSignatures().stream()
                .filter(signature -> signature.isProvenBy(signature.authority()))
                .map(ImageSignature::authority)
                .filter(authority -> authority.signsWindows() || authority.signsThirdParties())
                .distinct()
                .toList();
    }

    private void notTrusted(String path, SecureBootStage stage, String by) {
        List<ImageSignature> signatures = stage.outerSignatures();
        Optional<ImageSignature> uncertain = signatures.stream()
                .filter(signature ->
                        signature.status() == Status.UNKNOWN || signature.status() == Status.UNSUPPORTED_ALGORITHM)
                .findFirst();
        Optional<ImageSignature> named = signatures.stream()
                .filter(signature -> signature.isValid() && signature.evidence() == AuthorityEvidence.NAME)
                .findFirst();
        if (uncertain.isPresent()) {
            doubt(path, uncertain.get().reason());
        } else if (named.isPresent()) {
            doubt(path, "its signer's certificate names " + named.get().authority() + ", which nothing proves");
        } else if (stage.equals(SecureBootStage.UNKNOWN)) {
            doubt(path, "it is not looked at");
        } else if (signatures.isEmpty()) {
            refuse(path + ": not signed");
        } else {
            refuse(path + ": "
                    + signatures.stream()
                            .map(signature -> signature.isValid()
                                    ? by + " does not know the authority of "
                                            + signature.signer().orElse("its signer")
                                    : signature.reason())
                            .distinct()
                            .collect(Collectors.joining("; ")));
        }
    }

    private void refuse(String reason) {
        reasons.add(reason);
        refused = refused.or(() -> Optional.of(reason));
    }

    private void doubt(String what, String why) {
        String reason = what + ": not known, " + why;
        reasons.add(reason);
        doubtful = doubtful.or(() -> Optional.of(reason));
    }

    private Optional<BootLoader> find(String path) {
        return loaders.stream()
                .filter(loader -> loader.path().equalsIgnoreCase(path))
                .findFirst();
    }

    private static String folder(BootLoader loader) {
        return loader.path().substring(0, loader.path().lastIndexOf('/') + 1);
    }

    private static String titles(List<CertificateAuthority> authorities) {
        return authorities.stream().map(CertificateAuthority::title).collect(Collectors.joining(" and "));
    }

    /** What names of loaders end in (shim's Make.defaults). */
    private static String suffix(Architecture architecture) {
        return switch (architecture) {
            case ARM64 -> "aa64.efi";
            case ARM -> "arm.efi";
            case X86 -> "ia32.efi";
            default -> "x64.efi";
        };
    }
}
