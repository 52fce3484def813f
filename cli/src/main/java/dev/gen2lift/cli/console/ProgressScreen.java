package dev.gen2lift.cli.console;

import dev.gen2lift.cli.console.ProgressRow.State;
import dev.gen2lift.os.TerminalSize;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A line a disk at the bottom of a terminal, and one over all of them where there are several. Whoever does the work only
 * counts; a thread of its own draws, so that a terminal that is held up (Ctrl-S) holds up nothing else.
 */
final class ProgressScreen implements ProgressBoard {

    private static final long INTERVAL_MILLIS = 200;
    private static final TerminalSize SMALL = new TerminalSize(80, 24);

    private final Supplier<Optional<TerminalSize>> size;
    private final boolean colour;
    private final LiveLines lines;
    private final List<DiskLine> disks = new ArrayList<>();
    private final DiskLine all = new DiskLine("together", 0);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(ProgressScreen::thread);
    private TerminalSize lastSize = SMALL;
    private boolean ended;

    ProgressScreen(PrintStream err, Supplier<Optional<TerminalSize>> size, boolean colour) {
        this.size = size;
        this.colour = colour;
        this.lines = new LiveLines(err);
        clock.scheduleWithFixedDelay(this::draw, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** One task alone, which ends the drawing with itself. */
    ProgressDisplay alone(String task) {
        return new OnScreen(task, 0, this::close);
    }

    @Override
    public ProgressDisplay disk(String name, long bytes) {
        return new OnScreen(name, bytes, () -> {});
    }

    /** Draws what is known now. */
    void draw() {
        List<DiskLine> now = copy();
        synchronized (lines) {
            if (!ended) {
                draw(now);
            }
        }
    }

    private void draw(List<DiskLine> now) {
        lastSize = size.get().orElse(lastSize);
        // Most terminals keep the cursor behind a full line, some wrap it at once.
        int width = Math.max(1, lastSize.columns() - 1);
        List<ProgressRow> rows = new ArrayList<>(now.stream().map(DiskLine::row).toList());
        ProgressRow sum = all.row();
        List<ProgressRow> shown = fitting(rows, lastSize.rows() - 3);
        if (rows.size() > 1) {
            shown.add(sum);
        }
        List<String> text = new ArrayList<>(ProgressText.of(shown, width, colour));
        int hidden = rows.size() + (rows.size() > 1 ? 1 : 0) - shown.size();
        if (hidden > 0) {
            String more = "and " + hidden + " more";
            text.add(more.substring(0, Math.min(width, more.length())));
        }
        lines.draw(text, lastSize.columns());
    }

    /** As many rows as there is room for, in their order: first those under way, then the others. */
    private static List<ProgressRow> fitting(List<ProgressRow> rows, int room) {
        List<ProgressRow> shown = new ArrayList<>(rows);
        for (State state : List.of(State.DONE, State.WAITING, State.STOPPED, State.RUNNING)) {
            for (int i = shown.size() - 1; i >= 0 && shown.size() > Math.max(1, room); i--) {
                if (shown.get(i).state() == state) {
                    shown.remove(i);
                }
            }
        }
        return shown;
    }

    private synchronized List<DiskLine> copy() {
        return List.copyOf(disks);
    }

    private synchronized void add(DiskLine disk) {
        if (!disks.contains(disk)) {
            disks.add(disk);
        }
    }

    private synchronized void remove(DiskLine disk) {
        disks.remove(disk);
    }

    private void above(String line) {
        synchronized (lines) {
            lines.above(line, lastSize.columns());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        List<DiskLine> last = copy();
        last.forEach(DiskLine::over);
        all.over();
        synchronized (lines) {
            if (!ended) {
                ended = true;
                draw(last.stream().filter(DiskLine::hasStarted).toList());
                lines.leave();
            }
        }
    }

    private static Thread thread(Runnable drawing) {
        Thread thread = new Thread(drawing, "progress");
        thread.setDaemon(true);
        return thread;
    }

    /** One disk's line. */
    private final class OnScreen implements ProgressDisplay {

        private final String name;
        private final DiskLine line;
        private final Runnable closing;
        private long expected;

        /** @param bytes 0 where they are not known before it starts; until then there is no line then */
        OnScreen(String name, long bytes, Runnable closing) {
            this.name = name;
            this.line = new DiskLine(name, bytes);
            this.closing = closing;
            this.expected = bytes;
            if (bytes > 0) {
                all.started(bytes);
                add(line);
            }
        }

        @Override
        public void started(long virtualBytes) {
            all.started(virtualBytes - expected);
            expected = 0;
            line.started(virtualBytes);
            add(line);
        }

        @Override
        public void advanced(long virtualBytes, long writtenBytes) {
            line.advanced(virtualBytes, writtenBytes);
            all.advanced(virtualBytes, writtenBytes);
        }

        @Override
        public void resumed(long virtualBytes) {
            line.resumed(virtualBytes);
            all.resumed(virtualBytes);
            note("goes on with " + Quantities.bytes(virtualBytes) + " that an earlier run had done");
        }

        @Override
        public void retried() {
            line.retried();
            all.retried();
        }

        @Override
        public void note(String text) {
            above(Table.printable(name) + ": " + text);
        }

        @Override
        public void close() {
            line.over();
            if (!line.hasStarted()) {
                all.started(-expected);
                expected = 0;
                remove(line);
            }
            closing.run();
        }
    }
}
