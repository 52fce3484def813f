package dev.gen2lift.testimages.ext;

import dev.gen2lift.testimages.Guid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The superblock, 1024 bytes, of revision 1. */
final class Superblock {

    static final int LENGTH = 1024;
    static final int OFFSET = 1024;

    private static final int INCOMPATIBLE_FILE_TYPE = 0x2;
    private static final int READ_ONLY_COMPATIBLE_SPARSE_SUPER = 0x1;

    private Superblock() {}

    /** The copy in {@code group}. */
    static ByteBuffer of(Ext2Builder volume, GroupLayout layout, int group, int freeBlocks, int freeInodes) {
        int logBlockSize = Integer.numberOfTrailingZeros(layout.blockSize() / 1024);
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(layout.inodesPerGroup() * layout.groups())
                .putInt(layout.blocks())
                .putInt(0) // reserved blocks
                .putInt(freeBlocks)
                .putInt(freeInodes)
                .putInt(layout.firstDataBlock())
                .putInt(logBlockSize)
                .putInt(logBlockSize) // fragments
                .putInt(layout.blocksPerGroup())
                .putInt(layout.blocksPerGroup())
                .putInt(layout.inodesPerGroup())
                .putInt(volume.time) // mounted
                .putInt(volume.time) // written
                .putShort((short) 0) // mounts
                .putShort((short) -1) // mounts before a check: never
                .putShort((short) 0xEF53)
                .putShort((short) 1) // clean
                .putShort((short) 1) // on errors: go on
                .putShort((short) 0)
                .putInt(volume.time) // checked
                .putInt(0) // time between checks: never
                .putInt(0) // Linux
                .putInt(1) // revision
                .putInt(0)
                .putInt(Ext2Writer.FIRST_INODE)
                .putShort((short) layout.inodeSize())
                .putShort((short) group)
                .putInt(0)
                .putInt(INCOMPATIBLE_FILE_TYPE)
                .putInt(layout.sparseSuper() ? READ_ONLY_COMPATIBLE_SPARSE_SUPER : 0)
                .put(Guid.bigEndian(volume.id))
                .put(Arrays.copyOf(volume.label.getBytes(StandardCharsets.UTF_8), 16))
                .put(Arrays.copyOf(volume.lastMounted.getBytes(StandardCharsets.UTF_8), 64));
        return bytes.rewind();
    }
}
