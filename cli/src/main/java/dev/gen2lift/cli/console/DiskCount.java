package dev.gen2lift.cli.console;

import java.io.Closeable;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how many disks of how many have been looked into; a few are over before anyone could read it, so nothing then. */
public final class DiskCount implements Closeable {

    private static final int WORTH_SHOWING = 8;
    private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private final String task;
    private final PrintStream err;
    private final boolean shown;
    private final boolean terminal;
    private long lastLine = System.nanoTime();
    private int total;
    private int done;
    private @Nullable ProgressBar bar;

    DiskCount(String task, PrintStream err, boolean shown, boolean terminal) {
        this.task = task;
        this.err = err;
        this.shown = shown;
        this.terminal = terminal;
    }

    /** So many more. */
    public synchronized void planned(int disks) {
        total += disks;
        if (bar != null) {
            bar.maxHint(total);
        } else if (shown && terminal && total >= WORTH_SHOWING) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setUnit(" disks", 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .setConsumer(new ConsoleProgressBarConsumer(err))
                    .build();
            bar.stepTo(done);
        }
    }

    /** One more is done. */
    public synchronized void done() {
        done++;
        if (bar != null) {
            bar.step();
        } else if (shown && !terminal && System.nanoTime() - lastLine >= INTERVAL_NANOS) {
            lastLine = System.nanoTime();
            err.println(task + ": " + done + " of " + total + " disks");
        }
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
