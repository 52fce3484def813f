package dev.gen2lift.guest.boot;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A signer's certificate and those that lead from it to the topmost that a signature holds. Each is verified by the key
 * of the next; validity dates are ignored, as firmware has no clock to trust and ignores them too.
 *
 * @param certificates the signer's first
 * @param broken where a certificate names one beside it as its issuer, but that one's key does not verify it
 */
record CertificateChain(List<X509Certificate> certificates, Optional<String> broken) {

    /** A signer, its issuer, and whoever stands above; real chains have two or three. */
    private static final int MAX_LENGTH = 6;

    /** Certificates of the same name that are tried as an issuer. */
    private static final int MAX_CANDIDATES = 4;

    CertificateChain {
        certificates = List.copyOf(certificates);
    }

    static CertificateChain build(X509Certificate signer, List<X509Certificate> others) {
        List<X509Certificate> chain = new ArrayList<>(List.of(signer));
        while (chain.size() < MAX_LENGTH) {
            X509Certificate last = chain.get(chain.size() - 1);
            List<X509Certificate> candidates = others.stream()
                    .filter(other -> other.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                    .distinct()
                    .limit(MAX_CANDIDATES)
                    .toList();
            if (candidates.isEmpty()) {
                break;
            }
            Optional<X509Certificate> issuer = candidates.stream()
                    .filter(candidate -> Certificates.isIssuedBy(last, candidate))
                    .findFirst();
            if (issuer.isEmpty()) {
                return new CertificateChain(
                        chain, Optional.of("the key of its issuer does not verify the certificate of " + name(last)));
            }
            if (chain.contains(issuer.get())) {
                break;
            }
            chain.add(issuer.get());
        }
        return new CertificateChain(chain, Optional.empty());
    }

    X509Certificate signer() {
        return certificates.get(0);
    }

    X509Certificate topmost() {
        return certificates.get(certificates.size() - 1);
    }

    /** The first authority above the signer that is known by its key. */
    Optional<CertificateAuthority> authorityByKey() {
        return certificates.stream()
                .skip(1)
                .map(Certificates::keyIdentifier)
                .flatMap(identifier -> CertificateAuthority.ofKey(identifier).stream())
                .findFirst();
    }

    /** The authority that the topmost certificate says it is issued by, in both its name and its key's identifier. */
    Optional<CertificateAuthority> authorityByName() {
        return CertificateAuthority.ofKey(Certificates.authorityKeyIdentifier(topmost()))
                .filter(authority ->
                        commonName(topmost().getIssuerX500Principal().getName()).equals(authority.title()));
    }

    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static String commonName(String name) {
        String prefix = "CN=";
        return name.startsWith(prefix) ? name.substring(prefix.length()).replaceAll(",.*", "") : "";
    }
}
