package dev.gen2lift.guest.boot;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who signed, and what (RFC 2315 9.2).
 *
 * @param issuer name of the issuer of the signer's certificate
 * @param serial that certificate's number
 * @param digestAlgorithm object identifier
 * @param attributes what is signed besides the content; empty where the content is signed itself
 * @param encryptionAlgorithm object identifier, of the key alone or of key and digest together
 * @param unsigned attributes that nobody vouches for, such as nested signatures
 */
record SignerInfo(
        DerValue issuer,
        DerValue serial,
        String digestAlgorithm,
        Optional<DerValue> attributes,
        String encryptionAlgorithm,
        DerValue signature,
        Optional<DerValue> unsigned) {

    static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
    static final String NESTED_SIGNATURE = "1.3.6.1.4.1.311.2.4.1";

    static SignerInfo read(DerValue value) throws IOException {
        DerValue identifier = value.child(1, DerValue.SEQUENCE);
        String digest = value.child(2, DerValue.SEQUENCE)
                .child(0, DerValue.OBJECT_IDENTIFIER)
                .identifier();
        int at = 3;
        Optional<DerValue> attributes = optional(value, at, DerValue.CONTEXT_0);
        if (attributes.isPresent()) {
            at++;
        }
        String encryption = value.child(at, DerValue.SEQUENCE)
                .child(0, DerValue.OBJECT_IDENTIFIER)
                .identifier();
        return new SignerInfo(
                identifier.child(0, DerValue.SEQUENCE),
                identifier.child(1, DerValue.INTEGER),
                digest,
                attributes,
                encryption,
                value.child(at + 1, DerValue.OCTET_STRING),
                optional(value, at + 2, DerValue.CONTEXT_1));
    }

    private static Optional<DerValue> optional(DerValue value, int index, int tag) throws IOException {
        List<DerValue> children = value.children();
        return index < children.size() && children.get(index).tag() == tag
                ? Optional.of(children.get(index))
                : Optional.empty();
    }

    boolean isOf(X509Certificate certificate) throws IOException {
        byte[] number = serial.contentBytes();
        return number.length > 0
                && certificate.getSerialNumber().equals(new BigInteger(number))
                && Arrays.equals(certificate.getIssuerX500Principal().getEncoded(), issuer.bytes());
    }

    /** The values of a signed attribute; empty where it is not there. */
    List<DerValue> attribute(String identifier) throws IOException {
        return values(attributes, identifier);
    }

    /** The signatures that are kept inside of this one. */
    List<DerValue> nested() throws IOException {
        return values(unsigned, NESTED_SIGNATURE);
    }

    private static List<DerValue> values(Optional<DerValue> attributes, String identifier) throws IOException {
        if (attributes.isEmpty()) {
            return List.of();
        }
        for (DerValue attribute : attributes.get().children()) {
            if (attribute.child(0, DerValue.OBJECT_IDENTIFIER).identifier().equals(identifier)) {
                return attribute.child(1, DerValue.SET).children();
            }
        }
        return List.of();
    }
}
