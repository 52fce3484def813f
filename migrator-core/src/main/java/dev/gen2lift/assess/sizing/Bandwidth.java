package dev.gen2lift.assess.sizing;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast a line to Azure is.
 *
 * @param bitsPerSecond at least 1
 */
public record Bandwidth(long bitsPerSecond) {

    private static final Pattern TEXT =
            Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)\\s*([kmg])(bit|bps|bit/s|b/s)", Pattern.CASE_INSENSITIVE);

    public Bandwidth {
        if (bitsPerSecond < 1) {
            throw new IllegalArgumentException("a bandwidth of " + bitsPerSecond + " bits a second");
        }
    }

    /**
     * "500Mbit", "1.5 Gbit/s", "800kbps"; bits in decimal units, never bytes.
     *
     * @throws IllegalArgumentException in words for the user, where it is none
     */
    public static Bandwidth parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches() || matcher.group(3).equals("B/s")) {
            throw new IllegalArgumentException("a bandwidth is written as 500Mbit or 1.5Gbit, not '" + text + "'");
        }
        double number = Double.parseDouble(matcher.group(1));
        long bits = Math.round(number * unit(matcher.group(2)));
        if (bits < 1) {
            throw new IllegalArgumentException("a bandwidth of nothing: '" + text + "'");
        }
        return new Bandwidth(bits);
    }

    public double bytesPerSecond() {
        return bitsPerSecond / 8.0;
    }

    private static long unit(String letter) {
        return switch (letter.toLowerCase(Locale.ROOT)) {
            case "k" -> 1_000L;
            case "m" -> 1_000_000L;
            default -> 1_000_000_000L;
        };
    }
}
