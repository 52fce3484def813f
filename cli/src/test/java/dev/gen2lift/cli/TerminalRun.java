package dev.gen2lift.cli;

import dev.gen2lift.testimages.oracle.Oracle;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A command on a terminal of a given size: tmux keeps the screen as a person in front of it would see it. */
final class TerminalRun implements Closeable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /** Runs what follows, Ctrl-C or not, and writes down how it ended: tmux 3.3 forgets it at times. */
    private static final String KEEP_STATUS =
            "trap : INT; status=$1; shift; \"$@\"; echo $? >\"$status.new\"; mv \"$status.new\" \"$status\"";

    private final List<String> tmux;
    private final Path status;

    private TerminalRun(List<String> tmux, Path status) {
        this.tmux = tmux;
        this.status = status;
    }

    /** @param folder for what tmux needs */
    static TerminalRun start(Path folder, int columns, int rows, List<String> command) throws IOException {
        Path settings = Files.writeString(
                folder.resolve("tmux.conf"),
                "set -g remain-on-exit on\nset -g status off\nset -g history-limit 10000\n");
        TerminalRun run = new TerminalRun(
                List.of(
                        Oracle.require("tmux").toString(),
                        "-S",
                        folder.resolve("tmux").toString(),
                        "-f",
                        settings.toString()),
                folder.resolve("status"));
        List<String> start = new ArrayList<>(List.of(
                "new-session",
                "-d",
                "-x",
                Integer.toString(columns),
                "-y",
                Integer.toString(rows),
                "sh",
                "-c",
                KEEP_STATUS,
                "sh",
                run.status.toString(),
                "env",
                "-u",
                "COLUMNS",
                "-u",
                "LINES",
                "-u",
                "NO_COLOR"));
        start.addAll(command);
        run.tmux(start);
        return run;
    }

    /** What can be seen now, and what has scrolled out of sight; with {@code -e} the colours too. */
    List<String> screen(String... options) throws IOException {
        List<String> capture = new ArrayList<>(List.of("capture-pane", "-p", "-S", "-"));
        capture.addAll(List.of(options));
        return tmux(capture)
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty() && !line.startsWith("Pane is dead"))
                .toList();
    }

    /** The first screen that is as wanted. */
    List<String> await(Predicate<List<String>> wanted) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<String> seen = screen();
        while (!wanted.test(seen)) {
            if (System.nanoTime() > end || isOver()) {
                throw new AssertionError("never seen; last:\n" + String.join("\n", seen));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            seen = screen();
        }
        return seen;
    }

    /** Waits until the command is over and gives its exit code. */
    int exit() throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!isOver()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not over; last:\n" + String.join("\n", screen()));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return Integer.parseInt(Files.readString(status).strip());
    }

    void press(String keys) throws IOException {
        tmux(List.of("send-keys", keys));
    }

    private boolean isOver() {
        return Files.exists(status);
    }

    private String tmux(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(tmux);
        command.addAll(arguments);
        return Oracle.run(LIMIT, command).expectSuccess().out();
    }

    @Override
    public void close() throws IOException {
        List<String> command = new ArrayList<>(tmux);
        command.add("kill-server");
        Oracle.run(LIMIT, command);
    }
}
