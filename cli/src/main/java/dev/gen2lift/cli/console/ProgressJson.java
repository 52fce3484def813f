package dev.gen2lift.cli.console;

import dev.gen2lift.report.Json;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A JSON document on each line, at most one a second and one at the end. */
final class ProgressJson implements ProgressDisplay {

    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private final String task;
    private final PrintStream err;
    private final ProgressCount count = new ProgressCount();
    private long lastLine = System.nanoTime() - INTERVAL_NANOS;
    private boolean closed;

    ProgressJson(String task, PrintStream err) {
        this.task = task;
        this.err = err;
    }

    /**
     * One line. Sizes in bytes; {@code done} is {@code sent}, {@code skipped} and {@code resumed} together.
     *
     * @param rate bytes a second
     * @param secondsLeft at that rate
     */
    record Line(
            String schema,
            Instant time,
            String task,
            long total,
            long done,
            long sent,
            long skipped,
            long resumed,
            long retries,
            long rate,
            long secondsLeft,
            double seconds,
            boolean ended) {}

    /** Something to tell people. */
    record Note(String schema, Instant time, String task, String note) {}

    @Override
    public synchronized void started(long virtualBytes) {
        count.started(virtualBytes);
        print(false);
    }

    @Override
    public synchronized void resumed(long virtualBytes) {
        count.resumed(virtualBytes);
    }

    @Override
    public synchronized void retried() {
        count.retried();
    }

    @Override
    public synchronized void note(String line) {
        err.println(Json.line(new Note("gen2lift.progress/1", now(), task, line)));
    }

    @Override
    public synchronized void advanced(long virtualBytes, long writtenBytes) {
        count.advanced(virtualBytes, writtenBytes);
        print(false);
    }

    @Override
    public synchronized void close() {
        if (!closed && count.total() > 0) {
            print(true);
        }
        closed = true;
    }

    private void print(boolean end) {
        long now = System.nanoTime();
        if (end || now - lastLine >= INTERVAL_NANOS) {
            lastLine = now;
            err.println(Json.line(new Line(
                    "gen2lift.progress/1",
                    now(),
                    task,
                    count.total(),
                    count.done(),
                    count.written(),
                    count.skipped(),
                    count.resumed(),
                    count.retries(),
                    (long) count.rate(),
                    count.left().toSeconds(),
                    Math.round(count.seconds() * 1000) / 1000.0,
                    end)));
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
