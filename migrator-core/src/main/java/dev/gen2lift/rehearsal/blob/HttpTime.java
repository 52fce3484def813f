package dev.gen2lift.rehearsal.blob;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times in HTTP headers (RFC 9110, 5.6.7), always with two digits for the day. */
final class HttpTime {

    static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private HttpTime() {}

    static String of(Instant time) {
        return FORMAT.format(time);
    }
}
