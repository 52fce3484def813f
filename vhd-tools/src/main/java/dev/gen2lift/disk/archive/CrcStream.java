package dev.gen2lift.disk.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/** Fails at the end of bytes that are not those that were packed. Gives no more than were said to be there. */
final class CrcStream extends FilterInputStream {

    private final long expected;
    private final CRC32 crc = new CRC32();
    private long remaining;

    CrcStream(InputStream in, long size, long expected) {
        super(in);
        this.remaining = size;
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (remaining <= 0) {
            return -1;
        }
        int count = super.read(into, offset, (int) Math.min(length, remaining));
        if (count > 0) {
            crc.update(into, offset, count);
            remaining -= count;
            if (remaining == 0 && crc.getValue() != expected) {
                throw new IOException("checksum of the entry is wrong");
            }
        }
        return count;
    }

    @Override
    public long skip(long count) {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
