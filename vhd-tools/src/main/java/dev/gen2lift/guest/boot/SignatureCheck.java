package dev.gen2lift.guest.boot;

import dev.gen2lift.guest.boot.ImageSignature.Status;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks one signature: that the signer's key signed the attributes, that these hold the digest of the content, that
 * the content holds the digest of the image, and that each certificate is signed by the next (RFC 2315 9.3 and 9.4).
 */
final class SignatureCheck {

    /** Algorithms of the signature alone, whose digest stands beside, and of both together (RFC 3279, RFC 5758). */
    private static final Set<String> RSA = Set.of(
            "1.2.840.113549.1.1.1",
            "1.2.840.113549.1.1.5",
            "1.2.840.113549.1.1.11",
            "1.2.840.113549.1.1.12",
            "1.2.840.113549.1.1.13");

    private static final Set<String> ECDSA = Set.of(
            "1.2.840.10045.2.1",
            "1.2.840.10045.4.1",
            "1.2.840.10045.4.3.2",
            "1.2.840.10045.4.3.3",
            "1.2.840.10045.4.3.4");

    private final SignedData data;
    private final ImageDigests digests;
    private final boolean nested;

    SignatureCheck(SignedData data, ImageDigests digests, boolean nested) {
        this.data = data;
        this.digests = digests;
        this.nested = nested;
    }

    /** What can be said of the image's digests. */
    interface ImageDigests {

        /** All that could be computed. */
        Map<DigestAlgorithm, byte[]> known();

        /** Why one that is not known is not. */
        String reason();
    }

    private record Verdict(Status status, String reason) {

        static final Verdict VALID = new Verdict(Status.VALID, "");
    }

    ImageSignature run() throws IOException {
        if (data.signers().size() != 1) {
            return ImageSignature.unreadable(nested, data.signers().size() + " signers, where Authenticode has one");
        }
        SignerInfo signer = data.signers().get(0);
        Optional<X509Certificate> certificate = data.certificateOf(signer);
        if (certificate.isEmpty()) {
            return ImageSignature.unreadable(nested, "the signer's certificate is not in the signature");
        }
        CertificateChain chain = CertificateChain.build(certificate.get(), data.certificates());
        Optional<CertificateAuthority> byKey = chain.authorityByKey();
        Optional<CertificateAuthority> byName =
                byKey.isPresent() || chain.broken().isPresent() ? Optional.empty() : chain.authorityByName();
        Verdict verdict = verdict(signer, chain);
        return new ImageSignature(
                Optional.of(CertificateChain.name(chain.signer())),
                byKey.or(() -> byName).orElse(CertificateAuthority.OTHER),
                byKey.isPresent()
                        ? AuthorityEvidence.KEY
                        : byName.isPresent() ? AuthorityEvidence.NAME : AuthorityEvidence.NONE,
                verdict.status(),
                DigestAlgorithm.of(data.digestAlgorithm()),
                nested,
                verdict.reason(),
                chain.certificates());
    }

    private Verdict verdict(SignerInfo signer, CertificateChain chain) throws IOException {
        if (chain.broken().isPresent()) {
            return new Verdict(Status.BAD_SIGNATURE, chain.broken().get());
        }
        Verdict signature = signature(signer, chain.signer().getPublicKey());
        return signature.equals(Verdict.VALID) ? image() : signature;
    }

    private Verdict signature(SignerInfo signer, PublicKey key) throws IOException {
        Optional<DigestAlgorithm> digest = DigestAlgorithm.of(signer.digestAlgorithm());
        Optional<String> algorithm = digest.flatMap(known -> algorithm(known, signer.encryptionAlgorithm(), key));
        if (digest.isEmpty() || algorithm.isEmpty()) {
            return new Verdict(
                    Status.UNSUPPORTED_ALGORITHM,
                    "signature of algorithm " + signer.encryptionAlgorithm() + " with digest "
                            + signer.digestAlgorithm() + " by a key of kind " + key.getAlgorithm());
        }
        byte[] signed = data.content().contentBytes();
        if (signer.attributes().isPresent()) {
            Optional<String> wrong = wrongAttribute(signer, digest.get().start().digest(signed));
            if (wrong.isPresent()) {
                return new Verdict(Status.BAD_SIGNATURE, wrong.get());
            }
            signed = signer.attributes().get().bytes();
            // They are stored with a tag that stands for their place, and signed with that of a set.
            signed[0] = DerValue.SET;
        }
        return verifies(algorithm.get(), key, signed, signer.signature().contentBytes())
                ? Verdict.VALID
                : new Verdict(Status.BAD_SIGNATURE, "the signer's key does not verify it");
    }

    private static Optional<String> algorithm(DigestAlgorithm digest, String identifier, PublicKey key) {
        if (!Certificates.isReasonable(key)) {
            return Optional.empty();
        }
        if (key instanceof RSAPublicKey && RSA.contains(identifier)) {
            return Optional.of(digest.prefix() + "withRSA");
        }
        return key instanceof ECPublicKey && ECDSA.contains(identifier)
                ? Optional.of(digest.prefix() + "withECDSA")
                : Optional.empty();
    }

    private Optional<String> wrongAttribute(SignerInfo signer, byte[] digest) throws IOException {
        List<DerValue> stated = signer.attribute(SignerInfo.MESSAGE_DIGEST);
        if (stated.size() != 1
                || stated.get(0).tag() != DerValue.OCTET_STRING
                || !Arrays.equals(stated.get(0).contentBytes(), digest)) {
            return Optional.of("what was signed is not what the signature holds");
        }
        List<DerValue> type = signer.attribute(SignerInfo.CONTENT_TYPE);
        return type.size() == 1 && type.get(0).identifier().equals(SignedData.INDIRECT_DATA)
                ? Optional.empty()
                : Optional.of("something else than an image was signed");
    }

    private static boolean verifies(String algorithm, PublicKey key, byte[] signed, byte[] value) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(key);
            signature.update(signed);
            return signature.verify(value);
        } catch (GeneralSecurityException | RuntimeException e) {
            // A value that is no signature at all, or a key that the JDK finds unfit.
            return false;
        }
    }

    private Verdict image() throws IOException {
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.of(data.digestAlgorithm());
        if (algorithm.isEmpty()) {
            return new Verdict(Status.UNSUPPORTED_ALGORITHM, "image digest of algorithm " + data.digestAlgorithm());
        }
        byte[] actual = digests.known().get(algorithm.get());
        if (actual == null) {
            return new Verdict(Status.UNKNOWN, digests.reason());
        }
        return MessageDigest.isEqual(actual, data.imageDigest().contentBytes())
                ? Verdict.VALID
                : new Verdict(Status.DIGEST_MISMATCH, "the image is not the one that was signed");
    }
}
