package dev.gen2lift.disk.layer;

import java.io.IOException;
import java.util.BitSet;

/** The sector bitmaps of blocks that are stored in part, of which a bounded number is held in memory. */
public final class SectorBitmaps {

    private static final int MAX_HELD = 1024;
    private static final int MAX_HELD_BYTES = 4 << 20;

    private final SlotCache<BitSet> held;

    /** Reads a block's bitmap: bit i is set where sector i of the block is stored. */
    @FunctionalInterface
    public interface Reader {
        BitSet read(long block) throws IOException;
    }

    /** @param bitmapBytes of one block's bitmap */
    public SectorBitmaps(int bitmapBytes, Reader reader) {
        this.held = new SlotCache<>(Math.max(1, Math.min(MAX_HELD, MAX_HELD_BYTES / bitmapBytes)), reader::read);
    }

    public BitSet get(long block) throws IOException {
        return held.get(block);
    }
}
