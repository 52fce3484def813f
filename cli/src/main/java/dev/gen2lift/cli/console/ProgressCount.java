package dev.gen2lift.cli.console;

import java.time.Duration;

/**
 * What has been heard of a copy or an upload. The rate is that of the last seconds, so that a pause or a change of the
 * line shows; what is left is guessed from the share of data so far. For one thread at a time.
 */
final class ProgressCount {

    private static final double WINDOW_SECONDS = 15;

    private final long began = System.nanoTime();
    private long total;
    private long done;
    private long written;
    private long resumed;
    private long retries;
    private long measuredAt = began;
    private long measuredWritten;
    private long measuredDone;
    private double rate;
    private double doneRate;

    void started(long bytes) {
        total += bytes;
    }

    void resumed(long bytes) {
        resumed += bytes;
    }

    void retried() {
        retries++;
    }

    void advanced(long bytes, long writtenBytes) {
        done += bytes;
        written += writtenBytes;
    }

    long total() {
        return total;
    }

    long done() {
        return done;
    }

    long written() {
        return written;
    }

    /** Bytes that an earlier run had dealt with; part of {@link #done}. */
    long resumed() {
        return Math.min(resumed, done);
    }

    /** Bytes that were not written because they are zero, or shared. */
    long skipped() {
        return Math.max(0, done - written - resumed());
    }

    long retries() {
        return retries;
    }

    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    /** Bytes a second: written ones, or those of the disk where nothing is written. */
    double rate() {
        measure();
        return written == 0 ? doneRate : rate;
    }

    /** How long the rest takes at the rate of now. */
    Duration left() {
        measure();
        long own = done - resumed();
        double speed = doneRate > 0 ? doneRate : own / Math.max(seconds(), 1e-3);
        return speed <= 0 ? Duration.ZERO : Duration.ofSeconds((long) Math.min((total - done) / speed, 1e9));
    }

    private void measure() {
        long now = System.nanoTime();
        double passed = (now - measuredAt) / 1e9;
        if (passed < 0.5 && rate > 0) {
            return;
        }
        passed = Math.max(passed, 1e-3);
        double weight = passed / Math.max(passed, Math.min(WINDOW_SECONDS, seconds()));
        rate += weight * ((written - measuredWritten) / passed - rate);
        doneRate += weight * ((done - resumed() - measuredDone) / passed - doneRate);
        measuredAt = now;
        measuredWritten = written;
        measuredDone = done - resumed();
    }
}
