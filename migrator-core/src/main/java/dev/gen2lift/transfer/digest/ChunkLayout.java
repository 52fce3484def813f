package dev.gen2lift.transfer.digest;

/**
 * How a disk is cut into chunks: {@value #CHUNK} bytes each, the last one up to the disk's end.
 *
 * @param capacity bytes of the virtual disk, greater than 0
 */
public record ChunkLayout(long capacity) {

    /** Bytes of every chunk but the last; the most that one Put Page takes. */
    public static final int CHUNK = 4 << 20;

    /** Largest disk in bytes, 64 TiB: a VHDX has no more. */
    public static final long MAX_CAPACITY = 64L << 40;

    public ChunkLayout {
        if (capacity <= 0 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("a disk has 1 to " + MAX_CAPACITY + " bytes: " + capacity);
        }
    }

    public long count() {
        return (capacity + CHUNK - 1) / CHUNK;
    }

    /** Number of the chunk that holds the byte at {@code offset}. */
    public long chunkAt(long offset) {
        return offset / CHUNK;
    }

    public long offset(long chunk) {
        return chunk * CHUNK;
    }

    public int length(long chunk) {
        if (chunk < 0 || chunk >= count()) {
            throw new IllegalArgumentException("chunk " + chunk + " of " + count());
        }
        return (int) Math.min(CHUNK, capacity - offset(chunk));
    }
}
