package dev.gen2lift.inventory.cim;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as WMI writes them ({@code yyyymmddHHMMSS.mmmmmm+UUU}, minutes from UTC) and as WS-Man does (ISO 8601). */
final class CimTime {

    private static final Pattern WMI =
            Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})\\.\\d{6}([+-]\\d{3})");

    private CimTime() {}

    static Optional<Instant> parse(String text) {
        Matcher wmi = WMI.matcher(text.strip());
        try {
            if (!wmi.matches()) {
                return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
            }
            LocalDateTime local = LocalDateTime.of(
                    part(wmi, 1), part(wmi, 2), part(wmi, 3), part(wmi, 4), part(wmi, 5), part(wmi, 6));
            return Optional.of(local.toInstant(ZoneOffset.UTC).minusSeconds(60L * part(wmi, 7)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int part(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
