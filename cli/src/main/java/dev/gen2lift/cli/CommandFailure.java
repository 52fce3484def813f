package dev.gen2lift.cli;

import java.util.Optional;

/**
 * A failure that a command has already put into the user's words.
 *
 * <p>Rendered as {@code gen2lift: <what>: <why> (<resource>)} and, where there is one, {@code hint: <hint>}.
 */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final String code;
    private final String hint;

    /**
     * @param exitCode one of {@link ExitCode}
     * @param code the stable word for scripts, upper case
     * @param message one clause without a full stop, the file or resource in brackets at its end
     * @param hint what to do about it; empty for none
     */
    public CommandFailure(int exitCode, String code, String message, String hint) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
        this.hint = hint;
    }

    public int exitCode() {
        return exitCode;
    }

    public String code() {
        return code;
    }

    public Optional<String> hint() {
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }
}
