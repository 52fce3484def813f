package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.Text;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Where everything begins (Linux, include/uapi/linux/btrfs_tree.h, struct btrfs_super_block).
 *
 * @param fsid what the file system is known by
 * @param metadataFsid what its tree blocks are marked with
 * @param usedBytes of data and trees, each counted once
 * @param device its number of the one device
 * @param log where changes lie that were to survive a crash before the next transaction; 0 for none
 * @param systemChunks the chunks that hold the tree of chunks
 */
record Superblock(
        UUID fsid,
        byte[] metadataFsid,
        long generation,
        BlockLink rootTree,
        BlockLink chunkTree,
        long log,
        long usedBytes,
        long device,
        int sectorSize,
        int nodeSize,
        ChecksumType checksum,
        String label,
        BinaryCursor systemChunks) {

    static final String STRUCTURE = "btrfs superblock";

    /** Bytes of each copy. */
    static final int SIZE = 4096;

    private static final int FSID = 0x20;
    private static final int ADDRESS = 0x30;
    private static final int MAGIC = 0x40;
    private static final int SYSTEM_CHUNKS_SIZE = 0xA0;
    private static final int INCOMPATIBLE = 0xBC;
    private static final int CHECKSUM_TYPE = 0xC4;
    private static final int METADATA_FSID = 0x23B;
    private static final int SYSTEM_CHUNKS = 0x32B;
    private static final int MAX_SYSTEM_CHUNKS = 2048;
    private static final int MIN_SIZE = 4096;
    private static final int MAX_SIZE = 64 << 10;

    /**
     * Reads the copy at {@code offset}.
     *
     * @throws BadImageException UNSUPPORTED where it is whole but asks for what is not understood
     */
    static Superblock read(ByteSource volume, long offset) throws IOException {
        BinaryCursor raw = BinaryCursor.read(volume, STRUCTURE, offset, SIZE, ByteOrder.LITTLE_ENDIAN);
        if (!raw.has(MAGIC, "_BHRfS_M".getBytes(StandardCharsets.US_ASCII))) {
            throw raw.corrupt(MAGIC, "no superblock");
        }
        ChecksumType checksum = ChecksumType.of(raw, CHECKSUM_TYPE);
        if (!checksum.matches(raw)) {
            throw raw.corrupt(0, "checksum is wrong");
        }
        if (raw.at(ADDRESS).u64() != offset) {
            throw raw.corrupt(ADDRESS, "says that it belongs elsewhere");
        }
        Features.requireKnown(raw);
        int sectorSize = size(raw, 0x90, MIN_SIZE);
        return new Superblock(
                raw.at(FSID).uuid(),
                raw.at((raw.at(INCOMPATIBLE).u64() & Features.METADATA_UUID) != 0 ? METADATA_FSID : FSID)
                        .bytes(16),
                raw.at(0x48).u64(),
                root(raw, 0x50, 0xC6, 0x48),
                root(raw, 0x58, 0xC7, 0xA4),
                raw.at(0x60).u64(),
                raw.at(0x78).size64(),
                raw.at(0xC9).u64(),
                sectorSize,
                size(raw, 0x94, sectorSize),
                checksum,
                Text.utf8(raw.at(0x12B).bytes(256)),
                systemChunks(raw));
    }

    private static int size(BinaryCursor raw, int at, int least) throws BadImageException {
        long size = raw.at(at).u32();
        if (Long.bitCount(size) != 1 || size < least || size > MAX_SIZE) {
            throw raw.corrupt(at, (at == 0x90 ? "sectors of " : "tree blocks of ") + size + " bytes");
        }
        return (int) size;
    }

    private static BlockLink root(BinaryCursor raw, int address, int level, int generation) throws BadImageException {
        return BlockLink.root(
                raw.at(address).size64(), raw.at(level).u8(), raw.at(generation).u64());
    }

    private static BinaryCursor systemChunks(BinaryCursor raw) throws BadImageException {
        long size = raw.at(SYSTEM_CHUNKS_SIZE).u32();
        if (size > MAX_SYSTEM_CHUNKS) {
            throw raw.corrupt(SYSTEM_CHUNKS_SIZE, size + " bytes of system chunks");
        }
        return raw.slice("btrfs system chunks", SYSTEM_CHUNKS, (int) size);
    }
}
