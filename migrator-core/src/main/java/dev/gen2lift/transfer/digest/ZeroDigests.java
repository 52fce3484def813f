package dev.gen2lift.transfer.digest;

import java.util.HexFormat;

/** The digests of a disk's chunks where they are zero. */
final class ZeroDigests {

    /** Known: computing it takes longer than the rest of a command's start, before the loop is compiled. */
    static final ChunkDigest WHOLE = ChunkDigest.ofBytes(
            HexFormat.of().parseHex("bb9f8df61474d25e71fa00722318cd387396ca1736605e1248821cc0de3d3af8"));

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
