package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.Text;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * The superblock's numbers, checked against each other (XFS Algorithms and Data Structures, Superblocks).
 *
 * @param offset where in the volume it was read, in bytes: 0, or where a group begins that has a copy
 * @param blocks the file system's size in blocks
 * @param freeBlocks as counted when it was unmounted last, at most {@code blocks}
 * @param sectorSize bytes; in a group, its headers are that far apart
 * @param inodesPerBlockLog how many bits of an inode's number count inodes in a block
 * @param groupBlocksLog how many bits of a block's number count blocks in a group
 * @param directoryBlockSize bytes, the block size or more
 */
record XfsSuperblock(
        long offset,
        XfsFeatures features,
        int blockSize,
        long blocks,
        long freeBlocks,
        long groupBlocks,
        long groups,
        int sectorSize,
        int inodeSize,
        int inodesPerBlockLog,
        int groupBlocksLog,
        int directoryBlockSize,
        long rootInode,
        long logStart,
        long logBlocks,
        UUID uuid,
        String label) {

    static final String STRUCTURE = "XFS superblock";

    private static final int MIN_SECTOR = 512;
    private static final int MAX_SECTOR = 32 * 1024;
    private static final int CHECKSUM_AT = 224;

    /** XFS_MIN_AG_BLOCKS. */
    private static final int MIN_GROUP_BLOCKS = 64;

    /**
     * Reads the superblock, or its copy, at {@code offset}.
     *
     * @throws BadImageException CORRUPT where its checksum is wrong or its numbers contradict each other; UNSUPPORTED
     *     where a feature is not understood; TRUNCATED where the volume is smaller than the file system
     */
    static XfsSuperblock read(ByteSource volume, long offset) throws IOException {
        BinaryCursor block = BinaryCursor.read(volume, STRUCTURE, offset, MIN_SECTOR, ByteOrder.BIG_ENDIAN);
        if (!block.has(0, new byte[] {'X', 'F', 'S', 'B'})) {
            throw block.corrupt(0, "signature is missing");
        }
        int sectorSize = block.at(102).u16();
        if (sectorSize < MIN_SECTOR || sectorSize > MAX_SECTOR || Integer.bitCount(sectorSize) != 1) {
            throw block.corrupt(102, "sector size " + sectorSize);
        }
        if ((block.at(100).u16() & 0xF) == 5) {
            XfsChecksum.check(
                    BinaryCursor.read(volume, STRUCTURE, offset, sectorSize, ByteOrder.BIG_ENDIAN), CHECKSUM_AT);
        }
        XfsFeatures features = XfsFeatures.read(block);
        int blockLog = block.at(120).u8();
        int inodeLog = block.at(122).u8();
        int groupLog = block.at(124).u8();
        int directoryLog = block.at(192).u8();
        long blockSize = block.at(4).u32();
        int inodeSize = block.at(104).u16();
        if (blockLog < 9 || blockLog > 16 || blockSize != 1L << blockLog || directoryLog > 16 - blockLog) {
            throw block.corrupt(
                    4, "block size " + blockSize + ", directory blocks 2^" + directoryLog + " times as large");
        }
        if (sectorSize > blockSize) {
            throw block.corrupt(102, "sector size " + sectorSize + " in blocks of " + blockSize + " bytes");
        }
        if (inodeLog < 8
                || inodeLog > blockLog
                || inodeSize != 1 << inodeLog
                || block.at(123).u8() != blockLog - inodeLog) {
            throw block.corrupt(104, "inode size " + inodeSize);
        }
        long blocks = block.at(8).u64();
        long groupBlocks = block.at(84).u32();
        long groups = block.u32();
        if (groupBlocks < MIN_GROUP_BLOCKS || groupLog > 32 || groupBlocks > 1L << groupLog || groups < 1) {
            throw block.corrupt(84, groups + " groups of " + groupBlocks + " blocks");
        }
        if (blocks <= (groups - 1) * groupBlocks || blocks > groups * groupBlocks) {
            throw block.corrupt(8, Long.toUnsignedString(blocks) + " blocks in " + groups + " groups");
        }
        if (blocks > volume.size() / blockSize) {
            throw block.truncated(
                    8, "the file system has " + blocks + " blocks but the volume " + volume.size() + " bytes");
        }
        return new XfsSuperblock(
                offset,
                features,
                (int) blockSize,
                blocks,
                Math.max(0, Math.min(block.at(144).u64(), blocks)),
                groupBlocks,
                groups,
                sectorSize,
                inodeSize,
                blockLog - inodeLog,
                groupLog,
                (int) blockSize << directoryLog,
                block.at(56).u64(),
                block.at(48).u64(),
                block.at(96).u32(),
                block.at(32).uuid(),
                Text.utf8(block.at(108).bytes(12)));
    }

    /** Where a block lies in the volume, in bytes, by its number of group and block in it; negative where nowhere. */
    long place(long block) {
        long group = block >>> groupBlocksLog;
        long within = block & (1L << groupBlocksLog) - 1;
        if (block < 0 || group >= groups || within >= groupBlocks || group * groupBlocks + within >= blocks) {
            return -1;
        }
        return (group * groupBlocks + within) * blockSize;
    }

    /** Where a group begins, in bytes. */
    long groupPlace(long group) {
        return group * groupBlocks * blockSize;
    }

    /** How many of the group's blocks there are; the last one may be shorter. */
    long groupLength(long group) {
        return Math.min(groupBlocks, blocks - group * groupBlocks);
    }
}
