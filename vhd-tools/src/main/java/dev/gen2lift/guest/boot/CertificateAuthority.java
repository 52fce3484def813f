package dev.gen2lift.guest.boot;

import java.util.Arrays;
import java.util.Optional;

/**
 * The certificate authorities that firmware's Secure Boot knows on machines of Microsoft's making, Azure's among them
 * (Microsoft, "Windows Secure Boot Key Creation and Management Guidance", 1.4). Each is known by the identifier of its
 * key: the SHA-1 digest of the key's bits (RFC 5280 4.2.1.2, method 1), for which nobody can find another key.
 */
public enum CertificateAuthority {
    MICROSOFT_WINDOWS_PRODUCTION_PCA_2011(
            "Microsoft Windows Production PCA 2011", "a92902398e16c49778cd90f99e4f9ae17c55af53"),
    WINDOWS_UEFI_CA_2023("Windows UEFI CA 2023", "aefc5fbbbe055d8f8daa585473499417ab5a5272"),
    MICROSOFT_CORPORATION_UEFI_CA_2011(
            "Microsoft Corporation UEFI CA 2011", "13adbf4309bd82709c8cd54f316ed522988a1bd4"),
    MICROSOFT_UEFI_CA_2023("Microsoft UEFI CA 2023", "81aa6b3244c935bce0d6628af39827421e32497d"),
    MICROSOFT_OPTION_ROM_UEFI_CA_2023("Microsoft Option ROM UEFI CA 2023", "514fbf937fa46fb57bf07af8bed84b3b864b1711"),

    /** Any other: a distribution's, an administrator's, or nobody's. */
    OTHER("another certificate authority", "");

    private final String title;
    private final String keyIdentifier;

    CertificateAuthority(String title, String keyIdentifier) {
        this.title = title;
        this.keyIdentifier = keyIdentifier;
    }

    /** The authority whose key has an identifier, in lower-case hexadecimal digits. */
    static Optional<CertificateAuthority> ofKey(String identifier) {
        return Arrays.stream(values())
                .filter(authority -> authority != OTHER && authority.keyIdentifier.equals(identifier))
                .findFirst();
    }

    /** The common name of its certificate. */
    public String title() {
        return title;
    }

    /** Whether Windows' own boot files are issued by it; firmware may know these alone. */
    public boolean signsWindows() {
        return this == MICROSOFT_WINDOWS_PRODUCTION_PCA_2011 || this == WINDOWS_UEFI_CA_2023;
    }

    /** Whether it issues to boot loaders of others, such as shim. */
    public boolean signsThirdParties() {
        return this == MICROSOFT_CORPORATION_UEFI_CA_2011 || this == MICROSOFT_UEFI_CA_2023;
    }

    @Override
    public String toString() {
        return title;
    }
}
