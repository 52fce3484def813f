package dev.gen2lift.cli.console;

import java.io.PrintStream;
import java.util.List;

/**
 * Lines at the bottom of a terminal that are drawn again and again in their place. The cursor waits on the line below
 * them, so that what others write, a Ctrl-C among it, stands there and is cleared with the next drawing. Control
 * sequences as in ECMA-48. For one thread at a time.
 */
final class LiveLines {

    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String CLEAR_REST_OF_SCREEN = "\u001b[J";

    private final PrintStream err;
    private List<String> drawn = List.of();

    LiveLines(PrintStream err) {
        this.err = err;
    }

    /**
     * Puts {@code lines} in the place of those drawn before.
     *
     * @param columns of the terminal now; where it has become narrower, what was drawn before takes more lines now
     */
    void draw(List<String> lines, int columns) {
        put(List.of(), lines, columns);
    }

    /** Puts a line above the others; it stays. */
    void above(String line, int columns) {
        put(List.of(line), drawn, columns);
    }

    /** What is drawn stays as it is, and what comes next stands below. */
    void leave() {
        drawn = List.of();
    }

    private void put(List<String> staying, List<String> lines, int columns) {
        if (staying.isEmpty() && lines.isEmpty() && drawn.isEmpty()) {
            return;
        }
        // In one write, so that no terminal shows a half of it.
        StringBuilder text = new StringBuilder("\r");
        int up = height(drawn, columns);
        if (up > 0) {
            text.append("\u001b[").append(up).append('A');
        }
        staying.forEach(line -> text.append(line).append(CLEAR_REST_OF_LINE).append('\n'));
        lines.forEach(line -> text.append(line).append(CLEAR_REST_OF_LINE).append('\n'));
        text.append(CLEAR_REST_OF_SCREEN);
        err.print(text);
        err.flush();
        drawn = List.copyOf(lines);
    }

    private static int height(List<String> lines, int columns) {
        return lines.stream()
                .mapToInt(line -> Math.max(1, (Colour.without(line).length() + columns - 1) / columns))
                .sum();
    }
}
