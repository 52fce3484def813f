package dev.gen2lift.disk.layer;

/**
 * A range of a virtual disk and the one file, if any, that its bytes come from.
 *
 * @param kind STORED, PATCHED or ZERO
 * @param layer index of the layer that holds the bytes, 0 for the uppermost; 0 where the range is zero
 * @param length bytes, greater than 0
 * @param at where the bytes lie in the layer's payload; 0 where the range is zero
 */
record Segment(Run.Kind kind, int layer, long length, long at) {

    /** What a layer's {@code run} gives from {@code skipped} bytes on, at most {@code limit} bytes. */
    static Segment of(Run run, int layer, long skipped, long limit) {
        Segment whole =
                run.kind().hasBytes() ? new Segment(run.kind(), layer, run.length(), run.at()) : zero(run.length());
        return whole.from(skipped, limit);
    }

    static Segment zero(long length) {
        return new Segment(Run.Kind.ZERO, 0, length, 0);
    }

    /** Whether {@code next}, which begins where this one ends, is held in the same way and at the same place. */
    boolean continuesIn(Segment next) {
        return kind == next.kind && layer == next.layer && (kind == Run.Kind.ZERO || at + length == next.at);
    }

    Segment with(long otherLength) {
        return new Segment(kind, layer, otherLength, at);
    }

    /** What is left of this segment from {@code skipped} bytes on, at most {@code limit} bytes. */
    Segment from(long skipped, long limit) {
        long left = Math.min(length - skipped, limit);
        return new Segment(kind, layer, left, kind == Run.Kind.ZERO ? 0 : at + skipped);
    }
}
