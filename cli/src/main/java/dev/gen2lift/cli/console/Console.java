package dev.gen2lift.cli.console;

import dev.gen2lift.disk.ImageWarning;
import java.io.PrintStream;
import java.util.Collection;

/** Where a command speaks: results to stdout, everything else to stderr. */
public final class Console {

    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;
    private final boolean quiet;
    private final ProgressStyle progress;
    private final boolean terminal;

    Console(PrintStream out, PrintStream err, boolean json, boolean quiet, ProgressStyle progress, boolean terminal) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.quiet = quiet;
        this.progress = progress;
        this.terminal = terminal;
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

    /** Whether progress is for programs, who tell several tasks apart. */
    public boolean progressIsJson() {
        return progress == ProgressStyle.JSON;
    }

    /** Progress of something that takes a while; close it when it ends, however it ends. */
    public ProgressDisplay progress(String task) {
        return switch (progress) {
            case NONE -> ProgressDisplay.silent();
            case JSON -> new ProgressJson(task, err);
            case AUTO -> terminal ? new ProgressBars(task, err) : new ProgressLines(task, err);
        };
    }

    /** Progress over disks; close it when it ends, however it ends. */
    public DiskCount count(String task) {
        return new DiskCount(task, err, progress == ProgressStyle.AUTO, terminal);
    }
}
