package dev.gen2lift.guest.boot;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * One signature of a boot loader, checked as firmware checks it: without regard to the dates of certificates, which it
 * ignores. Whether anyone trusts the signer is another question.
 *
 * @param signer subject of the signing certificate as an RFC 2253 name, hostile text; empty where the signature does not
 *     hold that certificate
 * @param digestAlgorithm of the image's digest; empty where it is none that is known
 * @param nested whether it is kept inside of another signature, where Windows looks and firmware does not
 * @param reason why it is not valid; "" where it is
 * @param chain the signer's certificate and those above it; empty where there is none
 */
public record ImageSignature(
        Optional<String> signer,
        CertificateAuthority authority,
        AuthorityEvidence evidence,
        Status status,
        Optional<DigestAlgorithm> digestAlgorithm,
        boolean nested,
        String reason,
        List<X509Certificate> chain) {

    /** What came of the check. */
    public enum Status {
        /** The image is the one that was signed, and the signer's key signed it. */
        VALID,

        /** The signature is sound, but of another image. */
        DIGEST_MISMATCH,

        /** The signer's key did not sign this, or a certificate's issuer did not issue it. */
        BAD_SIGNATURE,

        /** By an algorithm that is not understood. */
        UNSUPPORTED_ALGORITHM,

        /** It could not be checked. */
        UNKNOWN
    }

    public ImageSignature {
        chain = List.copyOf(chain);
    }

    /** A signature that cannot even be taken apart. */
    static ImageSignature unreadable(boolean nested, String reason) {
        return new ImageSignature(
                Optional.empty(),
                CertificateAuthority.OTHER,
                AuthorityEvidence.NONE,
                Status.UNKNOWN,
                Optional.empty(),
                nested,
                reason,
                List.of());
    }

    public boolean isValid() {
        return status == Status.VALID;
    }

    /** Whether it is valid and its authority is proven by the authority's key. */
    public boolean isProvenBy(CertificateAuthority expected) {
        return isValid() && evidence == AuthorityEvidence.KEY && authority == expected;
    }
}
