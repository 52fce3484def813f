package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.ByteOrder;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a shim trusts besides the firmware, and what it refuses (shim, cert.S): its section {@value #SECTION} holds the
 * vendor's certificate or lists of several, and a list of revoked images.
 *
 * @param certificates that may sign what shim starts, or issue to those who sign
 * @param images hashes of images that it starts without any signature, lower-case hexadecimal digits
 * @param revoked what the vendor has taken back; empty where it has nothing
 */
public record VendorCertificates(
        List<X509Certificate> certificates, Set<String> images, Optional<RevocationList> revoked) {

    static final String SECTION = ".vendor_cert";

    /** Certificates have some 1 KiB, lists of hashes 48 bytes a hash. */
    static final int MAX_SIZE = 4 << 20;

    private static final int MAX_CERTIFICATES = 64;
    private static final int HASH_SIZE = 32;

    public VendorCertificates {
        certificates = List.copyOf(certificates);
        images = Set.copyOf(images);
    }

    static VendorCertificates read(BinaryCursor section) throws IOException {
        long authorizedSize = section.at(0).u32();
        long revokedSize = section.u32();
        long authorized = section.u32();
        long revoked = section.u32();
        List<X509Certificate> certificates = new ArrayList<>();
        Set<String> images = new HashSet<>();
        if (authorizedSize > 0) {
            addAuthorized(part(section, authorized, authorizedSize), certificates, images);
        }
        Optional<RevocationList> list = Optional.empty();
        if (revokedSize > 0) {
            BinaryCursor part = part(section, revoked, revokedSize);
            list = Optional.of(RevocationList.of("shim's own list of revoked images", EfiSignature.read(part, 0)));
        }
        return new VendorCertificates(certificates, images, list);
    }

    private static void addAuthorized(BinaryCursor part, List<X509Certificate> certificates, Set<String> images)
            throws IOException {
        if (!EfiSignature.isList(part)) {
            certificates.add(Certificates.parse(part.at(0).bytes(part.length()))
                    .orElseThrow(() -> part.corrupt(0, "certificate that cannot be read")));
            return;
        }
        for (EfiSignature signature : EfiSignature.read(part, 0)) {
            if (signature.type().equals(EfiSignature.SHA256)) {
                images.add(HexFormat.of().formatHex(signature.bytes(HASH_SIZE)));
            } else if (signature.type().equals(EfiSignature.X509) && certificates.size() < MAX_CERTIFICATES) {
                Certificates.parse(signature.bytes(signature.data().length())).ifPresent(certificates::add);
            }
        }
    }

    private static BinaryCursor part(BinaryCursor section, long offset, long size) throws IOException {
        if (offset > section.length() || size > section.length() - offset) {
            throw section.corrupt(0, "part of " + size + " bytes at " + offset + " leaves the section");
        }
        byte[] bytes = section.at((int) offset).bytes((int) size);
        return BinaryCursor.of("shim", SECTION, section.offsetOf((int) offset), bytes, ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether a valid signature goes back to one of the certificates. */
    boolean admits(ImageSignature signature) {
        return signature.isValid()
                && !signature.nested()
                && certificates.stream()
                        .anyMatch(trusted -> signature.chain().stream()
                                .anyMatch(certificate ->
                                        certificate.equals(trusted) || Certificates.isIssuedBy(certificate, trusted)));
    }
}
