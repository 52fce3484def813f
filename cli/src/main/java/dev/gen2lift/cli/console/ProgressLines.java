package dev.gen2lift.cli.console;

import java.io.PrintStream;
import java.time.Duration;

/** A plain line every few seconds, for logs and pipes. */
final class ProgressLines implements ProgressDisplay {

    private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private final String task;
    private final PrintStream err;
    private final ProgressCount count = new ProgressCount();
    private long lastLine = System.nanoTime();

    ProgressLines(String task, PrintStream err) {
        this.task = task;
        this.err = err;
    }

    @Override
    public synchronized void started(long virtualBytes) {
        count.started(virtualBytes);
    }

    @Override
    public synchronized void resumed(long virtualBytes) {
        count.resumed(virtualBytes);
        err.println(task + ": goes on with " + Quantities.bytes(virtualBytes) + " that an earlier run had done");
    }

    @Override
    public synchronized void retried() {
        count.retried();
    }

    @Override
    public synchronized void note(String line) {
        err.println(task + ": " + line);
    }

    @Override
    public synchronized void advanced(long virtualBytes, long writtenBytes) {
        count.advanced(virtualBytes, writtenBytes);
        long now = System.nanoTime();
        if (now - lastLine >= INTERVAL_NANOS) {
            lastLine = now;
            err.println(line());
        }
    }

    @Override
    public void close() {}

    private String line() {
        return "%s: %d%% of %s, %s%s%s/s, %s left"
                .formatted(
                        task,
                        count.total() == 0 ? 100 : count.done() * 100 / count.total(),
                        Quantities.bytes(count.total()),
                        count.written() == 0
                                ? ""
                                : Quantities.bytes(count.written()) + " written, " + Quantities.bytes(count.skipped())
                                        + " zero, ",
                        count.retries() == 0 ? "" : count.retries() + " retries, ",
                        Quantities.bytes((long) count.rate()),
                        Quantities.duration(count.left()));
    }
}
