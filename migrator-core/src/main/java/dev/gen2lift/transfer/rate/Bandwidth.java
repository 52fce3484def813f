package dev.gen2lift.transfer.rate;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes a second.
 *
 * @param bytesPerSecond greater than 0
 */
public record Bandwidth(long bytesPerSecond) {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?([A-Za-z]+?)(?:/s|ps)?");

    /** Bytes of a unit; bits and decimal bytes as lines are sold, binary ones as disks are. */
    private static final Map<String, Double> UNITS = Map.ofEntries(
            Map.entry("kbit", 1e3 / 8),
            Map.entry("mbit", 1e6 / 8),
            Map.entry("gbit", 1e9 / 8),
            Map.entry("kb", 1e3),
            Map.entry("mb", 1e6),
            Map.entry("gb", 1e9),
            Map.entry("kib", 1024.0),
            Map.entry("mib", 1024.0 * 1024),
            Map.entry("gib", 1024.0 * 1024 * 1024));

    public Bandwidth {
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException("a bandwidth is greater than 0");
        }
    }

    /**
     * {@code 200Mbit}, {@code 1.5Gbit}, {@code 25MB}, {@code 25MiB}; {@code /s} may follow.
     *
     * @throws IllegalArgumentException where it is nothing of that kind
     */
    public static Bandwidth parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (matcher.matches()) {
            String unit = matcher.group(2);
            // "Mb" is what people write for either.
            Double bytes = unit.matches("[kKmMgG]b") ? null : UNITS.get(unit.toLowerCase(Locale.ROOT));
            double value = bytes == null ? 0 : Double.parseDouble(matcher.group(1)) * bytes;
            if (value >= 1) {
                return new Bandwidth((long) value);
            }
        }
        throw new IllegalArgumentException("not a bandwidth: " + text + " (as 200Mbit, 25MB or 25MiB a second)");
    }
}
