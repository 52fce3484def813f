package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.filesystem.FileEntry;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An inode (Linux, Documentation/filesystems/ext4/inodes.rst).
 *
 * @param size bytes
 * @param place the 60 bytes that hold the roots of its blocks, or content
 * @param tail what lies behind the inode's own fields: extended attributes
 * @param checksum what the checksums of its blocks begin with
 */
record ExtInode(
        long number,
        int mode,
        long size,
        int links,
        long flags,
        BinaryCursor place,
        BinaryCursor tail,
        ExtChecksum checksum) {

    static final String STRUCTURE = "ext inode";

    private static final int FIXED_SIZE = 128;
    private static final int CHECKSUM_LOW = 0x7C;
    private static final int CHECKSUM_HIGH = 0x82;
    private static final int PLACE = 0x28;
    static final int PLACE_SIZE = 60;

    private static final long FLAG_COMPRESSED = 0x4;
    private static final long FLAG_ENCRYPTED = 0x800;
    private static final long FLAG_INDEX = 0x1000;
    private static final long FLAG_EXTENTS = 0x8_0000;
    private static final long FLAG_INLINE = 0x1000_0000;
    private static final long FLAG_CASEFOLD = 0x4000_0000;

    /** A wrong checksum becomes a finding of the volume. */
    static ExtInode read(BinaryCursor cursor, long number, ExtVolume volume) throws BadImageException {
        int mode = cursor.at(0).u16();
        boolean wide = (mode & 0xF000) == 0x8000
                || volume.geometry().features().hasLargeDirectories() && (mode & 0xF000) == 0x4000;
        long size = cursor.at(4).u32() | (wide ? cursor.at(0x6C).u32() << 32 : 0);
        if (size < 0) {
            throw cursor.corrupt(0x6C, "a size of " + Long.toUnsignedString(size) + " bytes is beyond any file");
        }
        int extra = cursor.length() > FIXED_SIZE ? cursor.at(FIXED_SIZE).u16() : 0;
        if (extra % 4 != 0 || extra > cursor.length() - FIXED_SIZE) {
            throw cursor.corrupt(FIXED_SIZE, "has " + extra + " bytes of fields behind the first 128");
        }
        ExtChecksum checksum = ExtChecksum.seeded(volume.geometry().checksumSeed())
                .with((int) number)
                .with((int) cursor.at(0x64).u32());
        if (volume.geometry().features().hasMetadataChecksums()) {
            verify(cursor, number, extra, checksum, volume);
        }
        int tail = Math.min(cursor.length(), FIXED_SIZE + extra);
        return new ExtInode(
                number,
                mode,
                size,
                cursor.at(0x1A).u16(),
                cursor.at(0x20).u32(),
                cursor.slice(STRUCTURE, PLACE, PLACE_SIZE),
                cursor.slice("ext attributes in inode " + number, tail, cursor.length() - tail),
                checksum);
    }

    private static void verify(BinaryCursor cursor, long number, int extra, ExtChecksum checksum, ExtVolume volume)
            throws BadImageException {
        long stated = cursor.at(CHECKSUM_LOW).u16();
        byte[] bytes = new byte[cursor.length()];
        cursor.view().get(bytes);
        Arrays.fill(bytes, CHECKSUM_LOW, CHECKSUM_LOW + 2, (byte) 0);
        long mask = 0xFFFF;
        if (extra >= 4) {
            stated |= (long) cursor.at(CHECKSUM_HIGH).u16() << 16;
            mask = 0xFFFF_FFFFL;
            Arrays.fill(bytes, CHECKSUM_HIGH, CHECKSUM_HIGH + 2, (byte) 0);
        }
        if (stated != (checksum.of(ByteBuffer.wrap(bytes)) & mask)) {
            volume.findings().add(STRUCTURE, cursor.offsetOf(0), "inode " + number + " has a wrong checksum");
        }
    }

    FileEntry.Kind kind() {
        if (links == 0) {
            return FileEntry.Kind.OTHER;
        }
        return switch (mode & 0xF000) {
            case 0x4000 -> FileEntry.Kind.DIRECTORY;
            case 0x8000 -> FileEntry.Kind.FILE;
            case 0xA000 -> FileEntry.Kind.LINK;
            default -> FileEntry.Kind.OTHER;
        };
    }

    boolean isIndexed() {
        return (flags & FLAG_INDEX) != 0;
    }

    boolean hasExtents() {
        return (flags & FLAG_EXTENTS) != 0;
    }

    boolean isInline() {
        return (flags & FLAG_INLINE) != 0;
    }

    boolean isCaseFolded() {
        return (flags & FLAG_CASEFOLD) != 0;
    }

    boolean isEncrypted() {
        return (flags & FLAG_ENCRYPTED) != 0;
    }

    /** A link whose target takes the place of its blocks. */
    boolean isFastLink() {
        return kind() == FileEntry.Kind.LINK && size < PLACE_SIZE && !hasExtents() && !isInline();
    }

    /** @throws BadImageException UNSUPPORTED where the content, or a folder's names, are encrypted or compressed */
    void requireReadable() throws BadImageException {
        if (isEncrypted()) {
            throw place.unsupported(0, "inode " + number + " is encrypted");
        }
        if ((flags & FLAG_COMPRESSED) != 0) {
            throw place.unsupported(0, "inode " + number + " is compressed");
        }
    }
}
