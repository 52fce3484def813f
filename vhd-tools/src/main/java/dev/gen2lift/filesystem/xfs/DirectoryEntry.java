package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;

/**
 * An entry of a directory block, or unused space between two (XFS Algorithms and Data Structures, Block Directories).
 *
 * @param length bytes that it takes, a multiple of 8
 * @param name as stored; empty where it is unused space
 */
record DirectoryEntry(int length, long inode, byte[] name) {

    private static final int UNUSED = 0xFFFF;
    private static final int ALIGNMENT = 8;

    /** In front of the name: the inode's number and the name's length. */
    private static final int FRONT = 9;

    /** Behind it: the kind where the file system keeps it, and where in the block the entry begins. */
    private static final int TAG = 2;

    boolean isUnused() {
        return name.length == 0;
    }

    /**
     * Reads the entry at {@code at}.
     *
     * @param end where the entries of this block end
     */
    static DirectoryEntry read(BinaryCursor block, int at, int end, boolean fileTypes) throws BadImageException {
        boolean unused = block.at(at).u16() == UNUSED;
        int nameLength = unused ? 0 : block.at(at + FRONT - 1).u8();
        int bytes = FRONT + nameLength + (fileTypes ? 1 : 0) + TAG;
        int length = unused ? block.at(at + 2).u16() : (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (length < ALIGNMENT || length % ALIGNMENT != 0 || length > end - at || !unused && nameLength == 0) {
            throw block.corrupt(at, "has an entry of " + length + " bytes");
        }
        long inode = block.at(at).u64();
        return new DirectoryEntry(
                length, inode, unused ? new byte[0] : block.at(at + FRONT).bytes(nameLength));
    }
}
