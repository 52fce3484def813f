package dev.gen2lift.copy;

/**
 * How a copy is run.
 *
 * @param threads pieces in flight, 1 to {@value #MAX_THREADS}; each holds one buffer of the target's
 *     {@link WriteShape#maxLength()}
 * @param digest whether the SHA-256 of the source's whole content is wanted; then everything is read, shared ranges
 *     included, and zeros are hashed too
 */
public record CopyOptions(int threads, boolean digest) {

    public static final int MAX_THREADS = 64;

    /** Enough to keep a disk busy that is written past the cache; measured, as the decision on the copy engine says. */
    private static final int LOCAL_THREADS = 4;

    public CopyOptions {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads must be 1 to " + MAX_THREADS + ": " + threads);
        }
    }

    /** For a target on a local file system, without a digest. */
    public static CopyOptions local() {
        return new CopyOptions(LOCAL_THREADS, false);
    }

    public CopyOptions withThreads(int count) {
        return new CopyOptions(count, digest);
    }

    public CopyOptions withDigest(boolean wanted) {
        return new CopyOptions(threads, wanted);
    }
}
