package dev.gen2lift.cli.console;

import java.util.regex.Pattern;

/** The colours of progress, as ECMA-48 (8.3.117, SGR) has them. */
enum Colour {
    CYAN(36),
    GREEN(32),
    RED(31);

    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-9;]*m");

    private final int code;

    Colour(int code) {
        this.code = code;
    }

    static Colour of(ProgressRow.State state) {
        return switch (state) {
            case WAITING, RUNNING -> CYAN;
            case DONE -> GREEN;
            case STOPPED -> RED;
        };
    }

    String paint(String text) {
        return text.isEmpty() ? "" : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** What of {@code text} takes room on the screen. */
    static String without(String text) {
        return SEQUENCE.matcher(text).replaceAll("");
    }
}
