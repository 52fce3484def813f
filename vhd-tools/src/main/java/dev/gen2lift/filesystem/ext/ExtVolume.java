package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.PagedSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The blocks and inodes of one volume, as its superblock places them. */
final class ExtVolume {

    private static final String DESCRIPTOR = "ext group descriptor";

    /** Bytes of descriptors that are read to count free blocks: enough for 32,768 groups, 4 TiB of blocks of 4 KiB. */
    private static final long MAX_COUNTED = 2L << 20;

    private final ByteSource source;
    private final PagedSource metadata;
    private final ExtGeometry geometry;
    private final ExtFindings findings;

    /** Whether the superblock in use is a copy, whose descriptors are used then too. */
    private final boolean backup;

    ExtVolume(ByteSource source, ExtGeometry geometry, ExtFindings findings) {
        this.source = source;
        this.metadata = new PagedSource(source);
        this.geometry = geometry;
        this.findings = findings;
        this.backup = geometry.offset() != ExtGeometry.OFFSET;
    }

    /** The volume's bytes, for the content of files. */
    ByteSource source() {
        return source;
    }

    ExtGeometry geometry() {
        return geometry;
    }

    ExtFindings findings() {
        return findings;
    }

    int blockSize() {
        return geometry.blockSize();
    }

    /**
     * A block of metadata.
     *
     * @throws BadImageException CORRUPT where the number is none of the file system's
     */
    BinaryCursor block(String structure, long number, long namedAt) throws IOException {
        require(structure, number, 1, namedAt);
        return BinaryCursor.read(metadata, structure, number * blockSize(), blockSize(), ByteOrder.LITTLE_ENDIAN);
    }

    /** One entry of a block of block numbers. */
    long entry(String structure, long block, int index) throws IOException {
        return BinaryCursor.read(metadata, structure, block * blockSize() + index * 4L, 4, ByteOrder.LITTLE_ENDIAN)
                .u32();
    }

    /** @throws BadImageException CORRUPT where {@code count} blocks from {@code first} on leave the file system */
    void require(String structure, long first, long count, long namedAt) throws BadImageException {
        if (!geometry.contains(first) || count > geometry.blocks() - first) {
            throw corrupt(
                    structure,
                    namedAt,
                    "leads to " + count + " blocks at " + Long.toUnsignedString(first) + ", the file system has "
                            + geometry.blocks());
        }
    }

    BadImageException corrupt(String structure, long offset, String reason) {
        return new BadImageException(BadImageException.Kind.CORRUPT, source.name(), structure, offset, reason);
    }

    BadImageException failure(BadImageException.Kind kind, String structure, long offset, String reason) {
        return new BadImageException(kind, source.name(), structure, offset, reason);
    }

    /** @throws BadImageException CORRUPT where there is no inode of that number, or its place is damaged */
    ExtInode inode(long number) throws IOException {
        if (number < 1 || number > geometry.inodes()) {
            throw corrupt(ExtInode.STRUCTURE, 0, "number " + number + " is none of " + geometry.inodes());
        }
        long group = (number - 1) / geometry.inodesPerGroup();
        long index = (number - 1) % geometry.inodesPerGroup();
        long bytes = geometry.inodesPerGroup() * geometry.inodeSize();
        long tableBlocks = (bytes + blockSize() - 1) / blockSize();
        long table = table(group, tableBlocks);
        BinaryCursor cursor = BinaryCursor.read(
                metadata,
                ExtInode.STRUCTURE,
                table * blockSize() + index * geometry.inodeSize(),
                geometry.inodeSize(),
                ByteOrder.LITTLE_ENDIAN);
        return ExtInode.read(cursor, number, this);
    }

    /** Where a group's inodes lie, by its descriptor or that one's copy. */
    private long table(long group, long tableBlocks) throws IOException {
        BinaryCursor first = descriptor(group, backup);
        long table = table(first);
        boolean fits = geometry.contains(table) && tableBlocks <= geometry.blocks() - table;
        if (fits && isIntact(first, group)) {
            return table;
        }
        findings.add(
                DESCRIPTOR,
                first.offsetOf(0),
                "group " + group + (fits ? " has a wrong checksum" : " has its inodes at block " + table));
        BinaryCursor other = descriptor(group, !backup);
        long otherTable = table(other);
        if (isIntact(other, group) && geometry.contains(otherTable) && tableBlocks <= geometry.blocks() - otherTable) {
            return otherTable;
        }
        require(DESCRIPTOR, table, tableBlocks, first.offsetOf(8));
        return table;
    }

