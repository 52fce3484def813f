package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;

/**
 * The index of a directory of several blocks: hashes of names in ascending order, each with the place of its entry, in
 * leaves below a tree of nodes (XFS Algorithms and Data Structures, Leaf and Node Directories).
 */
final class DirectoryIndex {

    /** Where in the file the index begins, in bytes. */
    static final long BEGIN = 1L << 35;

    private static final String STRUCTURE = "XFS directory index";
    private static final int MAX_LEVEL = 5;

    /** Of the names with one hash, which may fill more than a leaf. */
    private static final int MAX_LEAVES = 1024;

    private static final int MAGIC_NODE = 0xFEBE;
    private static final int MAGIC_NODE_5 = 0x3EBE;
    private static final int CHECKSUM_AT = 12;
    private static final int ENTRY = 8;

    private final DirectoryBlocks blocks;
    private final boolean latest;
    private final int header;

    DirectoryIndex(DirectoryBlocks blocks) {
        this.blocks = blocks;
        this.latest = blocks.volume().superblock().features().hasChecksums();
        this.header = latest ? 64 : 16;
    }

    /** What is done with the place of each entry whose name has the hash. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param offset in the directory, in bytes, as stored: may lie anywhere
         * @return whether the next one is wanted
         */
        boolean visit(long offset) throws IOException;
    }

    /** The hash of a name (xfs_da_hashname in Linux, fs/xfs/libxfs/xfs_da_btree.c): seven bits on for each byte. */
    static int hash(byte[] name) {
        int hash = 0;
        for (byte value : name) {
            hash = Byte.toUnsignedInt(value) ^ Integer.rotateLeft(hash, 7);
        }
        return hash;
    }

    /** Visits the places of all entries whose names have this hash. */
    void visit(int hash, Visitor visitor) throws IOException {
        BinaryCursor leaf = leaf(hash);
        for (int leaves = 0; leaves < MAX_LEAVES; leaves++) {
            int count = count(leaf);
            for (int i = first(leaf, count, hash); i < count; i++) {
                if ((int) leaf.at(header + i * ENTRY).u32() != hash) {
                    return;
                }
                long address = leaf.u32();
                // An entry that was removed leads nowhere.
                if (address != 0 && !visitor.visit(address * 8)) {
                    return;
                }
            }
            long next = leaf.at(0).u32();
            if (next == 0) {
                return;
            }
            leaf = read(next);
            if (isNode(leaf)) {
                throw leaf.corrupt(8, "has a node among its leaves");
            }
        }
        throw leaf.limit(0, "has one hash in more than " + MAX_LEAVES + " leaves");
    }

    /** The first leaf that may hold the hash, by way of nodes whose levels have to fall. */
    private BinaryCursor leaf(int hash) throws IOException {
        BinaryCursor block = read(BEGIN / blocks.volume().superblock().blockSize());
        int above = MAX_LEVEL + 1;
        while (isNode(block)) {
            int count = count(block);
            int level = block.at(header - (latest ? 6 : 2)).u16();
            if (count == 0 || level == 0 || level >= above) {
                throw block.corrupt(8, "has a node of level " + level + " with " + count + " entries");
            }
            above = level;
            // An entry tells the highest hash below it; behind the last one there is nothing, which its leaf shows.
            int entry = Math.min(first(block, count, hash), count - 1);
            block = read(block.at(header + entry * ENTRY + 4).u32());
        }
        return block;
    }

    private BinaryCursor read(long index) throws IOException {
        if (index < BEGIN / blocks.volume().superblock().blockSize()) {
            throw blocks.inode()
                    .fork()
                    .corrupt(0, "index of inode " + blocks.inode().number() + " leads out of itself");
        }
        BinaryCursor block = blocks.read(STRUCTURE, index, CHECKSUM_AT);
        int magic = block.at(8).u16();
        boolean leaf = latest ? magic == 0x3DF1 || magic == 0x3DFF : magic == 0xD2F1 || magic == 0xD2FF;
        if (!leaf && !isNode(block)) {
            throw block.corrupt(8, "has a block without signature");
        }
        return block;
    }

    private boolean isNode(BinaryCursor block) throws BadImageException {
        return block.at(8).u16() == (latest ? MAGIC_NODE_5 : MAGIC_NODE);
    }

    private int count(BinaryCursor block) throws BadImageException {
        int count = block.at(header - (latest ? 8 : 4)).u16();
        if (count > (block.length() - header) / ENTRY) {
            throw block.corrupt(header, "has " + count + " entries in a block");
        }
        return count;
    }

    /** The first entry with this hash or a higher one, or {@code count}. */
    private int first(BinaryCursor block, int count, int hash) throws BadImageException {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (block.at(header + middle * ENTRY).u32() < Integer.toUnsignedLong(hash)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
