package dev.gen2lift.cli.console;

import java.io.PrintStream;
import java.time.Duration;

/** A plain line every few seconds, for logs and pipes. */
final class ProgressLines implements ProgressDisplay {

    private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private final String task;
    private final PrintStream err;
    private final long began = System.nanoTime();
    private long total;
    private long done;
    private long written;
    private long lastLine = began;

    ProgressLines(String task, PrintStream err) {
        this.task = task;
        this.err = err;
    }

    @Override
    public synchronized void started(long virtualBytes) {
        total += virtualBytes;
    }

    @Override
    public synchronized void advanced(long virtualBytes, long writtenBytes) {
        done += virtualBytes;
        written += writtenBytes;
        long now = System.nanoTime();
        if (now - lastLine >= INTERVAL_NANOS) {
            lastLine = now;
            err.println(line(now));
        }
    }

    @Override
    public void close() {}

    private String line(long now) {
        double seconds = Math.max((now - began) / 1e9, 1e-3);
        double left = done == 0 ? 0 : seconds * (total - done) / done;
        return "%s: %d%% of %s, %s%s/s, %s left"
                .formatted(
                        task,
                        total == 0 ? 100 : done * 100 / total,
                        Quantities.bytes(total),
                        written == 0 ? "" : Quantities.bytes(written) + " written, ",
                        Quantities.bytes((long) ((written == 0 ? done : written) / seconds)),
                        Quantities.duration(Duration.ofSeconds((long) left)));
    }
}
