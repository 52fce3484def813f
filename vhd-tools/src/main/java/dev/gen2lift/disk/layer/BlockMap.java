package dev.gen2lift.disk.layer;

import java.io.IOException;
import java.util.BitSet;

/**
 * Where an image keeps the blocks of its disk: what VHD and VHDX have in common once their tables are decoded. A block's
 * place is one {@code long}, a file offset with two bits that say what is there, so that looking one up allocates
 * nothing.
 */
public interface BlockMap {

    /** Not in this file. */
    long ABSENT = 0;

    /** Zero, whatever a parent holds. */
    long ZERO = 1;

    /** All of the block is stored. */
    int FULL = 2;

    /** Some sectors of the block are stored, the others are the parent's. */
    int PARTIAL = 3;

    int STATE_MASK = 3;

    /** @param offset of the block's first byte in the file, a multiple of 4 */
    static long full(long offset) {
        return offset | FULL;
    }

    /** @param offset of the block's first byte in the file, a multiple of 4 */
    static long partial(long offset) {
        return offset | PARTIAL;
    }

    /** Bytes of a block, a power of two, at least a sector. */
    long blockSize();

    /** Bytes of a sector, a power of two: what a bit of {@link #storedSectors} stands for. */
    int sectorSize();

    /** {@link #ABSENT}, {@link #ZERO}, {@link #full} or {@link #partial}. */
    long place(long block) throws IOException;

    /**
     * How many blocks from {@code block} on, at most {@code max}, are in the same place as {@code block}, which is ABSENT
     * or ZERO, as far as is quick to tell; at least 1.
     */
    long countAlike(long block, long max) throws IOException;

    /** Which sectors of a block in place PARTIAL are stored; not to be changed. */
    BitSet storedSectors(long block) throws IOException;
}
