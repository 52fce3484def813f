package dev.gen2lift.testimages.ext;

/**
 * Where the parts of the block groups lie; numbers count blocks, inodes and groups. Every group begins with its copy of
 * superblock and descriptors, if it has one, then its two bitmaps and its inode table.
 */
record GroupLayout(int blockSize, int inodeSize, boolean sparseSuper, int blocks, int groups, int inodesPerGroup) {

    /** A last group with less room than this is not worth its tables. */
    private static final int SMALLEST_GROUP_DATA = 50;

    static GroupLayout of(Ext2Builder volume, int inodesNeeded) {
        int blockSize = volume.blockSize;
        int blocks = Math.toIntExact(volume.size / blockSize);
        int first = blockSize == 1024 ? 1 : 0;
        int perGroup = blockSize * 8;
        int groups = (blocks - first + perGroup - 1) / perGroup;
        int inodesPerBlock = blockSize / volume.inodeSize;
        int perGroupNeeded = Math.max(256, (inodesNeeded + groups - 1) / groups);
        int inodesPerGroup = (perGroupNeeded + inodesPerBlock - 1) / inodesPerBlock * inodesPerBlock;
        GroupLayout layout =
                new GroupLayout(blockSize, volume.inodeSize, volume.sparseSuper, blocks, groups, inodesPerGroup);
        int last = blocks - layout.firstBlock(groups - 1);
        if (groups > 1 && last < layout.overhead(groups - 1) + SMALLEST_GROUP_DATA) {
            return new GroupLayout(
                    blockSize,
                    volume.inodeSize,
                    volume.sparseSuper,
                    layout.firstBlock(groups - 1),
                    groups - 1,
                    inodesPerGroup);
        }
        return layout;
    }

    int firstDataBlock() {
        return blockSize == 1024 ? 1 : 0;
    }

    int blocksPerGroup() {
        return blockSize * 8;
    }

    int firstBlock(int group) {
        return firstDataBlock() + group * blocksPerGroup();
    }

    int blocksIn(int group) {
        return Math.min(blocksPerGroup(), blocks - firstBlock(group));
    }

    /** Whether the group has a copy of superblock and descriptors: 0, 1 and the powers of 3, 5 and 7, if sparse. */
    boolean hasSuperblock(int group) {
        return !sparseSuper || group <= 1 || power(group, 3) || power(group, 5) || power(group, 7);
    }

    int descriptorBlocks() {
        return (groups * 32 + blockSize - 1) / blockSize;
    }

    int blockBitmap(int group) {
        return firstBlock(group) + (hasSuperblock(group) ? 1 + descriptorBlocks() : 0);
    }

    int inodeBitmap(int group) {
        return blockBitmap(group) + 1;
    }

    int inodeTable(int group) {
        return blockBitmap(group) + 2;
    }

    int inodeTableBlocks() {
        return inodesPerGroup * inodeSize / blockSize;
    }

    /** Blocks at the group's beginning that hold no data. */
    int overhead(int group) {
        return inodeTable(group) + inodeTableBlocks() - firstBlock(group);
    }

    int groupOf(int block) {
        return (block - firstDataBlock()) / blocksPerGroup();
    }

    private static boolean power(int number, int base) {
        int value = base;
        while (value < number) {
            value *= base;
        }
        return value == number;
    }
}
