package dev.gen2lift.cli.console;

import dev.gen2lift.os.TerminalSize;
import java.io.Closeable;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Shows how many disks of how many have been looked into; a few are over before anyone could read it, so nothing then. */
public final class DiskCount implements Closeable {

    private static final int WORTH_SHOWING = 8;
    private static final int BAR = 32;
    private static final long LINE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long DRAWING_NANOS = Duration.ofMillis(200).toNanos();

    private final String task;
    private final PrintStream err;
    private final boolean shown;
    private final Optional<Screen> screen;
    private final LiveLines lines;
    private long lastShown = System.nanoTime();
    private int total;
    private int done;
    private boolean closed;

    /** @param screen where it can be drawn in its place */
    DiskCount(String task, PrintStream err, boolean shown, Optional<Screen> screen) {
        this.task = task;
        this.err = err;
        this.shown = shown;
        this.screen = screen;
        this.lines = new LiveLines(err);
    }

    /** So many more. */
    public synchronized void planned(int disks) {
        total += disks;
    }

    /** One more is done. */
    public synchronized void done() {
        done++;
        long now = System.nanoTime();
        if (shown && now - lastShown >= (screen.isPresent() ? DRAWING_NANOS : LINE_NANOS)) {
            lastShown = now;
            screen.ifPresentOrElse(this::draw, () -> err.println(counted()));
        }
    }

    @Override
    public synchronized void close() {
        if (shown && !closed) {
            screen.ifPresent(this::draw);
        }
        closed = true;
    }

    private void draw(Screen on) {
        if (total >= WORTH_SHOWING) {
            on.size().map(TerminalSize::columns).ifPresent(columns -> lines.draw(List.of(line(columns - 1)), columns));
        }
    }

    /** With a bar where there is room for it. */
    private String line(int width) {
        String text = counted();
        int full = BAR * done / Math.max(1, total);
        String bar = "  [" + "=".repeat(full) + " ".repeat(BAR - full) + "]";
        return text.length() + bar.length() <= width
                ? text + bar
                : text.substring(0, Math.max(0, Math.min(width, text.length())));
    }

    private String counted() {
        return task + ": " + done + " of " + total + " disks";
    }
}
