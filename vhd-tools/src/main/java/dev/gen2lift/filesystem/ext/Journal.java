package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * The journal of a file system (Linux, Documentation/filesystems/ext4/journal.rst): a ring of blocks in a file, big
 * endian.
 *
 * @param first the block of the file that the ring begins with
 * @param end the block behind the ring; fast commits lie there
 * @param start the block that the oldest transaction begins with, 0 where all are written home
 * @param sequence its number
 */
record Journal(
        FileBytes file,
        int blockSize,
        long first,
        long end,
        long fileEnd,
        long start,
        int sequence,
        long incompatible,
        UUID uuid) {

    static final String STRUCTURE = "ext journal";
    static final int MAGIC = 0xC03B_3998;

    private static final int SUPERBLOCK_SIZE = 1024;
    private static final int SUPERBLOCK_1 = 3;
    private static final int SUPERBLOCK_2 = 4;
    private static final long REVOKE = 0x1;
    private static final long WIDE = 0x2;
    private static final long ASYNC_COMMIT = 0x4;
    private static final long CHECKSUM_2 = 0x8;
    private static final long CHECKSUM_3 = 0x10;
    private static final long FAST_COMMIT = 0x20;
    private static final long KNOWN = REVOKE | WIDE | ASYNC_COMMIT | CHECKSUM_2 | CHECKSUM_3 | FAST_COMMIT;
    private static final int DEFAULT_FAST_BLOCKS = 256;
    private static final int FAST_COMMIT_HEAD = 9;

    /** @throws BadImageException where the journal's superblock cannot be used */
    static Journal read(FileBytes file, int blockSize) throws IOException {
        BinaryCursor block = BinaryCursor.read(file, STRUCTURE, 0, SUPERBLOCK_SIZE, ByteOrder.BIG_ENDIAN);
        long type = block.at(4).u32();
        if ((int) block.at(0).u32() != MAGIC || type != SUPERBLOCK_1 && type != SUPERBLOCK_2) {
            throw block.corrupt(0, "signature is missing");
        }
        boolean old = type == SUPERBLOCK_1;
        long incompatible = old ? 0 : block.at(0x28).u32();
        if ((incompatible & ~KNOWN) != 0) {
            throw block.unsupported(0x28, "features 0x" + Long.toHexString(incompatible) + " are not understood");
        }
        long stated = block.at(0x0C).u32();
        long fileEnd = block.at(0x10).u32();
        long first = block.at(0x14).u32();
        long start = block.at(0x1C).u32();
        if (stated != blockSize || fileEnd > file.size() / blockSize) {
            throw block.corrupt(0x0C, fileEnd + " blocks of " + stated + " bytes do not fit");
        }
        long end = fileEnd;
        if ((incompatible & FAST_COMMIT) != 0) {
            long fast = block.at(0x54).u32();
            end -= fast == 0 ? DEFAULT_FAST_BLOCKS : fast;
        }
        if (first < 1 || first >= end || start != 0 && (start < first || start >= end)) {
            throw block.corrupt(0x14, "a ring of blocks " + first + " to " + end + " that begins at " + start);
        }
        Journal journal = new Journal(
                file,
                blockSize,
                first,
                end,
                fileEnd,
                start,
                (int) block.at(0x18).u32(),
                incompatible,
                block.at(0x30).uuid());
        if (journal.hasChecksums()
                && (int) block.at(0xFC).u32() != ExtChecksum.seeded(-1).without(block.view(), 0xFC, 4)) {
            throw block.corrupt(0xFC, "superblock has a wrong checksum");
        }
        return journal;
    }

    boolean is64Bit() {
        return (incompatible & WIDE) != 0;
    }

    /** Version 3 has a whole checksum for each block, version 2 a half one. */
    boolean hasWideTags() {
        return (incompatible & CHECKSUM_3) != 0;
    }

    boolean hasChecksums() {
        return (incompatible & (CHECKSUM_2 | CHECKSUM_3)) != 0;
    }

    /** What the checksums of its blocks begin with. */
    ExtChecksum checksum() {
        ByteBuffer bytes = ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .flip();
        return ExtChecksum.seeded(ExtChecksum.seeded(-1).of(bytes));
    }

    BinaryCursor block(long index) throws IOException {
        return BinaryCursor.read(file, STRUCTURE, index * blockSize, blockSize, ByteOrder.BIG_ENDIAN);
    }

    /** The block {@code steps} behind another, around the ring. */
    long after(long index, long steps) {
        return first + (index - first + steps) % (end - first);
    }

    /** Whether fast commits follow the transaction before {@code next}. */
    boolean hasFastCommits(int next) throws IOException {
        if (end >= fileEnd) {
            return false;
        }
        BinaryCursor block = BinaryCursor.read(file, STRUCTURE, end * blockSize, 12, ByteOrder.LITTLE_ENDIAN);
        return block.u16() == FAST_COMMIT_HEAD && (int) block.at(8).u32() == next;
    }

    /** The journal's bytes. */
    ByteSource bytes() {
        return file;
    }
}
