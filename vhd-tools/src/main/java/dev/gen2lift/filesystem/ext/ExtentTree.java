package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;

/**
 * The blocks of a file as a tree of extents (Linux, Documentation/filesystems/ext4/ifork.rst). Each step down has to
 * lower the depth, so a tree that leads back to itself ends as well.
 */
record ExtentTree(ExtInode inode, ExtVolume volume) implements BlockLookup {

    private static final String STRUCTURE = "ext extent tree";
    private static final int MAGIC = 0xF30A;
    private static final int MAX_DEPTH = 5;
    private static final int HEADER_SIZE = 12;
    private static final int ENTRY_SIZE = 12;

    /** An extent's length above this one means that it is allocated but not written. */
    private static final int MAX_WRITTEN = 32_768;

    /** Blocks of a file are counted in 32 bits. */
    private static final long END = 1L << 32;

    @Override
    public BlockRun run(long index) throws IOException {
        if (index >= END) {
            return BlockRun.hole(Long.MAX_VALUE - index);
        }
        BinaryCursor node = inode.place();
        int depth = depth(node, -1);
        long end = END;
        while (depth > 0) {
            int entry = last(node, index);
            if (entry < 0) {
                return BlockRun.hole(Math.min(end, key(node, 0)) - index);
            }
            end = Math.min(end, follower(node, entry, index, end));
            int at = HEADER_SIZE + entry * ENTRY_SIZE;
            long child = node.at(at + 4).u32() | (long) node.u16() << 32;
            node = child(child, node.offsetOf(at), depth - 1);
            depth--;
        }
        return extent(node, index, end);
    }

    private BinaryCursor child(long block, long namedAt, int depth) throws IOException {
        BinaryCursor node = volume.block(STRUCTURE, block, namedAt);
        depth(node, depth);
        if (volume.geometry().features().hasMetadataChecksums()) {
            int end = HEADER_SIZE + node.at(4).u16() * ENTRY_SIZE;
            if (end <= node.length() - 4
                    && (int) node.at(end).u32()
                            != inode.checksum().of(node.view().slice(0, end))) {
                volume.findings()
                        .add(
                                STRUCTURE,
                                node.offsetOf(0),
                                "inode " + inode.number() + " has a node with a wrong checksum");
            }
        }
        return node;
    }

    /** Checks a node's header and returns its depth, which has to be {@code expected} unless that is negative. */
    private int depth(BinaryCursor node, int expected) throws BadImageException {
        int magic = node.at(0).u16();
        int count = node.u16();
        int most = node.u16();
        int depth = node.u16();
        if (magic != MAGIC) {
            throw node.corrupt(0, "inode " + inode.number() + " has a node without signature");
        }
        if (count > most || most > (node.length() - HEADER_SIZE) / ENTRY_SIZE) {
            throw node.corrupt(2, "inode " + inode.number() + " has a node of " + count + " entries of " + most);
        }
        if (expected < 0 ? depth > MAX_DEPTH : depth != expected) {
            throw node.corrupt(6, "inode " + inode.number() + " has a node of depth " + depth);
        }
        if (depth > 0 && count == 0) {
            throw node.corrupt(2, "inode " + inode.number() + " has an inner node without entries");
        }
        return depth;
    }

    private BlockRun extent(BinaryCursor node, long index, long end) throws IOException {
        int entry = last(node, index);
        if (entry < 0) {
            long next = node.at(2).u16() > 0 ? Math.min(end, key(node, 0)) : end;
            return BlockRun.hole(next - index);
        }
        int at = HEADER_SIZE + entry * ENTRY_SIZE;
        long start = node.at(at).u32();
        int raw = node.u16();
        long place = (long) node.u16() << 32 | node.u32();
        boolean written = raw <= MAX_WRITTEN;
        int length = written ? raw : raw - MAX_WRITTEN;
        long next = follower(node, entry, index, end);
        if (index >= start + length) {
            return BlockRun.hole(next - index);
        }
        volume.require(STRUCTURE, place, length, node.offsetOf(at));
        long rest = Math.min(start + length, next) - index;
        return written ? new BlockRun(rest, place + index - start) : BlockRun.hole(rest);
    }

    /** The block that the entry behind {@code entry} begins with, which has to lie behind {@code index}. */
    private static long follower(BinaryCursor node, int entry, long index, long end) throws BadImageException {
        if (entry + 1 >= node.at(2).u16()) {
            return end;
        }
        long next = key(node, entry + 1);
        if (next <= index) {
            throw node.corrupt(HEADER_SIZE + entry * ENTRY_SIZE, "extents are not in order");
        }
        return Math.min(next, end);
    }

    /** The last entry that begins at or in front of {@code index}, or -1. */
    private static int last(BinaryCursor node, long index) throws BadImageException {
        int low = 0;
        int high = node.at(2).u16();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (key(node, middle) <= index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private static long key(BinaryCursor node, int entry) throws BadImageException {
        return node.at(HEADER_SIZE + entry * ENTRY_SIZE).u32();
    }
}
