package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.guest.Fact;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Images and certificates that firmware refuses: the UEFI variable dbx, as a file. Understands the update files that the
 * UEFI Forum and Microsoft publish (dbxupdate.bin, with the header that authenticates them, which is not verified), bare
 * EFI signature lists, and text with one SHA-256 image hash of 64 hexadecimal digits a line.
 */
public final class RevocationList {

    private static final String STRUCTURE = "list of revoked signatures";

    /** Those published have some 25 KiB. */
    private static final int MAX_SIZE = 16 << 20;

    private static final int HASH_SIZE = 32;

    /** Certificates that are revoked whole; each may be tried on each signature. */
    private static final int MAX_CERTIFICATES = 64;

    private static final HexFormat HEX = HexFormat.of();

    private final String name;
    private final Set<String> images = new HashSet<>();
    private final Set<String> certificateHashes = new HashSet<>();
    private final Set<String> hashesFromADate = new HashSet<>();
    private final List<X509Certificate> certificates = new ArrayList<>();

    private RevocationList(String name) {
        this.name = name;
    }

    /**
     * Reads a list from a file.
     *
     * @throws BadImageException where it is none of the forms above, or damaged
     */
    public static RevocationList read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MAX_SIZE) {
            throw new BadImageException(
                    BadImageException.Kind.LIMIT,
                    file.toString(),
                    STRUCTURE,
                    0,
                    size + " bytes, more than " + MAX_SIZE);
        }
        return parse(file.toString(), Files.readAllBytes(file));
    }

    /**
     * As {@link #read}, of bytes that are in memory.
     *
     * @param name what messages and facts call the list
     */
    public static RevocationList parse(String name, byte[] content) throws IOException {
        BinaryCursor bytes = BinaryCursor.of(name, STRUCTURE, 0, content, ByteOrder.LITTLE_ENDIAN);
        RevocationList list = new RevocationList(name);
        int begin = EfiSignature.begin(bytes);
        if (begin == 0 && isText(bytes)) {
            list.addText(bytes);
        } else {
            list.add(EfiSignature.read(bytes, begin));
        }
        if (list.size() == 0) {
            throw bytes.corrupt(0, "revokes nothing");
        }
        return list;
    }

    static RevocationList of(String name, List<EfiSignature> signatures) throws IOException {
        RevocationList list = new RevocationList(name);
        list.add(signatures);
        return list;
    }

    private static boolean isText(BinaryCursor bytes) throws IOException {
        for (byte each : bytes.at(0).bytes(Math.min(bytes.length(), 256))) {
            if (each < ' ' && each != '\n' && each != '\r' && each != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Hashes and certificates. */
    public int size() {
        return images.size() + certificateHashes.size() + hashesFromADate.size() + certificates.size();
    }

    private void addText(BinaryCursor bytes) throws IOException {
        String text = new String(bytes.at(0).bytes(bytes.length()), StandardCharsets.US_ASCII);
        int at = 0;
        for (String line : text.split("\n", -1)) {
            String hash = line.replaceFirst("#.*", "").strip();
            if (!hash.isEmpty()) {
                String first = hash.split("[\\s,;]", 2)[0].toLowerCase(Locale.ROOT);
                if (!first.matches("[0-9a-f]{64}")) {
                    throw bytes.corrupt(at, "line that does not begin with a SHA-256 hash of 64 hexadecimal digits");
                }
                images.add(first);
            }
            at += line.length() + 1;
        }
    }

    private void add(List<EfiSignature> signatures) throws IOException {
        for (EfiSignature signature : signatures) {
            if (signature.type().equals(EfiSignature.SHA256)) {
                images.add(HEX.formatHex(signature.bytes(HASH_SIZE)));
            } else if (signature.type().equals(EfiSignature.X509_SHA256)) {
                addCertificateHash(signature);
            } else if (signature.type().equals(EfiSignature.X509)) {
                if (certificates.size() == MAX_CERTIFICATES) {
                    throw signature.data().limit(0, "more than " + MAX_CERTIFICATES + " certificates");
                }
                certificates.add(
                        Certificates.parse(signature.bytes(signature.data().length()))
                                .orElseThrow(() -> signature.data().corrupt(0, "certificate that cannot be read")));
            }
        }
    }

    /** Behind the hash stands the time since when it is revoked; none means always. */
    private void addCertificateHash(EfiSignature signature) throws IOException {
        String hash = HEX.formatHex(signature.bytes(HASH_SIZE));
        boolean always = true;
        while (signature.data().position() < signature.data().length()) {
            always &= signature.data().u8() == 0;
        }
        (always ? certificateHashes : hashesFromADate).add(hash);
    }

    /**
     * Whether firmware with this list refuses an image.
     *
     * @param sha256 the image's digest
     */
    Fact<Boolean> revokes(Fact<String> sha256, List<ImageSignature> signatures) {
        if (sha256.asOptional().filter(images::contains).isPresent()) {
            return Fact.known(true, name + " holds the image's hash");
        }
        Optional<String> unknown = Optional.empty();
        for (ImageSignature signature : signatures) {
            if (signature.nested()) {
                continue;
            }
            for (X509Certificate certificate : signature.chain()) {
                String hash = Certificates.signedPartDigest(certificate);
                if (certificateHashes.contains(hash) || isRevoked(certificate)) {
                    return Fact.known(true, name + " holds the certificate of " + CertificateChain.name(certificate));
                }
                if (hashesFromADate.contains(hash)) {
                    unknown = Optional.of(name + " revokes the certificate of " + CertificateChain.name(certificate)
                            + " from a date on, and time stamps are not checked");
                }
            }
        }
        return unknown.<Fact<Boolean>>map(Fact::unknown)
                .orElseGet(() -> sha256.asOptional().isEmpty()
                        ? Fact.unknown("the image's hash is not known: " + sha256.explanation())
                        : Fact.known(false, name + " holds neither its hash nor a certificate of it"));
    }

    private boolean isRevoked(X509Certificate certificate) {
        return certificates.stream()
                .anyMatch(revoked -> revoked.equals(certificate) || Certificates.isIssuedBy(certificate, revoked));
    }
}
