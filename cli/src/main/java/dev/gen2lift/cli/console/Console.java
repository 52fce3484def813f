package dev.gen2lift.cli.console;

import dev.gen2lift.disk.ImageWarning;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Optional;

/** Where a command speaks: results to stdout, everything else to stderr. */
public final class Console {

    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;
    private final boolean quiet;
    private final ProgressStyle progress;
    private final boolean terminal;
    private final Screen screen;

    /** @param terminal whether {@code err} is one, on which progress may be drawn in its place */
    Console(
            PrintStream out,
            PrintStream err,
            boolean json,
            boolean quiet,
            ProgressStyle progress,
            boolean terminal,
            Screen screen) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.quiet = quiet;
        this.progress = progress;
        this.terminal = terminal;
        this.screen = screen;
    }

    /** Whether stdout carries one JSON document and nothing else. */
    public boolean json() {
        return json;
    }

    /** The command's result, or a part of it that ends with a line. */
    public void result(String text) {
        out.print(text.endsWith("\n") ? text : text + "\n");
    }

    /** A line for people that is not part of the result; silent with {@code --quiet}. */
    public void note(String line) {
        if (!quiet) {
            err.println(line);
        }
    }

    /** A line that says how far the command is; silent where progress is. */
    public void progressNote(String line) {
        if (progress == ProgressStyle.AUTO) {
            err.println(line);
        }
    }

    /** Something wrong that did not stop the command; silent with {@code --quiet}. */
    public void warn(String message) {
        note("gen2lift: warning: " + message);
    }

    /** The warnings that reading an image gave. */
    public void warn(Object image, Collection<ImageWarning> warnings) {
        for (ImageWarning warning : warnings) {
            warn(warning.message() + " (" + image + ", " + warning.structure() + ", at byte " + warning.offset() + ")");
        }
    }

    /** Progress of something that takes a while; close it when it ends, however it ends. */
    public ProgressDisplay progress(String task) {
        return switch (progress) {
            case NONE -> ProgressDisplay.silent();
            case JSON -> new ProgressJson(task, err);
            case AUTO -> draws() ? screen().alone(task) : new ProgressLines(task, err);
        };
    }

    /** Progress of several disks at once; close it when all are over, however they end. */
    public ProgressBoard board(String task) {
        return switch (progress) {
            case NONE -> ProgressBoard.together(ProgressDisplay.silent());
            case JSON -> ProgressBoard.json(err);
            case AUTO -> draws() ? screen() : ProgressBoard.together(new ProgressLines(task, err));
        };
    }

    /** Progress over disks; close it when it ends, however it ends. */
    public DiskCount count(String task) {
        return new DiskCount(
                task, err, progress == ProgressStyle.AUTO, draws() ? Optional.of(screen) : Optional.empty());
    }

    private ProgressScreen screen() {
        return new ProgressScreen(err, screen::size, screen.hasColour());
    }

    private boolean draws() {
        return terminal && screen.size().isPresent();
    }
}
