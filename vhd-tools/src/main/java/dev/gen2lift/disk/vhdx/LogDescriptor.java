package dev.gen2lift.disk.vhdx;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.util.Arrays;

/** One change that a log entry makes to the file. */
sealed interface LogDescriptor {

    /** Bytes of a descriptor. */
    int LENGTH = 32;

    /** Where in the file the change begins; a multiple of 4 KiB. */
    long fileOffset();

    /** Bytes that change; a multiple of 4 KiB. */
    long length();

    /** Unsigned; that of its entry. */
    long sequence();

    /**
     * Replaces 4 KiB (MS-VHDX 2.3.1.3). Most of the bytes lie in a data sector of the entry; those that the sector's own
     * marks displace are here.
     *
     * @param leading the first 8 bytes
     * @param trailing the last 4 bytes
     */
    record Data(long fileOffset, long sequence, byte[] leading, byte[] trailing) implements LogDescriptor {
        @Override
        public long length() {
            return VhdxFormat.LOG_SECTOR;
        }
    }

    /** Makes a range zero (MS-VHDX 2.3.1.2). */
    record Zero(long fileOffset, long length, long sequence) implements LogDescriptor {}

    /**
     * Reads the 32 bytes at the cursor's position.
     *
     * @throws BadImageException CORRUPT where they are no descriptor
     */
    static LogDescriptor read(BinaryCursor cursor) throws BadImageException {
        int at = cursor.position();
        byte[] signature = cursor.bytes(4);
        if (Arrays.equals(signature, VhdxFormat.LOG_DATA_DESCRIPTOR)) {
            byte[] trailing = cursor.bytes(4);
            byte[] leading = cursor.bytes(8);
            return new Data(cursor.u64(), cursor.u64(), leading, trailing);
        }
        if (Arrays.equals(signature, VhdxFormat.LOG_ZERO_DESCRIPTOR)) {
            long length = cursor.skip(4).u64();
            return new Zero(cursor.u64(), length, cursor.u64());
        }
        throw cursor.corrupt(at, "neither a data nor a zero descriptor");
    }
}
