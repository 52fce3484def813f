package dev.gen2lift.transfer.rate;

/**
 * How long a page is: what one connection carries in some ten seconds, so that on a slow line little is lost with a request
 * that fails, and none runs out of time. Safe for several threads.
 */
public final class PageLength {

    /** Shortest page in bytes. */
    public static final int SHORTEST = 256 << 10;

    private static final double SECONDS = 10;
    private static final double WEIGHT = 0.3;

    private final int longest;
    private double bytesPerSecond;

    /**
     * @param longest most bytes of a page, a power of two from {@link #SHORTEST} on
     * @param expected bytes a second of one connection, as far as is known; infinite where nothing is
     */
    public PageLength(int longest, double expected) {
        this.longest = longest;
        this.bytesPerSecond = expected;
    }

    /** Most bytes of the next page; a power of two. */
    public synchronized int bytes() {
        int length = longest;
        while (length > SHORTEST && length > bytesPerSecond * SECONDS) {
            length /= 2;
        }
        return length;
    }

    /** A page of so many bytes took so long. */
    public synchronized void arrived(int bytes, long nanos) {
        // A short page says more of the delay than of the line.
        if (bytes >= SHORTEST) {
            double measured = bytes * 1e9 / Math.max(1, nanos);
            bytesPerSecond = Double.isInfinite(bytesPerSecond)
                    ? measured
                    : bytesPerSecond + WEIGHT * (measured - bytesPerSecond);
        }
    }

    /** A page did not get through in time. */
    public synchronized void timedOut() {
        bytesPerSecond = Math.min(bytesPerSecond, bytes() / SECONDS) / 2;
    }
}
