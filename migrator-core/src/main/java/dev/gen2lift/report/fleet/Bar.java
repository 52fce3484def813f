package dev.gen2lift.report.fleet;

import java.util.Locale;

/**
 * A bar of a chart, on a line of {@link #LENGTH} units.
 *
 * @param label hostile text where it names what was found
 * @param hint what the label means; empty where it speaks for itself
 * @param text the value in words
 * @param length in units, as SVG writes it
 * @param style the name of its colours
 * @param filter what a click on it filters the machines by: "rule", "readiness"; empty where it filters nothing
 * @param choice the filter's value
 */
public record Bar(String label, String hint, String text, String length, String style, String filter, String choice) {

    public static final int LENGTH = 1000;

    /** Shorter would not be seen. */
    private static final double SHORTEST = 6;

    static Bar of(String label, long value, long longest, String text, String style) {
        double length = longest <= 0 ? 0 : (double) value / longest * LENGTH;
        double seen = value <= 0 ? 0 : Math.max(SHORTEST, Math.min(LENGTH, length));
        return new Bar(label, "", text, String.format(Locale.ROOT, "%.1f", seen), style, "", "");
    }

    Bar meaning(String words) {
        return new Bar(label, words, text, length, style, filter, choice);
    }

    Bar filtering(String by, String value) {
        return new Bar(label, hint, text, length, style, by, value);
    }
}