    private long table(BinaryCursor descriptor) throws BadImageException {
        long high = geometry.descriptorSize() >= 64 ? descriptor.at(0x28).u32() : 0;
        return high << 32 | descriptor.at(8).u32();
    }

    private boolean isIntact(BinaryCursor descriptor, long group) throws BadImageException {
        int stated = descriptor.at(0x1E).u16();
        ByteBuffer bytes = descriptor.view();
        ByteBuffer number = ByteBuffer.wrap(ExtChecksum.littleEndian((int) group));
        if (geometry.features().hasMetadataChecksums()) {
            int actual = ExtChecksum.seeded(geometry.checksumSeed())
                    .with((int) group)
                    .without(bytes, 0x1E, 2);
            return stated == (actual & 0xFFFF);
        }
        if (geometry.features().hasDescriptorChecksums()) {
            ByteBuffer uuid = ByteBuffer.allocate(16)
                    .putLong(geometry.uuid().getMostSignificantBits())
                    .putLong(geometry.uuid().getLeastSignificantBits())
                    .flip();
            return stated
                    == ExtChecksum.crc16(uuid, number, bytes.slice(0, 0x1E), bytes.slice(0x20, bytes.limit() - 0x20));
        }
        return true;
    }

    /** A group's descriptor, or the copy of it that lies in the next group that has one. */
    private BinaryCursor descriptor(long group, boolean copy) throws IOException {
        int perBlock = blockSize() / geometry.descriptorSize();
        long index = group / perBlock;
        long block;
        if (!geometry.features().hasMetaGroups() || index < geometry.firstMetaGroup()) {
            long base = copy && geometry.groups() > 1 ? geometry.firstBlock(copyGroup()) : geometry.firstDataBlock();
            // Under bigalloc blocks of 1 KiB count from 0 as well, and the superblock is in block 1.
            block = Math.max(base, blockSize() == ExtGeometry.OFFSET ? 1 : 0) + 1 + index;
        } else {
            long home = index * perBlock;
            if (copy && home + 1 < geometry.groups()) {
                home++;
            }
            block = geometry.firstBlock(home) + (geometry.hasSuperblock(home) ? 1 : 0);
            if (home == 0 && blockSize() == ExtGeometry.OFFSET && geometry.firstDataBlock() == 0) {
                block++;
            }
        }
        require(DESCRIPTOR, block, 1, geometry.offset());
        return BinaryCursor.read(
                metadata,
                DESCRIPTOR,
                block * blockSize() + group % perBlock * geometry.descriptorSize(),
                geometry.descriptorSize(),
                ByteOrder.LITTLE_ENDIAN);
    }

    private long copyGroup() {
        if (backup) {
            return (geometry.offset() / blockSize() - geometry.firstDataBlock()) / geometry.blocksPerGroup();
        }
        return geometry.features().hasSparseSuper2()
                ? Math.min(geometry.groups() - 1, geometry.backupGroups().get(0))
                : 1;
    }

    /**
     * Blocks in use. A superblock counts them when it is unmounted; behind a crash the descriptors know better, as long
     * as there are not too many of them.
     */
    long usedBlocks() throws IOException {
        boolean clean = (geometry.state() & ExtGeometry.STATE_CLEAN) != 0
                && !geometry.features().needsRecovery();
        if (clean && !backup || geometry.groups() > MAX_COUNTED / geometry.descriptorSize()) {
            return geometry.blocks() - geometry.freeBlocks();
        }
        long free = 0;
        for (long group = 0; group < geometry.groups(); group++) {
            BinaryCursor descriptor = descriptor(group, backup);
            long high = geometry.descriptorSize() >= 64 ? descriptor.at(0x2C).u16() : 0;
            free += high << 16 | descriptor.at(0x0C).u16();
        }
        return geometry.blocks() - Math.min(geometry.blocks(), free * geometry.clusterBlocks());
    }
}
