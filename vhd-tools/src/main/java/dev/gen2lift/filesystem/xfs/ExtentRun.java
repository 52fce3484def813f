package dev.gen2lift.filesystem.xfs;

/**
 * Blocks of a file that lie one behind the other.
 *
 * @param length how many, at least 1
 * @param first the number of the first one in the volume, or {@link #HOLE}
 */
record ExtentRun(long length, long first) {

    /** Not stored, or not written yet: zeros. */
    static final long HOLE = -1;

    boolean isHole() {
        return first == HOLE;
    }
}
