package dev.gen2lift.filesystem.ext;

/**
 * Blocks of a file that lie one behind the other.
 *
 * @param length how many, at least 1
 * @param first the first one's place in the volume, or {@link #HOLE}
 */
record BlockRun(long length, long first) {

    /** Not stored, or not written yet: zeros. */
    static final long HOLE = -1;

    static BlockRun hole(long length) {
        return new BlockRun(length, HOLE);
    }

    boolean isHole() {
        return first == HOLE;
    }
}
