package dev.gen2lift.testimages.oracle;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds and runs the tools and files that tests are judged by. What is missing skips the test, visibly; with
 * {@value #REQUIRE_VARIABLE}=1 in the environment a missing tool or firmware fails it instead.
 */
public final class Oracle {

    /** Set to 1 where every oracle has to be there, as in the gate. */
    public static final String REQUIRE_VARIABLE = "GEN2LIFT_REQUIRE_ORACLES";

    /** Folder of disk images written by others; its tests are skipped where it is unset. */
    public static final String CORPUS_VARIABLE = "GEN2LIFT_CORPUS";

    /** Folder of API specifications; its tests are skipped where it is unset. */
    public static final String SPECS_VARIABLE = "GEN2LIFT_SPECS";

    /** Debian keeps file system and partition tools here, outside of an ordinary user's PATH. */
    private static final List<String> EXTRA_FOLDERS = List.of("/usr/sbin", "/sbin");

    private static final Duration DRAIN = Duration.ofSeconds(10);

    private Oracle() {}

    /** What a command returned; output is decoded as UTF-8. */
    public record Result(int exit, String out, String err) {

        /**
         * This result, where the command ended with exit code 0.
         *
         * @throws AssertionError with everything that it printed, where it did not
         */
        public Result expectSuccess() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + "\n" + out + "\n" + err);
            }
            return this;
        }
    }

    /** The tool's path, from PATH or the folders of administration tools; skips or fails the test where it is missing. */
    public static Path require(String tool) {
        return new Oracle.Finder(System.getenv()).tool(tool);
    }

    /** The first of {@code candidates} that exists, as for firmware; skips or fails the test where none does. */
    public static Path require(Path... candidates) {
        return new Oracle.Finder(System.getenv()).file(candidates);
    }

    /** The folder named by {@value #CORPUS_VARIABLE}; skips the test where that is unset. */
    public static Path corpus() {
        return new Oracle.Finder(System.getenv()).folder(CORPUS_VARIABLE);
    }

    /** The folder named by {@value #SPECS_VARIABLE}; skips the test where that is unset. */
    public static Path specs() {
        return new Oracle.Finder(System.getenv()).folder(SPECS_VARIABLE);
    }

    /** As {@link #run(Duration, List)}. */
    public static Result run(Duration timeout, String... command) throws IOException {
        return run(timeout, List.of(command));
    }

    /**
     * Runs a command to its end with an empty standard input and the C locale, draining both outputs.
     *
     * @param timeout after which the command and what it started are killed
     * @throws IOException where the command cannot be started
     * @throws AssertionError where it did not end in time
     */
    public static Result run(Duration timeout, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            CompletableFuture<String> out = drain(process.getInputStream(), "out of " + command.get(0));
            CompletableFuture<String> err = drain(process.getErrorStream(), "err of " + command.get(0));
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                throw new AssertionError("not done after " + timeout + ": " + String.join(" ", command) + "\n"
                        + await(out) + "\n" + await(err));
            }
            return new Result(process.exitValue(), await(out), await(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + command.get(0) + " ran");
        } finally {
            kill(process);
        }
    }

    private static void kill(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> drain(InputStream stream, String name) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try (stream) {
                        text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        text.completeExceptionally(new UncheckedIOException(e));
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return text;
    }

    /** The drained text; a grandchild that keeps the pipe open after the command's end cannot hold the test. */
    private static String await(CompletableFuture<String> text) throws InterruptedException {
        try {
            return text.get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return "(output lost: " + e + ")";
        }
    }

    /** The search under a given environment, apart from the process's own so that it can be tested. */
    static final class Finder {

        private final Map<String, String> environment;

        Finder(Map<String, String> environment) {
            this.environment = environment;
        }

        Path tool(String name) {
            List<String> folders =
                    new ArrayList<>(List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator)));
            folders.addAll(EXTRA_FOLDERS);
            for (String folder : folders) {
                for (String file : List.of(name, name + ".exe")) {
                    Path candidate = in(folder, file);
                    if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                        return candidate;
                    }
                }
            }
            throw missing("the tool " + name);
        }

        Path file(Path... candidates) {
            for (Path candidate : candidates) {
                if (Files.isRegularFile(candidate)) {
                    return candidate;
                }
            }
            throw missing("the file " + List.of(candidates));
        }

        Path folder(String variable) {
            String value = environment.getOrDefault(variable, "");
            if (value.isEmpty()) {
                return Assumptions.abort(variable + " is not set");
            }
            Path folder = Path.of(value);
            if (!Files.isDirectory(folder)) {
                throw new AssertionError(variable + " names no folder: " + value);
            }
            return folder;
        }

        private static Path in(String folder, String file) {
            try {
                return Path.of(folder.isEmpty() ? "." : folder, file).toAbsolutePath();
            } catch (InvalidPathException e) {
                return Path.of(file).toAbsolutePath();
            }
        }

        private AssertionError missing(String what) {
            if ("1".equals(environment.get(REQUIRE_VARIABLE))) {
                return new AssertionError(what + " is missing, and " + REQUIRE_VARIABLE + " demands it");
            }
            return Assumptions.abort(what + " is not on this machine");
        }
    }
}
