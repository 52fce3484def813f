package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.filesystem.Text;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What the superblock of ext2, ext3 and ext4 says of itself (Linux, Documentation/filesystems/ext4/super.rst).
 *
 * @param label up to 16 bytes of UTF-8
 */
public record ExtSuperblock(long compatible, long incompatible, long readOnlyCompatible, String label) {

    private static final String STRUCTURE = "ext superblock";
    private static final int OFFSET = 1024;
    private static final int SIZE = 1024;
    private static final int MAGIC = 0x38;

    private static final long COMPATIBLE_HAS_JOURNAL = 0x4;
    private static final long INCOMPATIBLE_JOURNAL_DEVICE = 0x8;

    /** What ext3's driver knew: file types, a journal to replay, meta block groups. More makes it ext4. */
    private static final long INCOMPATIBLE_EXT3 = 0x2 | 0x4 | 0x10;

    /** What ext3's driver knew: sparse superblocks, large files, B-tree directories. */
    private static final long READ_ONLY_COMPATIBLE_EXT3 = 0x1 | 0x2 | 0x4;

    /** The superblock; empty where there is none. */
    public static Optional<ExtSuperblock> read(ByteSource volume) throws IOException {
        if (volume.size() < OFFSET + SIZE) {
            return Optional.empty();
        }
        BinaryCursor cursor = BinaryCursor.read(volume, STRUCTURE, OFFSET, SIZE, ByteOrder.LITTLE_ENDIAN);
        return cursor.has(MAGIC, new byte[] {0x53, (byte) 0xEF}) ? Optional.of(parse(cursor)) : Optional.empty();
    }

    /** As {@link #read}, by an intact copy where the superblock has lost its signature. */
    public static Optional<ExtSuperblock> readCopy(ByteSource volume) throws IOException {
        Optional<ExtGeometry> copy = ExtSuperblocks.copy(volume);
        return copy.isPresent() ? Optional.of(readAt(volume, copy.get().offset())) : Optional.empty();
    }

    static ExtSuperblock readAt(ByteSource volume, long offset) throws IOException {
        return parse(BinaryCursor.read(volume, STRUCTURE, offset, SIZE, ByteOrder.LITTLE_ENDIAN));
    }

    private static ExtSuperblock parse(BinaryCursor cursor) throws BadImageException {
        long compatible = cursor.at(0x5C).u32();
        long incompatible = cursor.u32();
        long readOnlyCompatible = cursor.u32();
        return new ExtSuperblock(
                compatible,
                incompatible,
                readOnlyCompatible,
                Text.utf8(cursor.at(0x78).bytes(16)));
    }

    /** Which of the three it is; an external journal is none of them. */
    public FileSystemType type() {
        if ((incompatible & INCOMPATIBLE_JOURNAL_DEVICE) != 0) {
            return FileSystemType.UNKNOWN;
        }
        if ((incompatible & ~INCOMPATIBLE_EXT3) != 0 || (readOnlyCompatible & ~READ_ONLY_COMPATIBLE_EXT3) != 0) {
            return FileSystemType.EXT4;
        }
        return (compatible & COMPATIBLE_HAS_JOURNAL) != 0 ? FileSystemType.EXT3 : FileSystemType.EXT2;
    }
}
