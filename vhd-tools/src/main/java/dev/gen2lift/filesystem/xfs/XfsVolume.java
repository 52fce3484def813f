package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.PagedSource;
import java.io.IOException;
import java.nio.ByteOrder;

/** The blocks and inodes of one volume, as its superblock places them. */
record XfsVolume(ByteSource source, PagedSource metadata, XfsSuperblock superblock) {

    /** A block of metadata, not checked. */
    BinaryCursor block(String structure, long number) throws IOException {
        return BinaryCursor.read(
                metadata, structure, place(structure, number, 1), superblock.blockSize(), ByteOrder.BIG_ENDIAN);
    }

    /**
     * The same structure, whose checksum is at {@code at} in version 5.
     *
     * @throws BadImageException CORRUPT where that is wrong
     */
    BinaryCursor checked(BinaryCursor structure, int at) throws BadImageException {
        if (superblock.features().hasChecksums()) {
            XfsChecksum.check(structure, at);
        }
        return structure;
    }

    /**
     * Where blocks lie in the volume, in bytes.
     *
     * @throws BadImageException CORRUPT where they leave their group
     */
    long place(String structure, long first, long count) throws BadImageException {
        long place = superblock.place(first);
        if (place < 0 || superblock.place(first + count - 1) != place + (count - 1) * superblock.blockSize()) {
            throw corrupt(structure, 0, "leads to " + count + " blocks at " + Long.toUnsignedString(first));
        }
        return place;
    }

    /** @throws BadImageException CORRUPT where there is no inode of that number */
    XfsInode inode(long number) throws IOException {
        int bits = superblock.inodesPerBlockLog();
        long place = superblock.place(number >>> bits);
        if (number < 0 || place < 0) {
            throw corrupt(
                    XfsInode.STRUCTURE, 0, "number " + Long.toUnsignedString(number) + " leads out of the volume");
        }
        long at = place + (number & (1L << bits) - 1) * superblock.inodeSize();
        return XfsInode.read(
                BinaryCursor.read(metadata, XfsInode.STRUCTURE, at, superblock.inodeSize(), ByteOrder.BIG_ENDIAN),
                number);
    }

    BadImageException corrupt(String structure, long offset, String reason) {
        return failure(BadImageException.Kind.CORRUPT, structure, offset, reason);
    }

    BadImageException failure(BadImageException.Kind kind, String structure, long offset, String reason) {
        return new BadImageException(kind, source.name(), structure, offset, reason);
    }
}
