package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One Authenticode signature: PKCS #7 signed data over the digest of an image (RFC 2315 9.1; Microsoft, "Windows
 * Authenticode Portable Executable Signature Format", "Authenticode-specific structures").
 *
 * @param content the SpcIndirectDataContent, which is what the signers' message digests are of
 * @param digestAlgorithm object identifier of the image digest's algorithm
 * @param imageDigest the digest that the image has to have
 * @param certificates those that can be read, in their order
 */
record SignedData(
        DerValue content,
        String digestAlgorithm,
        DerValue imageDigest,
        List<X509Certificate> certificates,
        List<SignerInfo> signers) {

    static final String INDIRECT_DATA = "1.3.6.1.4.1.311.2.1.4";

    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";

    /** Signers' chains and those of time stamps together. */
    private static final int MAX_CERTIFICATES = 32;

    private static final int MAX_SIGNERS = 8;

    SignedData {
        certificates = List.copyOf(certificates);
        signers = List.copyOf(signers);
    }

    static SignedData read(BinaryCursor signature) throws IOException {
        return read(DerValue.read(signature, 0));
    }

    static SignedData read(DerValue contentInfo) throws IOException {
        if (!contentInfo.child(0, DerValue.OBJECT_IDENTIFIER).identifier().equals(SIGNED_DATA)) {
            throw contentInfo.whole().corrupt(0, "no signed data");
        }
        DerValue signedData = contentInfo.child(1, DerValue.CONTEXT_0).child(0, DerValue.SEQUENCE);
        DerValue encapsulated = signedData.child(2, DerValue.SEQUENCE);
        if (!encapsulated.child(0, DerValue.OBJECT_IDENTIFIER).identifier().equals(INDIRECT_DATA)) {
            throw contentInfo.whole().unsupported(0, "signs something else than an image");
        }
        DerValue content = encapsulated.child(1, DerValue.CONTEXT_0).child(0, DerValue.SEQUENCE);
        DerValue digest = content.child(1, DerValue.SEQUENCE);
        List<DerValue> fields = signedData.children();
        DerValue last = fields.get(fields.size() - 1);
        if (last.tag() != DerValue.SET) {
            throw contentInfo.whole().corrupt(0, "no signer infos");
        }
        List<SignerInfo> signers = new ArrayList<>();
        for (DerValue signer : last.children()) {
            if (signers.size() == MAX_SIGNERS) {
                throw contentInfo.whole().limit(0, "more than " + MAX_SIGNERS + " signers");
            }
            signers.add(SignerInfo.read(signer));
        }
        return new SignedData(
                content,
                digest.child(0, DerValue.SEQUENCE)
                        .child(0, DerValue.OBJECT_IDENTIFIER)
                        .identifier(),
                digest.child(1, DerValue.OCTET_STRING),
                certificates(fields),
                signers);
    }

    private static List<X509Certificate> certificates(List<DerValue> fields) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (DerValue field : fields) {
            if (field.tag() != DerValue.CONTEXT_0) {
                continue;
            }
            int seen = 0;
            for (DerValue certificate : field.children()) {
                seen++;
                if (seen > MAX_CERTIFICATES) {
                    throw field.whole().limit(0, "more than " + MAX_CERTIFICATES + " certificates");
                }
                Certificates.parse(certificate.bytes()).ifPresent(certificates::add);
            }
        }
        return certificates;
    }

    /** The certificate that a signer info names, where it is among them. */
    Optional<X509Certificate> certificateOf(SignerInfo signer) throws IOException {
        for (X509Certificate certificate : certificates) {
            if (signer.isOf(certificate)) {
                return Optional.of(certificate);
            }
        }
        return Optional.empty();
    }
}
