package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.UUID;

/**
 * The superblock's numbers, checked against each other (Linux, Documentation/filesystems/ext4/super.rst).
 *
 * @param offset where in the volume this copy lies, in bytes
 * @param blockSize 1 KiB to 64 KiB
 * @param blocks the file system's size
 * @param freeBlocks as counted when the superblock was written last, at most {@code blocks}
 * @param firstDataBlock the block that group 0 begins with
 * @param clusterBlocks blocks that are taken at a time: 1 but for bigalloc
 * @param inodeSize bytes, 128 to a block
 * @param descriptorSize bytes of a group descriptor
 * @param firstMetaGroup the block of descriptors from which on they lie in their own groups
 * @param backupGroups the groups with a copy of the superblock, under sparse_super2
 * @param state bit 0 cleanly unmounted, bit 1 errors seen, bit 2 orphans
 * @param hashSeed four words; all zero where the directory hash has no seed of its own
 * @param unsignedHash whether directory hashes take bytes as unsigned
 * @param checksumSeed what metadata checksums begin with
 * @param checksumWrong whether this copy's own checksum contradicts it
 */
record ExtGeometry(
        long offset,
        int blockSize,
        long blocks,
        long freeBlocks,
        long firstDataBlock,
        long clusterBlocks,
        long blocksPerGroup,
        long inodesPerGroup,
        long inodes,
        int inodeSize,
        int descriptorSize,
        long firstMetaGroup,
        List<Long> backupGroups,
        ExtFeatures features,
        UUID uuid,
        int state,
        long journalInode,
        int[] hashSeed,
        boolean unsignedHash,
        int checksumSeed,
        boolean checksumWrong) {

    static final String STRUCTURE = "ext superblock";
    static final int OFFSET = 1024;
    static final int SIZE = 1024;

    static final int STATE_CLEAN = 1;
    static final int STATE_ERRORS = 2;

    private static final byte[] MAGIC = {0x53, (byte) 0xEF};
    private static final int MAX_LOG_BLOCK_SIZE = 6;
    private static final int MAX_LOG_CLUSTER_BLOCKS = 20;
    private static final int OLD_INODE_SIZE = 128;
    private static final int OLD_DESCRIPTOR_SIZE = 32;
    private static final int MIN_WIDE_DESCRIPTOR_SIZE = 64;
    private static final int CHECKSUM = 0x3FC;
    private static final int FLAG_UNSIGNED_HASH = 2;

    /**
     * Reads the copy at {@code offset}.
     *
     * @throws BadImageException CORRUPT or TRUNCATED where it is none; UNSUPPORTED where it names a feature that is not
     *     understood
     */
    static ExtGeometry read(ByteSource volume, long offset) throws IOException {
        BinaryCursor block = BinaryCursor.read(volume, STRUCTURE, offset, SIZE, ByteOrder.LITTLE_ENDIAN);
        if (!block.has(0x38, MAGIC)) {
            throw block.corrupt(0x38, "signature is missing");
        }
        ExtFeatures features = new ExtFeatures(block.at(0x5C).u32(), block.u32(), block.u32());
        List<String> unknown = features.notUnderstood();
        if (!unknown.isEmpty()) {
            throw block.unsupported(0x60, "uses what is not understood: " + String.join(", ", unknown));
        }
        boolean old = block.at(0x4C).u32() == 0;
        long logBlockSize = block.at(0x18).u32();
        if (logBlockSize > MAX_LOG_BLOCK_SIZE) {
            throw block.corrupt(0x18, "block size 2^" + (logBlockSize + 10) + " is more than 64 KiB");
        }
        int blockSize = 1024 << logBlockSize;
        long high = features.is64Bit() ? block.at(0x150).u32() : 0;
        long blocks = high << 32 | block.at(4).u32();
        long freeHigh = features.is64Bit() ? block.at(0x158).u32() : 0;
        long free = freeHigh << 32 | block.at(0x0C).u32();
        UUID uuid = block.at(0x68).uuid();
        int seed = features.hasChecksumSeed()
                ? (int) block.at(0x270).u32()
                : ExtChecksum.seeded(-1).of(block.view().slice(0x68, 16));
        boolean checksumWrong = features.hasMetadataChecksums()
                && (int) block.at(CHECKSUM).u32()
                        != ExtChecksum.seeded(-1).of(block.view().slice(0, CHECKSUM));
        ExtGeometry geometry = new ExtGeometry(
                offset,
                blockSize,
                blocks,
                Math.max(0, Math.min(free, blocks)),
                block.at(0x14).u32(),
                features.hasClusters() ? clusterBlocks(block, logBlockSize) : 1,
                block.at(0x20).u32(),
                block.at(0x28).u32(),
                block.at(0).u32(),
                old ? OLD_INODE_SIZE : block.at(0x58).u16(),
                features.is64Bit() ? block.at(0xFE).u16() : OLD_DESCRIPTOR_SIZE,
                block.at(0x104).u32(),
                List.of(block.at(0x24C).u32(), block.u32()),
                features,
                uuid,
                block.at(0x3A).u16(),
                block.at(0xE0).u32(),
                new int[] {(int) block.at(0xEC).u32(), (int) block.u32(), (int) block.u32(), (int) block.u32()},
                (block.at(0x160).u32() & FLAG_UNSIGNED_HASH) != 0,
                seed,
                checksumWrong);
        geometry.check(block, volume.size());
        return geometry;
    }

    private static long clusterBlocks(BinaryCursor block, long logBlockSize) throws BadImageException {
        long log = block.at(0x1C).u32();
        if (log < logBlockSize || log - logBlockSize > MAX_LOG_CLUSTER_BLOCKS) {
            throw block.corrupt(0x1C, "cluster size 2^" + log + " KiB of blocks of 2^" + logBlockSize);
        }
        return 1L << log - logBlockSize;
    }

    private void check(BinaryCursor block, long volumeSize) throws BadImageException {
        if (blocks < 0 || firstDataBlock > 1 || blocks <= firstDataBlock) {
            throw block.corrupt(4, Long.toUnsignedString(blocks) + " blocks from block " + firstDataBlock + " on");
        }
        if (blocks > Long.MAX_VALUE / blockSize) {
            throw block.corrupt(4, blocks + " blocks are beyond any volume");
        }
        if (blocks * blockSize > volumeSize) {
            throw block.truncated(
                    4, "the file system has " + blocks * blockSize + " bytes but the volume " + volumeSize);
        }
        if (blocksPerGroup < 8 || inodesPerGroup < 1) {
            throw block.corrupt(0x20, blocksPerGroup + " blocks and " + inodesPerGroup + " inodes in a group");
        }
        if (inodeSize < OLD_INODE_SIZE || inodeSize > blockSize || Integer.bitCount(inodeSize) != 1) {
            throw block.corrupt(0x58, "inode size " + inodeSize);
        }
        int least = features.is64Bit() ? MIN_WIDE_DESCRIPTOR_SIZE : OLD_DESCRIPTOR_SIZE;
        if (descriptorSize < least || descriptorSize > 1024 || Integer.bitCount(descriptorSize) != 1) {
            throw block.corrupt(0xFE, "group descriptor size " + descriptorSize);
        }
        if (inodes < 2 || (inodes - 1) / inodesPerGroup >= groups()) {
            throw block.corrupt(0, inodes + " inodes in " + groups() + " groups of " + inodesPerGroup);
        }
    }

    /** Whether it lies at the beginning of a group, as a copy does; the superblock's image in a journal does not. */
    boolean isCopy() {
        long inGroups = offset / blockSize - firstDataBlock;
        return inGroups > 0 && inGroups % blocksPerGroup == 0 && hasSuperblock(inGroups / blocksPerGroup);
    }

    /** Number of block groups; fits where each has at least 8 blocks. */
    long groups() {
        return (blocks - firstDataBlock + blocksPerGroup - 1) / blocksPerGroup;
    }

    long firstBlock(long group) {
        return firstDataBlock + group * blocksPerGroup;
    }

    /** Whether a block number is one of the file system. */
    boolean contains(long block) {
        return block >= firstDataBlock && block < blocks;
    }

    /** Whether a group begins with a copy of the superblock (fs/ext4/balloc.c, ext4_bg_has_super). */
    boolean hasSuperblock(long group) {
        if (group == 0) {
            return true;
        }
        if (features.hasSparseSuper2()) {
            return backupGroups.contains(group);
        }
        return group == 1 || !features.hasSparseSuper() || isPower(group, 3) || isPower(group, 5) || isPower(group, 7);
    }

    private static boolean isPower(long number, long of) {
        long power = of;
        while (power < number) {
            power *= of;
        }
        return power == number;
    }
}
