package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A hash or certificate out of the lists that firmware keeps in db and dbx (UEFI 32.4.1, EFI_SIGNATURE_LIST), one after the
 * other.
 *
 * @param type {@link #SHA256} and others
 * @param data without the owner
 */
record EfiSignature(UUID type, BinaryCursor data) {

    static final UUID SHA256 = UUID.fromString("c1c41626-504c-4092-aca9-41f936934328");
    static final UUID X509 = UUID.fromString("a5c059a1-94e4-4aa7-87b5-ab155c2bf072");
    static final UUID X509_SHA256 = UUID.fromString("3bd2a492-96c0-4079-b420-fcf98ef103ed");

    /** EFI_CERT_TYPE_PKCS7_GUID, in the header that authenticates an update (UEFI 8.2.2). */
    private static final UUID PKCS7 = UUID.fromString("4aafd29d-68df-49ee-8aa9-347d375665a7");

    private static final int TIME_SIZE = 16;
    private static final int CERTIFICATE_REVISION = 0x0200;
    private static final int CERTIFICATE_TYPE_EFI_GUID = 0x0EF1;
    private static final int CERTIFICATE_HEADER = 24;

    private static final int HEADER_SIZE = 28;
    private static final int OWNER_SIZE = 16;

    /** Signatures of all lists; the list of everything that was ever revoked has some 600. */
    private static final int MAX_SIGNATURES = 100_000;

    /** Whether {@code bytes} begin as a list of a type that is known here. */
    static boolean isList(BinaryCursor bytes) throws IOException {
        if (bytes.length() < HEADER_SIZE) {
            return false;
        }
        UUID type = bytes.at(0).guid();
        return type.equals(SHA256) || type.equals(X509) || type.equals(X509_SHA256);
    }

    /** Where the lists begin: behind EFI_VARIABLE_AUTHENTICATION_2 where {@code bytes} are a signed update, else at 0. */
    static int begin(BinaryCursor bytes) throws IOException {
        if (bytes.length() < TIME_SIZE + CERTIFICATE_HEADER) {
            return 0;
        }
        long length = bytes.at(TIME_SIZE).u32();
        boolean header = bytes.u16() == CERTIFICATE_REVISION
                && bytes.u16() == CERTIFICATE_TYPE_EFI_GUID
                && bytes.guid().equals(PKCS7);
        if (!header) {
            return 0;
        }
        if (length < CERTIFICATE_HEADER || length > bytes.length() - TIME_SIZE) {
            throw bytes.corrupt(TIME_SIZE, "signature of " + length + " bytes leaves the file");
        }
        return TIME_SIZE + (int) length;
    }

    /** The signatures of all lists from {@code at} to the end. */
    static List<EfiSignature> read(BinaryCursor bytes, int at) throws IOException {
        List<EfiSignature> signatures = new ArrayList<>();
        while (at < bytes.length()) {
            UUID type = bytes.at(at).guid();
            long size = bytes.u32();
            long header = bytes.u32();
            long each = bytes.u32();
            if (size > bytes.length() - at || header > size || HEADER_SIZE + header > size || each < OWNER_SIZE) {
                throw bytes.corrupt(at, "list of " + size + " bytes with signatures of " + each);
            }
            long room = size - HEADER_SIZE - header;
            if (room % each != 0) {
                throw bytes.corrupt(at, "list whose signatures of " + each + " bytes do not fill " + room);
            }
            if (room / each > MAX_SIGNATURES - signatures.size()) {
                throw bytes.limit(at, "more than " + MAX_SIGNATURES + " signatures");
            }
            int first = at + HEADER_SIZE + (int) header;
            for (int from = first; from < at + size; from += (int) each) {
                signatures.add(new EfiSignature(
                        type, bytes.slice("EFI signature", from + OWNER_SIZE, (int) each - OWNER_SIZE)));
            }
            at += (int) size;
        }
        return signatures;
    }

    byte[] bytes(int count) throws IOException {
        return data.at(0).bytes(count);
    }
}
