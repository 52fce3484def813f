package dev.gen2lift.cli.console;

import java.time.Duration;

/**
 * How far one disk is, at one moment. Sizes in bytes.
 *
 * @param name of the disk or of what is done
 * @param done of {@code total}, those that an earlier run had done and those skipped among them
 * @param skipped bytes that were not written because they are zero or shared; 0 where nothing is written at all
 * @param retries requests that failed and were tried again
 * @param rate bytes a second
 * @param left how long the rest takes at that rate; zero where that is not known
 * @param passed since it began
 */
record ProgressRow(
        String name,
        State state,
        long total,
        long done,
        long skipped,
        long retries,
        long rate,
        Duration left,
        Duration passed) {

    enum State {
        /** Nothing has been heard of it yet. */
        WAITING,
        RUNNING,
        DONE,
        /** It ended before it was done. */
        STOPPED
    }

    /** From 0 to 100; 100 only when all of it is done. */
    int percent() {
        return total == 0 ? (state == State.DONE ? 100 : 0) : (int) (done * 100.0 / total);
    }
}
