package dev.gen2lift.cli.console;

import dev.gen2lift.os.TerminalSize;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the terminal can show, by the environment and by what the terminal says of itself. */
final class Screen {

    private static final int USUAL_ROWS = 24;

    private final Map<String, String> environment;

    Screen(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The size as it is now; empty where lines cannot be drawn in their place. */
    Optional<TerminalSize> size() {
        if ("dumb".equals(environment.get("TERM"))) {
            return Optional.empty();
        }
        Optional<TerminalSize> told = TerminalSize.ofStandardError();
        // A shell that exports its size is not heard of again when the window changes: it narrows, it never widens.
        Optional<Integer> columns = least(number("COLUMNS"), told.map(TerminalSize::columns));
        Optional<Integer> rows = least(number("LINES"), told.map(TerminalSize::rows));
        return columns.map(width -> new TerminalSize(width, rows.orElse(USUAL_ROWS)));
    }

    /** <a href="https://no-color.org">NO_COLOR</a>, with any value but an empty one, means none. */
    boolean hasColour() {
        return environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    private static Optional<Integer> least(Optional<Integer> a, Optional<Integer> b) {
        return Stream.of(a, b).flatMap(Optional::stream).min(Integer::compare);
    }

    private Optional<Integer> number(String variable) {
        String value = environment.getOrDefault(variable, "");
        return value.matches("[1-9][0-9]{0,3}") ? Optional.of(Integer.valueOf(value)) : Optional.empty();
    }
}
