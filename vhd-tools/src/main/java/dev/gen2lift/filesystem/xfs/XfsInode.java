package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.filesystem.FileEntry;

/**
 * An inode (XFS Algorithms and Data Structures, On-disk Inode).
 *
 * @param format how the fork is kept: 1 itself, 2 a list of extents, 3 a tree of them
 * @param size bytes
 * @param extents how many the fork has
 * @param fork the inode's bytes that content, or what leads to it, begins in
 */
record XfsInode(long number, int mode, int format, long size, long extents, boolean realtime, BinaryCursor fork) {

    static final String STRUCTURE = "XFS inode";

    static final int LOCAL = 1;
    static final int EXTENTS = 2;
    static final int BTREE = 3;

    private static final int OLD_FORK = 100;
    private static final int FORK = 176;
    private static final int CHECKSUM_AT = 100;
    private static final long FLAG_WIDE_COUNTS = 0x10;

    static XfsInode read(BinaryCursor cursor, long number) throws BadImageException {
        if (!cursor.has(0, new byte[] {'I', 'N'})) {
            throw cursor.corrupt(0, "inode " + Long.toUnsignedString(number) + " has no signature");
        }
        int mode = cursor.at(2).u16();
        int version = cursor.u8();
        int format = cursor.u8();
        if (version < 1 || version > 3) {
            throw cursor.unsupported(4, "inode " + number + " is of version " + version);
        }
        if (version == 3) {
            XfsChecksum.check(cursor, CHECKSUM_AT);
        }
        int begin = version == 3 ? FORK : OLD_FORK;
        int attributes = cursor.at(82).u8() * 8;
        int end = attributes == 0 ? cursor.length() : begin + attributes;
        if (end > cursor.length()) {
            throw cursor.corrupt(82, "inode " + number + " has a fork of " + attributes + " bytes");
        }
        boolean wide = version == 3 && (cursor.at(120).u64() & FLAG_WIDE_COUNTS) != 0;
        return new XfsInode(
                number,
                mode,
                format,
                cursor.at(56).size64(),
                wide ? cursor.at(24).size64() : cursor.at(76).u32(),
                (cursor.at(90).u16() & 1) != 0,
                cursor.slice(STRUCTURE, begin, end - begin));
    }

    FileEntry.Kind kind() {
        return switch (mode & 0xF000) {
            case 0x4000 -> FileEntry.Kind.DIRECTORY;
            case 0x8000 -> FileEntry.Kind.FILE;
            case 0xA000 -> FileEntry.Kind.LINK;
            default -> FileEntry.Kind.OTHER;
        };
    }
}
