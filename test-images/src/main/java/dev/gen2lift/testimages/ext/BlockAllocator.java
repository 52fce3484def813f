package dev.gen2lift.testimages.ext;

import java.util.Arrays;
import java.util.BitSet;

/** Gives out the data blocks one after the other, and remembers what is in use. */
final class BlockAllocator {

    private final GroupLayout layout;
    private final BitSet used = new BitSet();
    private int next;

    BlockAllocator(GroupLayout layout) {
        this.layout = layout;
        for (int group = 0; group < layout.groups(); group++) {
            int first = layout.firstBlock(group);
            used.set(first, first + layout.overhead(group));
        }
        this.next = layout.firstDataBlock();
    }

    int allocate() {
        int block = used.nextClearBit(next);
        if (block >= layout.blocks()) {
            throw new IllegalArgumentException("the files need more than " + layout.blocks() + " blocks");
        }
        used.set(block);
        next = block + 1;
        return block;
    }

    int freeIn(int group) {
        int first = layout.firstBlock(group);
        return layout.blocksIn(group)
                - used.get(first, first + layout.blocksIn(group)).cardinality();
    }

    /** The group's bitmap; bits of blocks that do not exist are set. */
    byte[] bitmap(int group) {
        int first = layout.firstBlock(group);
        BitSet bits = used.get(first, first + layout.blocksIn(group));
        bits.set(layout.blocksIn(group), layout.blocksPerGroup());
        return Arrays.copyOf(bits.toByteArray(), layout.blockSize());
    }
}
