package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What is asked of single certificates. The JDK's parser trusts some values that a hostile file controls, so that its
 * runtime exceptions count as damage too.
 */
final class Certificates {

    private static final HexFormat HEX = HexFormat.of();
    private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";

    /** Keys beyond these cost more time than a boot loader's signature is worth. */
    private static final int MAX_RSA_BITS = 4096;

    private static final int MAX_RSA_EXPONENT_BITS = 64;

    private Certificates() {}

    /** A certificate in DER; empty where the JDK cannot read it. */
    static Optional<X509Certificate> parse(byte[] der) {
        try {
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Whether {@code issuer}'s key verifies what it would have issued; dates and extensions are not looked at. */
    static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    || !isReasonable(issuer.getPublicKey())) {
                return false;
            }
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** Whether a signature by this key is checked at all. */
    static boolean isReasonable(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength() <= MAX_RSA_BITS
                    && rsa.getPublicExponent().bitLength() <= MAX_RSA_EXPONENT_BITS;
        }
        return key instanceof ECPublicKey;
    }

    /** The digest of the key's bits, as {@link CertificateAuthority} knows it; "" where the key has no usual form. */
    static String keyIdentifier(X509Certificate certificate) {
        try {
            DerValue info = der(certificate.getPublicKey().getEncoded());
            byte[] bits = info.child(1, DerValue.BIT_STRING).contentBytes();
            // The first byte says how many bits of the last are unused: none.
            return hex(DigestAlgorithm.SHA1, bits, 1);
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    /** The identifier of the issuer's key that a certificate names (RFC 5280 4.2.1.1); "" where it names none. */
    static String authorityKeyIdentifier(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(AUTHORITY_KEY_IDENTIFIER);
        if (extension == null) {
            return "";
        }
        try {
            DerValue identifier = der(der(extension).contentBytes()).child(0, DerValue.CONTEXT_0_PRIMITIVE);
            return HEX.formatHex(identifier.contentBytes());
        } catch (IOException e) {
            return "";
        }
    }

    /** SHA-256 over what the issuer signs, by which lists of revoked certificates know it (UEFI 32.4.1). */
    static String signedPartDigest(X509Certificate certificate) {
        try {
            return hex(DigestAlgorithm.SHA256, certificate.getTBSCertificate(), 0);
        } catch (CertificateException e) {
            return "";
        }
    }

    private static String hex(DigestAlgorithm algorithm, byte[] bytes, int from) {
        var digest = algorithm.start();
        digest.update(bytes, from, bytes.length - from);
        return HEX.formatHex(digest.digest());
    }

    private static DerValue der(byte[] bytes) throws IOException {
        try {
            return DerValue.read(BinaryCursor.of("certificate", "DER", 0, bytes, ByteOrder.BIG_ENDIAN), 0);
        } catch (BadImageException e) {
            throw new IOException(e);
        }
    }
}
