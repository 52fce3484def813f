package dev.gen2lift.cli.console;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with rate and time left, for a terminal. */
final class ProgressBars implements ProgressDisplay {

    private static final long MIB = 1 << 20;

    private final String task;
    private final PrintStream err;
    private final ProgressCount count = new ProgressCount();
    private @Nullable ProgressBar bar;

    ProgressBars(String task, PrintStream err) {
        this.task = task;
        this.err = err;
    }

    @Override
    public synchronized void started(long virtualBytes) {
        if (bar != null) {
            bar.maxHint(bar.getMax() + virtualBytes);
            return;
        }
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(virtualBytes)
                .setUnit("MiB", MIB)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(err))
                .build();
    }

    @Override
    public synchronized void advanced(long virtualBytes, long writtenBytes) {
        count.advanced(virtualBytes, writtenBytes);
        if (bar != null) {
            bar.stepBy(virtualBytes);
            bar.setExtraMessage(extra());
        }
    }

    @Override
    public synchronized void resumed(long virtualBytes) {
        count.resumed(virtualBytes);
        note("goes on with " + Quantities.bytes(virtualBytes) + " that an earlier run had done");
    }

    @Override
    public synchronized void retried() {
        count.retried();
    }

    @Override
    public synchronized void note(String line) {
        // Over the bar, which is drawn again below it.
        err.println("\r" + task + ": " + line);
    }

    private String extra() {
        return Quantities.bytes(count.skipped()) + " zero"
                + (count.retries() == 0 ? "" : ", " + count.retries() + " retries");
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
