package dev.gen2lift.cli;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.migration.PlanException;
import dev.gen2lift.transfer.AzureRequestException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a failed command: the exit code, the one line, and what scripts read.
 *
 * @param code a stable upper-case word
 * @param message without the program's name: {@code cannot <action>: <why> (<resource>, ...)}
 */
record Failure(
        int exitCode,
        String code,
        String message,
        Optional<String> hint,
        Optional<String> path,
        Optional<String> structure,
        Optional<Long> offset) {

    /**
     * Sorts a failure into the contract's exit codes.
     *
     * @param action what was tried, as an infinitive
     */
    static Failure of(Throwable thrown, String action) {
        Throwable cause = meaningful(thrown);
        if (cause instanceof CommandFailure failure) {
            return plain(failure.exitCode(), failure.code(), action, words(failure), failure.hint());
        }
        if (cause instanceof BadImageException bad) {
            return new Failure(
                    ExitCode.BAD_INPUT,
                    bad.kind().name(),
                    "cannot " + action + ": " + bad.getMessage(),
                    bad.hint(),
                    Optional.of(bad.file()),
                    Optional.of(bad.structure()),
                    Optional.of(bad.offset()));
        }
        if (cause instanceof AzureRequestException refused) {
            return plain(ExitCode.AZURE, refused.code(), action, words(refused), refused.hint());
        }
        if (cause instanceof PlanException plan) {
            return plain(ExitCode.USAGE, "PLAN", action, words(plan), plan.hint());
        }
        if (cause instanceof FileSystemException failure) {
            return machine(failure, action);
        }
        if (cause instanceof IOException) {
            return plain(ExitCode.MACHINE, "IO", action, words(cause), spaceHint(cause));
        }
        if (cause instanceof InterruptedException) {
            return plain(
                    ExitCode.INTERRUPTED,
                    "INTERRUPTED",
                    action,
                    "interrupted",
                    Optional.of("the same command again resumes"));
        }
        if (cause instanceof OutOfMemoryError) {
            return plain(
                    ExitCode.MACHINE,
                    "MEMORY",
                    action,
                    "out of memory",
                    Optional.of("give more with GEN2LIFT_JVM=-Xmx1g"));
        }
        return plain(
                ExitCode.MACHINE,
                "INTERNAL",
                action,
                "internal error: " + words(cause),
                Optional.of("please report it with what --verbose prints"));
    }

    private static Failure machine(FileSystemException failure, String action) {
        String code;
        String why;
        if (failure instanceof NoSuchFileException) {
            code = "NOT_FOUND";
            why = "no such file or folder";
        } else if (failure instanceof AccessDeniedException) {
            code = "NO_PERMISSION";
            why = "permission denied";
        } else if (failure instanceof FileAlreadyExistsException) {
            code = "EXISTS";
            why = "exists already";
        } else {
            code = spaceHint(failure).isPresent() ? "NO_SPACE" : "IO";
            why = failure.getReason() == null ? words(failure) : failure.getReason();
        }
        String file = failure.getFile();
        return new Failure(
                ExitCode.MACHINE,
                code,
                "cannot " + action + ": " + why + (file == null ? "" : " (" + file + ")"),
                spaceHint(failure),
                Optional.ofNullable(file),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<String> spaceHint(Throwable cause) {
        String words = words(cause).toLowerCase(Locale.ROOT);
        return words.contains("no space") || words.contains("not enough space") || words.contains("disk full")
                ? Optional.of("free space on the target's disk, or choose another; nothing was left behind")
                : Optional.empty();
    }

    private static Failure plain(int exitCode, String code, String action, String why, Optional<String> hint) {
        return new Failure(
                exitCode,
                code,
                "cannot " + action + ": " + why,
                hint,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The first cause that says something: wrappers that only carry another exception are passed over. */
    private static Throwable meaningful(Throwable thrown) {
        Throwable at = thrown;
        while (wraps(at) && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    private static boolean wraps(Throwable thrown) {
        return thrown instanceof java.util.concurrent.ExecutionException
                || thrown instanceof java.util.concurrent.CompletionException
                || thrown instanceof java.io.UncheckedIOException;
    }

    private static String words(@Nullable Throwable cause) {
        if (cause == null) {
            return "unknown";
        }
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
