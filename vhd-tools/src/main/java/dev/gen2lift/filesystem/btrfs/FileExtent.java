package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.util.Optional;

/**
 * A part of a file's content (Linux, include/uapi/linux/btrfs_tree.h, struct btrfs_file_extent_item).
 *
 * @param start where in the file it begins
 * @param length bytes of the file
 * @param compression how its bytes are packed; empty for those stored as they are
 * @param unpacked bytes of what is stored, once unpacked
 * @param skipped of these, the bytes in front of {@code start}
 * @param stored bytes that are stored
 * @param address where they are, logical; 0 for a hole; for inline content, where in the item they begin
 * @param inline the item, for content that is part of it
 */
record FileExtent(
        long start,
        long length,
        Optional<Compression> compression,
        long unpacked,
        long skipped,
        long stored,
        long address,
        Optional<BinaryCursor> inline) {

    static final String STRUCTURE = "btrfs file extent";

    private static final int INLINE = 0;
    private static final int PREALLOCATED = 2;
    private static final int HEADER = 21;

    /** Linux compresses so much at once and never more. */
    private static final int MAX_COMPRESSED = 128 << 10;

    static FileExtent read(Item item) throws BadImageException {
        BinaryCursor data = item.data();
        long start = item.key().offset();
        long unpacked = data.at(8).size64();
        int method = data.u8();
        int encryption = data.u8();
        int encoding = data.u16();
        int type = data.u8();
        if (encryption != 0 || encoding != 0) {
            throw data.unsupported(17, "encrypted by the method " + encryption + ", encoding " + encoding);
        }
        Optional<Compression> compression = Compression.of(method, data);
        if (compression.isPresent() && unpacked > MAX_COMPRESSED) {
            throw data.limit(8, unpacked + " compressed bytes in one extent");
        }
        FileExtent extent;
        if (type == INLINE) {
            extent = new FileExtent(
                    start, unpacked, compression, unpacked, 0, data.length() - HEADER, HEADER, Optional.of(data));
        } else if (type <= PREALLOCATED) {
            long address = data.size64();
            long stored = data.size64();
            long skipped = data.size64();
            long length = data.size64();
            // What is only allocated reads as zeros.
            extent = new FileExtent(
                    start,
                    length,
                    compression,
                    unpacked,
                    skipped,
                    stored,
                    type == PREALLOCATED ? 0 : address,
                    Optional.empty());
        } else {
            throw data.unsupported(20, "file extent of the unknown type " + type);
        }
        extent.check(data);
        return extent;
    }

    private void check(BinaryCursor data) throws BadImageException {
        if (start < 0 || length > Long.MAX_VALUE - start) {
            throw data.corrupt(45, length + " bytes at " + Long.toUnsignedString(start));
        }
        if (isHole()) {
            return;
        }
        long room = compression.isPresent() ? unpacked : stored;
        if (length > room || skipped > room - length) {
            throw data.corrupt(37, length + " bytes at " + skipped + " of " + room);
        }
        if (compression.isPresent() && stored > MAX_COMPRESSED) {
            throw data.limit(29, stored + " bytes of compressed data in one extent");
        }
    }

    boolean isHole() {
        return address == 0;
    }

    long end() {
        return start + length;
    }
}
