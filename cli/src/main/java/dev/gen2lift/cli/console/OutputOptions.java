package dev.gen2lift.cli.console;

import picocli.CommandLine.Option;

/** What every command understands about its own output. */
public final class OutputOptions {

    @Option(names = "--json", description = "One JSON document on stdout instead of text.")
    boolean json;

    @Option(
            names = "--progress",
            paramLabel = "auto|json|none",
            description =
                    "How far it is, on stderr: bars or lines, a JSON document a line, or nothing (default: auto).")
    ProgressStyle progress = ProgressStyle.AUTO;

    @Option(names = "--no-progress", description = "No progress on stderr.")
    boolean noProgress;

    @Option(
            names = {"-q", "--quiet"},
            description = "Errors alone on stderr.")
    boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "More on stderr: the log, and stack traces with errors.")
    boolean verbose;

    public boolean json() {
        return json;
    }

    public boolean verbose() {
        return verbose;
    }

    /** The console that these options ask for, on the process's own streams. */
    public Console console() {
        LogLevel.set(quiet ? LogLevel.QUIET : verbose ? LogLevel.VERBOSE : LogLevel.NORMAL);
        return new Console(
                StandardStreams.out(),
                StandardStreams.err(),
                json,
                quiet,
                noProgress || quiet ? ProgressStyle.NONE : progress,
                // The log is lines, and would stand among bars.
                StandardStreams.isTerminal() && !verbose,
                new Screen(System.getenv()));
    }
}
