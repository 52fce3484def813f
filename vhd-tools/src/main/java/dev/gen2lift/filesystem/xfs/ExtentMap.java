package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;

/**
 * The blocks of a file: a list of extents in the inode, or a B+tree whose root is there (XFS Algorithms and Data
 * Structures, Data Extents). Each step down has to lower the level, so a tree that leads back to itself ends as well.
 */
record ExtentMap(XfsInode inode, XfsVolume volume) {

    private static final String STRUCTURE = "XFS extents";
    private static final int RECORD = 16;
    private static final int MAX_LEVEL = 9;
    private static final int HEADER_4 = 24;
    private static final int HEADER_5 = 72;
    private static final int CHECKSUM_AT = 64;

    /** Offsets of blocks in a file have 54 bits. */
    private static final long END = 1L << 54;

    /** The run that begins with the file's block {@code index}. */
    ExtentRun run(long index) throws IOException {
        BinaryCursor fork = inode.fork();
        if (inode.format() == XfsInode.EXTENTS) {
            if (inode.extents() > fork.length() / RECORD) {
                throw fork.corrupt(0, "inode " + inode.number() + " has " + inode.extents() + " extents");
            }
            return extent(fork, 0, (int) inode.extents(), index, END);
        }
        if (inode.format() != XfsInode.BTREE) {
            throw fork.corrupt(0, "inode " + inode.number() + " is of format " + inode.format());
        }
        int level = fork.at(0).u16();
        int count = fork.u16();
        int header = 4;
        int most = (fork.length() - header) / RECORD;
        if (level < 1 || level > MAX_LEVEL || count < 1 || count > most) {
            throw fork.corrupt(
                    0, "inode " + inode.number() + " has a root of level " + level + ", " + count + " entries");
        }
        BinaryCursor node = fork;
        long end = END;
        while (level > 0) {
            int entry = last(node, header, 8, 0, count, index);
            if (entry < 0) {
                return new ExtentRun(Math.min(end, node.at(header).u64()) - index, ExtentRun.HOLE);
            }
            if (entry + 1 < count) {
                end = Math.min(end, node.at(header + (entry + 1) * 8).u64());
            }
            level--;
            node = child(node.at(header + most * 8 + entry * 8).u64(), level);
            header = volume.superblock().features().hasChecksums() ? HEADER_5 : HEADER_4;
            most = (node.length() - header) / RECORD;
            count = node.at(6).u16();
        }
        return extent(node, header, count, index, end);
    }

    private BinaryCursor child(long number, int level) throws IOException {
        BinaryCursor node = volume.checked(volume.block(STRUCTURE, number), CHECKSUM_AT);
        boolean latest = volume.superblock().features().hasChecksums();
        byte[] magic = {'B', 'M', 'A', (byte) (latest ? '3' : 'P')};
        int most = (node.length() - (latest ? HEADER_5 : HEADER_4)) / RECORD;
        int count = node.at(6).u16();
        if (!node.has(0, magic) || node.at(4).u16() != level || count < 1 || count > most) {
            throw node.corrupt(0, "inode " + inode.number() + " has a node that is none of level " + level);
        }
        return node;
    }

    private ExtentRun extent(BinaryCursor node, int header, int count, long index, long end) throws IOException {
        int entry = last(node, header, RECORD, 9, count, index);
        if (entry < 0) {
            long next = count > 0 ? node.at(header).u64() << 1 >>> 10 : END;
            return hole(index, Math.min(next, end));
        }
        long high = node.at(header + entry * RECORD).u64();
        long low = node.u64();
        long start = high << 1 >>> 10;
        long place = (high & 0x1FF) << 43 | low >>> 21;
        long length = low & 0x1F_FFFF;
        if (index >= start + length) {
            long next =
                    entry + 1 < count ? node.at(header + (entry + 1) * RECORD).u64() << 1 >>> 10 : END;
            return hole(index, Math.min(next, end));
        }
        long rest = start + length - index;
        return high < 0 ? new ExtentRun(rest, ExtentRun.HOLE) : new ExtentRun(rest, place + index - start);
    }

    private ExtentRun hole(long index, long next) throws BadImageException {
        if (next <= index) {
            if (index >= END) {
                return new ExtentRun(Long.MAX_VALUE - index, ExtentRun.HOLE);
            }
            throw inode.fork().corrupt(0, "inode " + inode.number() + " has extents that are not in order");
        }
        return new ExtentRun(next - index, ExtentRun.HOLE);
    }

    /** The last entry that begins at or in front of {@code index}, or -1; keys without their lowest bits and the flag. */
    private static int last(BinaryCursor node, int header, int size, int bits, int count, long index)
            throws BadImageException {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            long key = node.at(header + middle * size).u64();
            if ((bits == 0 ? key : key << 1 >>> bits + 1) <= index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
