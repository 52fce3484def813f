package dev.gen2lift.guest.boot;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** The hash functions that signatures of boot loaders are made with (NIST's and RFC 3279's object identifiers). */
public enum DigestAlgorithm {
    SHA1("1.3.14.3.2.26", "SHA-1"),
    SHA256("2.16.840.1.101.3.4.2.1", "SHA-256"),
    SHA384("2.16.840.1.101.3.4.2.2", "SHA-384"),
    SHA512("2.16.840.1.101.3.4.2.3", "SHA-512");

    private final String identifier;
    private final String title;

    DigestAlgorithm(String identifier, String title) {
        this.identifier = identifier;
        this.title = title;
    }

    /** The algorithm with an object identifier, empty where it is none of these. */
    static Optional<DigestAlgorithm> of(String identifier) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.identifier.equals(identifier))
                .findFirst();
    }

    /** The name that Java's signature algorithms begin with: "SHA256". */
    String prefix() {
        return name();
    }

    MessageDigest start() {
        try {
            return MessageDigest.getInstance(title);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + title, e);
        }
    }

    /** "SHA-256". */
    @Override
    public String toString() {
        return title;
    }
}
