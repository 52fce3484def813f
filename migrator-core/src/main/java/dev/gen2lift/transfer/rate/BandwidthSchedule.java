package dev.gen2lift.transfer.rate;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When how much of the line may be used: entries with commas between them, of which the first that fits counts. An entry is
 * {@code WHEN=BANDWIDTH}. WHEN is days ({@code Mon-Fri}, {@code Sat}, {@code Sat+Sun}), times ({@code 08:00-18:00}, also over
 * midnight), both with a space between, or {@code *}. BANDWIDTH is a {@link Bandwidth}, {@code unlimited}, or {@code off}:
 * then no request begins. Times are local. What no entry fits is not limited.
 */
public final class BandwidthSchedule {

    /** Nothing is limited. */
    public static final BandwidthSchedule UNLIMITED = new BandwidthSchedule(List.of());

    private static final Pattern WHEN =
            Pattern.compile("(?:([A-Za-z]{3}(?:[-+][A-Za-z]{3})*) ?)?(?:(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d))?");
    private static final String MIDNIGHT = "24:00";

    private final List<Entry> entries;

    /** Bytes a second; 0 for off, {@link Long#MAX_VALUE} for no limit. */
    private record Entry(Set<DayOfWeek> days, LocalTime from, LocalTime to, long rate) {

        /** What begins before midnight and ends behind it belongs to the day that it begins on. */
        boolean fits(LocalDateTime now) {
            LocalTime time = now.toLocalTime();
            DayOfWeek day = now.getDayOfWeek();
            boolean wholeDay = from.equals(to);
            if (wholeDay || from.isBefore(to)) {
                return days.contains(day) && (wholeDay || (!time.isBefore(from) && time.isBefore(to)));
            }
            return (days.contains(day) && !time.isBefore(from)) || (days.contains(day.minus(1)) && time.isBefore(to));
        }
    }

    private BandwidthSchedule(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * @param timetable as the class describes; empty for none
     * @param otherwise where no entry fits
     * @throws IllegalArgumentException in words for whoever wrote it
     */
    public static BandwidthSchedule of(Optional<String> timetable, Optional<Bandwidth> otherwise) {
        List<Entry> entries = new ArrayList<>();
        for (String text : timetable.map(all -> all.split(",", -1)).orElse(new String[0])) {
            entries.add(entry(text.strip()));
        }
        otherwise.ifPresent(rate -> entries.add(always(rate.bytesPerSecond())));
        return entries.isEmpty() ? UNLIMITED : new BandwidthSchedule(entries);
    }

    /** Bytes a second at a moment: 0 where nothing may begin, {@link Long#MAX_VALUE} where nothing is limited. */
    public long at(LocalDateTime now) {
        return entries.stream()
                .filter(entry -> entry.fits(now))
                .mapToLong(Entry::rate)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static Entry entry(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw wrong(text);
        }
        String when = text.substring(0, equals).strip();
        long rate = rate(text.substring(equals + 1).strip());
        if (when.equals("*")) {
            return always(rate);
        }
        Matcher matcher = WHEN.matcher(when);
        if (when.isEmpty() || !matcher.matches()) {
            throw wrong(text);
        }
        return new Entry(
                days(matcher.group(1), text), time(matcher.group(2), text), time(matcher.group(3), text), rate);
    }

    private static Entry always(long rate) {
        return new Entry(EnumSet.allOf(DayOfWeek.class), LocalTime.MIN, LocalTime.MIN, rate);
    }

    private static long rate(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "off" -> 0;
            case "unlimited" -> Long.MAX_VALUE;
            default -> Bandwidth.parse(text).bytesPerSecond();
        };
    }

    private static LocalTime time(@Nullable String text, String entry) {
        if (text == null || text.equals(MIDNIGHT)) {
            return LocalTime.MIN;
        }
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong(entry);
        }
    }

    private static Set<DayOfWeek> days(@Nullable String text, String entry) {
        if (text == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split("\\+", -1)) {
            String[] ends = part.split("-", -1);
            if (ends.length > 2) {
                throw wrong(entry);
            }
            DayOfWeek last = day(ends[ends.length - 1], entry);
            DayOfWeek day = day(ends[0], entry);
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String text, String entry) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().substring(0, 3).equalsIgnoreCase(text)) {
                return day;
            }
        }
        throw wrong(entry);
    }

    private static IllegalArgumentException wrong(String entry) {
        return new IllegalArgumentException(
                "not an entry of a bandwidth schedule: '" + entry + "' (as 08:00-18:00=50Mbit or Sat-Sun=unlimited)");
    }
}
