package dev.gen2lift.cli.console;

import dev.gen2lift.cli.console.ProgressRow.State;
import java.time.Duration;

/** What has been heard of one disk, and so what its line says. Safe for several threads. */
final class DiskLine {

    private final String name;
    private final long expected;
    private ProgressCount count = new ProgressCount();
    private boolean started;
    private boolean over;
    private double endedAfter;

    /** @param expected bytes that it will have, until it says so itself */
    DiskLine(String name, long expected) {
        this.name = name;
        this.expected = expected;
    }

    synchronized void started(long bytes) {
        if (!started) {
            // Waiting does not count.
            count = new ProgressCount();
        }
        started = true;
        count.started(bytes);
    }

    synchronized void advanced(long bytes, long written) {
        count.advanced(bytes, written);
        if (isDone()) {
            endedAfter = count.seconds();
        }
    }

    synchronized void resumed(long bytes) {
        count.resumed(bytes);
    }

    synchronized void retried() {
        count.retried();
    }

    /** Nothing more is heard of it. */
    synchronized void over() {
        if (!over && !isDone()) {
            endedAfter = count.seconds();
        }
        over = true;
    }

    /** Whether it has a line to show once all is over: what was never begun has none. */
    synchronized boolean hasStarted() {
        return started;
    }

    synchronized ProgressRow row() {
        State state = state();
        boolean ended = state == State.DONE || state == State.STOPPED;
        return new ProgressRow(
                name,
                state,
                started ? count.total() : expected,
                count.done(),
                count.written() == 0 ? 0 : count.skipped(),
                count.retries(),
                (long) (ended ? average() : count.rate()),
                ended || !started ? Duration.ZERO : count.left(),
                Duration.ofMillis((long) ((ended ? endedAfter : count.seconds()) * 1000)));
    }

    private State state() {
        if (isDone()) {
            return State.DONE;
        }
        return over ? State.STOPPED : started ? State.RUNNING : State.WAITING;
    }

    private boolean isDone() {
        return started && count.done() >= count.total();
    }

    private double average() {
        long bytes = count.written() == 0 ? count.done() - count.resumed() : count.written();
        return bytes / Math.max(endedAfter, 1e-3);
    }
}
