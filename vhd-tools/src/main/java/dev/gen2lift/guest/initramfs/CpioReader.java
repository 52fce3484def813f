package dev.gen2lift.guest.initramfs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads one archive of the formats newc and crc (Linux, Documentation/driver-api/early-userspace/buffer-format.rst), whose
 * fields are eight hexadecimal digits each.
 */
final class CpioReader {

    private static final String STRUCTURE_END = "TRAILER!!!";
    private static final int HEADER = 110;
    private static final int FIELDS = 6;
    private static final int MODE = 1;
    private static final int FILE_SIZE = 6;
    private static final int NAME_SIZE = 11;

    /** Bytes of a name with its NUL, as Linux bounds them. */
    static final int MAX_NAME = 4096;

    private final InputStream in;
    private final EntryCount count;

    /** Bytes since the archive's first one, on which its padding depends. */
    private long position;

    /** Counts the entries of all archives of a file, and refuses too many. */
    @FunctionalInterface
    interface EntryCount {
        void add() throws IOException;
    }

    CpioReader(InputStream in, EntryCount count) {
        this.in = in;
        this.count = count;
    }

    static boolean recognises(byte[] beginning) {
        return beginning.length >= 6
                && beginning[0] == '0'
                && beginning[1] == '7'
                && beginning[2] == '0'
                && beginning[3] == '7'
                && beginning[4] == '0'
                && (beginning[5] == '1' || beginning[5] == '2');
    }

    /** Shows all entries; false where the visitor wants to see no more. */
    boolean read(InitramfsVisitor visitor) throws IOException {
        while (true) {
            byte[] header = bytes(HEADER);
            if (!recognises(header)) {
                throw new IOException("an entry without the signature 070701");
            }
            long nameSize = hex(header, NAME_SIZE);
            if (nameSize < 1 || nameSize > MAX_NAME) {
                throw new IOException("a name of " + nameSize + " bytes");
            }
            String name = name(bytes((int) nameSize));
            pad();
            long size = hex(header, FILE_SIZE);
            if (name.equals(STRUCTURE_END)) {
                skip(size);
                return true;
            }
            count.add();
            Body body = new Body(size);
            if (!visitor.visit(new CpioEntry(name, (int) hex(header, MODE), size), body)) {
                return false;
            }
            skip(body.left);
            pad();
        }
    }

    private static String name(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private static long hex(byte[] header, int field) throws IOException {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            int digit = Character.digit(header[FIELDS + field * 8 + i], 16);
            if (digit < 0) {
                throw new IOException("a field that is no hexadecimal number");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("ends within an entry");
        }
        position += length;
        return bytes;
    }

    private void skip(long length) throws IOException {
        in.skipNBytes(length);
        position += length;
    }

    private void pad() throws IOException {
        skip(-position & 3);
    }

    /** An entry's content and nothing behind it. */
    private final class Body extends InputStream {

        private long left;

        Body(long size) {
            left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(into, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("ends within an entry");
            }
            left -= read;
            position += read;
            return read;
        }
    }
}
