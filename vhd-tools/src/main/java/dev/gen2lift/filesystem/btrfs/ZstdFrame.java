package dev.gen2lift.filesystem.btrfs;

import java.util.zip.DataFormatException;

/** Where a Zstandard frame ends, for a decoder that takes all that it is given (RFC 8878, 3.1.1). */
final class ZstdFrame {

    private static final int MAGIC_AND_DESCRIPTOR = 5;
    private static final int BLOCK_HEADER = 3;
    private static final int CHECKSUM = 4;

    private ZstdFrame() {}

    /** Bytes of the frame that {@code packed} begins with. */
    static int length(byte[] packed) throws DataFormatException {
        int descriptor = at(packed, MAGIC_AND_DESCRIPTOR - 1);
        boolean single = (descriptor & 0x20) != 0;
        int content = new int[] {single ? 1 : 0, 2, 4, 8}[descriptor >> 6];
        int dictionary = new int[] {0, 1, 2, 4}[descriptor & 3];
        int end = MAGIC_AND_DESCRIPTOR + (single ? 0 : 1) + dictionary + content;
        boolean last = false;
        while (!last) {
            int header = at(packed, end) | at(packed, end + 1) << 8 | at(packed, end + 2) << 16;
            last = (header & 1) != 0;
            boolean repeated = (header >> 1 & 3) == 1;
            end += BLOCK_HEADER + (repeated ? 1 : header >> 3);
        }
        end += (descriptor & 4) != 0 ? CHECKSUM : 0;
        if (end > packed.length) {
            throw new DataFormatException("zstd frame of " + end + " bytes in " + packed.length);
        }
        return end;
    }

    private static int at(byte[] packed, int index) throws DataFormatException {
        if (index >= packed.length) {
            throw new DataFormatException("zstd frame leaves its " + packed.length + " bytes");
        }
        return packed[index] & 0xFF;
    }
}
