package dev.gen2lift.transfer.digest;

/** The digests of a disk's chunks where they are zero: computed once, known for all. */
final class ZeroDigests {

    private static final ChunkDigest WHOLE = ChunkDigest.ofZeros(ChunkLayout.CHUNK);

    private final ChunkLayout layout;
    private final ChunkDigest last;

    ZeroDigests(ChunkLayout layout) {
        this.layout = layout;
        int length = layout.length(layout.count() - 1);
        this.last = length == ChunkLayout.CHUNK ? WHOLE : ChunkDigest.ofZeros(length);
    }

    ChunkDigest of(long chunk) {
        return chunk == layout.count() - 1 ? last : WHOLE;
    }
}
