package dev.gen2lift.guest.boot;

import java.util.Optional;

/**
 * How much of a disk's loaders is read to check their signatures, so that looking at a disk stays quick whatever lies on
 * it. For one disk, and one thread.
 */
final class CheckBudget {

    /** Above this a loader is a unified kernel image, which holds a kernel and a RAM disk. */
    static final long MAX_LOADER = 16L << 20;

    /** All loaders of a disk together, and the most for the one that firmware starts, which comes first. */
    static final long MAX_TOTAL = 32L << 20;

    /** What may be asked for one by one. */
    static final long MAX_IMAGE = 256L << 20;

    /** A real disk has a dozen or two. */
    private static final int MAX_SIGNATURES = 64;

    private final long maxEach;
    private long bytes;
    private int signatures = MAX_SIGNATURES;

    private CheckBudget(long maxEach, long bytes) {
        this.maxEach = maxEach;
        this.bytes = bytes;
    }

    static CheckBudget ofDisk() {
        return new CheckBudget(MAX_LOADER, MAX_TOTAL);
    }

    /** For one image, of a size that the caller stands for. */
    static CheckBudget ofImage(long size) {
        return new CheckBudget(size, size);
    }

    /** Takes what checking an image costs; where that is too much, nothing, and the answer is the reason. */
    Optional<String> take(long size, int count, boolean first) {
        long limit = first ? Math.max(maxEach, bytes) : maxEach;
        if (size > limit) {
            return Optional.of("not hashed: " + size + " bytes, more than " + limit);
        }
        if (size > bytes) {
            return Optional.of("not hashed: the loaders of this disk have more than " + MAX_TOTAL + " bytes in all");
        }
        if (count > signatures) {
            return Optional.of("not checked: more than " + MAX_SIGNATURES + " signatures on this disk");
        }
        bytes -= size;
        signatures -= count;
        return Optional.empty();
    }
}
