package dev.gen2lift.guest.registry;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * The cells that a hive's bins consist of ("Cell"): each structure lies in one, and they refer to each other by their
 * offset within the bins.
 */
final class HiveCells {

    /** Stands where there is no cell to refer to. */
    static final long NONE = 0xFFFF_FFFFL;

    private static final int SIZE_FIELD = 4;
    private static final int ALIGNMENT = 8;

    private final ByteSource hive;
    private final BaseBlock block;

    HiveCells(ByteSource hive, BaseBlock block) {
        this.hive = hive;
        this.block = block;
    }

    BaseBlock block() {
        return block;
    }

    /**
     * The content of a cell that is in use, or as much of it as {@code atMost} bytes.
     *
     * @param structure what is expected in it
     * @throws BadImageException where the offset leads out of the bins, or to what is no cell in use
     */
    BinaryCursor read(long offset, String structure, int atMost) throws IOException {
        if (offset % ALIGNMENT != 0 || offset > block.binsSize() - SIZE_FIELD) {
            throw bad(structure, offset, "no cell can be there, the bins have " + block.binsSize() + " bytes");
        }
        long at = BaseBlock.SIZE + offset;
        // In use the size is stored negative.
        int stored = (int) BinaryCursor.read(hive, structure, at, SIZE_FIELD, ByteOrder.LITTLE_ENDIAN)
                .u32();
        long size = -(long) stored;
        if (size <= 0) {
            throw bad(structure, offset, "the cell is not in use");
        }
        if (size < ALIGNMENT || size > block.binsSize() - offset) {
            throw bad(structure, offset, "cell of " + size + " bytes");
        }
        int length = (int) Math.min(atMost, size - SIZE_FIELD);
        return BinaryCursor.read(hive, structure, at + SIZE_FIELD, length, ByteOrder.LITTLE_ENDIAN);
    }

    private BadImageException bad(String structure, long offset, String reason) {
        return new BadImageException(
                BadImageException.Kind.CORRUPT, hive.name(), structure, BaseBlock.SIZE + offset, reason);
    }
}
