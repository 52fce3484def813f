package dev.gen2lift.filesystem.ext;

import java.io.IOException;

/**
 * The blocks of a file as ext2 keeps them: 12 numbers, then blocks of numbers, of which one has to be passed, two, or
 * three (Linux, Documentation/filesystems/ext4/ifork.rst).
 */
record BlockMap(ExtInode inode, ExtVolume volume) implements BlockLookup {

    private static final String STRUCTURE = "ext block map";
    private static final int DIRECT = 12;
    private static final int LEVELS = 3;

    @Override
    public BlockRun run(long index) throws IOException {
        if (index < DIRECT) {
            return leaf(number(inode.place().at((int) index * 4).u32()), (int) index, DIRECT, -1);
        }
        int perBlock = volume.blockSize() / 4;
        long within = index - DIRECT;
        long span = perBlock;
        for (int level = 1; level <= LEVELS; level++) {
            if (within < span) {
                long root = inode.place().at((DIRECT + level - 1) * 4).u32();
                return descend(root, within, span);
            }
            within -= span;
            span *= perBlock;
        }
        return BlockRun.hole(Long.MAX_VALUE - index);
    }

    private BlockRun descend(long root, long index, long size) throws IOException {
        int perBlock = volume.blockSize() / 4;
        long block = root;
        long within = index;
        long span = size;
        while (true) {
            if (block == 0) {
                return BlockRun.hole(span - within);
            }
            volume.require(STRUCTURE, block, 1, inode.place().offsetOf(0));
            span /= perBlock;
            int entry = (int) (within / span);
            if (span == 1) {
                return leaf(number(volume.entry(STRUCTURE, block, entry)), entry, perBlock, block);
            }
            within %= span;
            block = volume.entry(STRUCTURE, block, entry);
        }
    }

    /** The run from a number on, as far as those behind it in the same list go on with it. */
    private BlockRun leaf(long first, int from, int end, long block) throws IOException {
        int next = from + 1;
        while (next < end && number(entry(block, next)) == (first == BlockRun.HOLE ? first : first + next - from)) {
            next++;
        }
        int length = next - from;
        if (first != BlockRun.HOLE) {
            volume.require(STRUCTURE, first, length, inode.place().offsetOf(0));
        }
        return new BlockRun(length, first);
    }

    private long entry(long block, int index) throws IOException {
        return block < 0 ? inode.place().at(index * 4).u32() : volume.entry(STRUCTURE, block, index);
    }

    private static long number(long stored) {
        return stored == 0 ? BlockRun.HOLE : stored;
    }
}
