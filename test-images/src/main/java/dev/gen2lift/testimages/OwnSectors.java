package dev.gen2lift.testimages;

import java.util.Arrays;
import java.util.BitSet;

/** Which sectors of a block a child has to store, given what it must read as and what its parent reads as. */
public final class OwnSectors {

    private static final int PIECE = 64 << 10;

    private OwnSectors() {}

    /**
     * The sectors, counted from the block's beginning, where child and parent differ.
     *
     * @param offset of the block on the disk, {@code length} its bytes, clipped to the child's size
     */
    public static BitSet of(Content child, Content parent, long offset, long length, int sectorSize) {
        BitSet own = new BitSet();
        long end = Math.min(child.size(), offset + length);
        byte[] ours = new byte[PIECE];
        byte[] theirs = new byte[PIECE];
        long at = nextData(child, parent, offset);
        while (at < end) {
            at -= (at - offset) % sectorSize;
            int count = (int) Math.min(PIECE, end - at);
            child.read(at, ours, 0, count);
            parent.read(at, theirs, 0, count);
            for (int sector = 0; sector < count; sector += sectorSize) {
                int stop = Math.min(count, sector + sectorSize);
                if (!Arrays.equals(ours, sector, stop, theirs, sector, stop)) {
                    own.set((int) ((at - offset + sector) / sectorSize));
                }
            }
            at = nextData(child, parent, at + count);
        }
        return own;
    }

    /** The first offset at or after {@code from} where either may hold data; the child's size where neither does. */
    public static long nextData(Content child, Content parent, long from) {
        long next = parent.nextData(from);
        return Math.min(child.nextData(from), next >= parent.size() ? child.size() : next);
    }
}
