package dev.gen2lift.copy;

/**
 * A range of the source and what becomes of it.
 *
 * @param offset first byte within the virtual disk
 * @param length bytes, greater than 0
 */
record Segment(long offset, long length, Fate fate) {

    enum Fate {
        /** Nothing to do: the target starts as zero. */
        ZERO,
        /** The target shares the stored bytes already. */
        SHARED,
        /** To be read and written. */
        COPY
    }

    long end() {
        return offset + length;
    }
}
