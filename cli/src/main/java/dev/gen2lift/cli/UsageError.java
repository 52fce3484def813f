package dev.gen2lift.cli;

import java.util.function.Supplier;

/** Turns the refusal of an argument's value into a usage error. */
final class UsageError {

    private UsageError() {}

    static <T> T orThrow(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "USAGE", String.valueOf(e.getMessage()), "");
        }
    }
}
