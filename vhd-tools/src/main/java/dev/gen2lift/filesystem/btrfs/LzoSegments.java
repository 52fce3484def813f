package dev.gen2lift.filesystem.btrfs;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lzo.LzoDecompressor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;

/**
 * LZO as btrfs frames it (Linux, fs/btrfs/lzo.c): the length of all, then each sector packed on its own with its length
 * in front, which never crosses the border of a sector.
 */
final class LzoSegments {

    private static final int LENGTH = 4;

    private LzoSegments() {}

    static void unpack(byte[] packed, byte[] into, int sectorSize) throws DataFormatException {
        ByteBuffer in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        long total = packed.length < LENGTH ? 0 : Integer.toUnsignedLong(in.getInt());
        if (total < LENGTH || total > packed.length) {
            throw new DataFormatException("LZO data of " + total + " bytes in " + packed.length);
        }
        LzoDecompressor decompressor = new LzoDecompressor();
        byte[] sector = new byte[sectorSize];
        int length = 0;
        while (length < into.length) {
            int left = sectorSize - in.position() % sectorSize;
            int at = in.position() + (left < LENGTH ? left : 0);
            if (at > total - LENGTH) {
                return;
            }
            long segment = Integer.toUnsignedLong(in.position(at).getInt());
            if (segment > total - in.position()) {
                throw new DataFormatException("LZO segment of " + segment + " bytes leaves the data");
            }
            int count;
            try {
                count = decompressor.decompress(packed, in.position(), (int) segment, sector, 0, sectorSize);
            } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new DataFormatException("LZO segment is damaged: " + e.getMessage());
            }
            if (count == 0) {
                throw new DataFormatException("empty LZO segment");
            }
            count = Math.min(count, into.length - length);
            System.arraycopy(sector, 0, into, length, count);
            length += count;
            in.position(in.position() + (int) segment);
        }
    }
}
