package dev.gen2lift.testimages.vhdx;

import dev.gen2lift.testimages.SparseContent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The block allocation table (2.5): 64-bit entries for payload blocks, with one for a sector bitmap block after each
 * chunk of them. Kept sparsely, since that of 64 TiB has 513 MiB.
 */
public final class Bat {

    private final long chunkRatio;
    private final long entries;
    private final SparseContent table;

    Bat(long blocks, long chunkRatio, boolean differencing) {
        this.chunkRatio = chunkRatio;
        this.entries = differencing
                ? (blocks + chunkRatio - 1) / chunkRatio * (chunkRatio + 1)
                : blocks + Math.max(0, blocks - 1) / chunkRatio;
        long bytes = Math.max(1, entries) * Long.BYTES;
        this.table = new SparseContent((bytes + VhdxFormat.MIB - 1) / VhdxFormat.MIB * VhdxFormat.MIB);
    }

    /** Payload blocks described by one sector bitmap block (2.5). */
    public long chunkRatio() {
        return chunkRatio;
    }

    /** Entries in use; the table's last MiB may have room for more. */
    public long entries() {
        return entries;
    }

    /** Index of the entry of payload block {@code block}. */
    public long payloadIndex(long block) {
        return block + block / chunkRatio;
    }

    /** Index of the entry of the sector bitmap block of {@code chunk}. */
    public long bitmapIndex(long chunk) {
        return (chunk + 1) * chunkRatio + chunk;
    }

    public long get(long index) {
        return ByteBuffer.wrap(table.bytes(index * Long.BYTES, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    public void set(long index, long entry) {
        table.write(
                index * Long.BYTES,
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(entry)
                        .array());
    }

    /** The region's bytes, a multiple of 1 MiB. */
    SparseContent table() {
        return table;
    }
}
