package dev.gen2lift.disk.vhd;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.disk.layer.BlockMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;

/**
 * Looks for sectors of a dynamic disk that are marked as not written and yet hold something. Readers disagree about
 * them: QEMU returns what is stored, libvhdi zeros. So do we return it, with a warning. A sample only: to look at all
 * bitmaps of a large disk would take longer than everything else that opening does.
 */
final class ClearSectorBits {

    private static final int MAX_BLOCKS = 256;
    private static final int MAX_PAYLOAD_BYTES = 8 << 20;
    private static final int CHUNK = 64 << 10;

    private ClearSectorBits() {}

    static Optional<ImageWarning> find(ByteSource file, VhdBlockAllocationTable table, long capacity)
            throws IOException {
        long blocks = (capacity + table.blockSize() - 1) / table.blockSize();
        long budget = MAX_PAYLOAD_BYTES;
        int looked = 0;
        long block = 0;
        while (block < blocks && looked < MAX_BLOCKS && budget > 0) {
            if (table.place(block) == BlockMap.ABSENT) {
                block += table.countAlike(block, blocks - block);
                continue;
            }
            long data = table.place(block) & ~BlockMap.STATE_MASK;
            long length = Math.min(table.blockSize(), capacity - block * table.blockSize());
            BitSet written = table.storedSectors(block);
            int sectors = (int) (length / VhdBlockAllocationTable.SECTOR);
            int from = written.nextClearBit(0);
            while (from < sectors && budget > 0) {
                int set = written.nextSetBit(from);
                int to = set < 0 ? sectors : Math.min(set, sectors);
                long start = data + (long) from * VhdBlockAllocationTable.SECTOR;
                long bytes = Math.min(budget, (long) (to - from) * VhdBlockAllocationTable.SECTOR);
                long found = firstNonZero(file, start, bytes);
                if (found >= 0) {
                    return Optional.of(new ImageWarning(
                            "VHD sector bitmap",
                            found,
                            "block " + block + " holds data in sectors that its bitmap marks as not written; "
                                    + "the data is read"));
                }
                budget -= bytes;
                from = written.nextClearBit(to);
            }
            looked++;
            block++;
        }
        return Optional.empty();
    }

    /** The offset of the first byte that is not zero, or -1. */
    private static long firstNonZero(ByteSource file, long start, long length) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(CHUNK);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
        for (long at = start; at < start + length; at += CHUNK) {
            bytes.clear().limit((int) Math.min(CHUNK, start + length - at));
            file.read(at, bytes);
            int mismatch = bytes.flip().mismatch(zeros.clear().limit(bytes.limit()));
            if (mismatch >= 0) {
                return at + mismatch;
            }
        }
        return -1;
    }
}
