package dev.gen2lift.disk.vhdx;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The log's part of the file as the ring that it is (MS-VHDX 2.3): positions behind its end continue at its beginning.
 *
 * @param offset where the ring lies, in bytes
 * @param length bytes, a multiple of 1 MiB
 */
record LogRing(ByteSource file, long offset, long length) {

    private static final String NAME = "VHDX log";

    /** Where in the file the byte at {@code position} of the ring lies. */
    long fileOffset(long position) {
        return offset + position % length;
    }

    /** Fills {@code into} from {@code position} on, a multiple of 4 KiB as is the number of bytes. */
    void read(long position, ByteBuffer into) throws IOException {
        int limit = into.limit();
        long at = position % length;
        long first = Math.min(into.remaining(), length - at);
        file.read(offset + at, into.limit(into.position() + (int) first));
        file.read(offset, into.limit(limit));
    }

    /** The 4 KiB sector at {@code position}. */
    BinaryCursor sector(long position) throws IOException {
        byte[] bytes = new byte[VhdxFormat.LOG_SECTOR];
        read(position, ByteBuffer.wrap(bytes));
        return BinaryCursor.of(file.name(), NAME, fileOffset(position), bytes, ByteOrder.LITTLE_ENDIAN);
    }
}
