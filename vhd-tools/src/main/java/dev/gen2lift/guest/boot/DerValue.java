package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A value in DER (ITU-T X.690): only as much as it takes to check a signature, certificates are the JDK's business.
 *
 * @param whole tag, length and content
 */
record DerValue(int tag, BinaryCursor whole, BinaryCursor content) {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    static final int CONTEXT_0_PRIMITIVE = 0x80;
    static final int CONTEXT_0 = 0xA0;
    static final int CONTEXT_1 = 0xA1;

    /** Values directly inside of one; a signature has a handful. */
    private static final int MAX_CHILDREN = 1000;

    /** Bytes of an object identifier; those in use have up to 11. */
    private static final int MAX_IDENTIFIER = 32;

    private static final int LONG_FORM = 0x80;
    private static final int MAX_LENGTH_BYTES = 4;

    /** The value that begins at {@code at}. */
    static DerValue read(BinaryCursor bytes, int at) throws IOException {
        int tag = bytes.at(at).u8();
        long length = bytes.u8();
        if (length >= LONG_FORM) {
            long count = length - LONG_FORM;
            if (count == 0 || count > MAX_LENGTH_BYTES) {
                throw bytes.corrupt(at, "DER length of " + count + " bytes");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | bytes.u8();
            }
        }
        int begin = bytes.position();
        if (length > bytes.length() - begin) {
            throw bytes.corrupt(at, "DER value of " + length + " bytes leaves what holds it");
        }
        return new DerValue(
                tag, bytes.slice("DER value", at, begin - at + (int) length), bytes.slice("DER value", begin, (int)
                        length));
    }

    /** The values inside of this one. */
    List<DerValue> children() throws IOException {
        List<DerValue> children = new ArrayList<>();
        for (int at = 0;
                at < content.length();
                at += children.get(children.size() - 1).whole.length()) {
            if (children.size() == MAX_CHILDREN) {
                throw content.limit(at, "more than " + MAX_CHILDREN + " DER values");
            }
            children.add(read(content, at));
        }
        return children;
    }

    /** An object identifier as numbers with dots between (X.690 8.19). */
    String identifier() throws IOException {
        if (tag != OBJECT_IDENTIFIER || content.length() == 0 || content.length() > MAX_IDENTIFIER) {
            throw content.corrupt(0, "no object identifier");
        }
        StringBuilder text = new StringBuilder();
        long part = 0;
        for (byte each : contentBytes()) {
            part = part << 7 | each & 0x7F;
            if (each < 0) {
                continue;
            }
            if (text.length() == 0) {
                long first = Math.min(part / 40, 2);
                text.append(first).append('.').append(part - first * 40);
            } else {
                text.append('.').append(part);
            }
            part = 0;
        }
        return text.toString();
    }

    /** The value at {@code index}, which has to be of a kind. */
    DerValue child(int index, int tag) throws IOException {
        List<DerValue> children = children();
        if (index >= children.size() || children.get(index).tag != tag) {
            throw content.corrupt(0, String.format("DER value %d is not of kind %02X", index, tag));
        }
        return children.get(index);
    }

    byte[] bytes() throws IOException {
        return whole.at(0).bytes(whole.length());
    }

    byte[] contentBytes() throws IOException {
        return content.at(0).bytes(content.length());
    }
}
