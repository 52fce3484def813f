package dev.gen2lift.transfer;

import com.azure.storage.common.policy.RequestRetryOptions;
import dev.gen2lift.transfer.wire.PageAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** What is tried again, and when: the SDK's rules, for requests that do not go through its pipeline. */
final class Retries {

    private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);

    /** Too much for the service, or for the line. */
    private static final Set<Integer> CROWDED = Set.of(429, 500, 503);

    /** The bytes suffered on their way. */
    private static final Set<String> DAMAGED = Set.of("Md5Mismatch", "Crc64Mismatch");

    private static final double JITTER = 0.2;

    private final RequestRetryOptions options;

    Retries(RequestRetryOptions options) {
        this.options = options;
    }

    int tries() {
        return options.getMaxTries();
    }

    static boolean isTransient(int status) {
        return TRANSIENT.contains(status);
    }

    static boolean isTransient(PageAnswer answer) {
        return isTransient(answer.status())
                || answer.header("x-ms-error-code").filter(DAMAGED::contains).isPresent();
    }

    static boolean isCrowded(PageAnswer answer) {
        return CROWDED.contains(answer.status());
    }

    /** How long the service asks to wait: seconds or a date, or Azure's milliseconds; at most the longest pause. */
    Optional<Duration> retryAfter(Function<String, Optional<String>> headers) {
        Optional<Duration> wanted = headers.apply("x-ms-retry-after-ms")
                .or(() -> headers.apply("retry-after-ms"))
                .flatMap(Retries::number)
                .map(Duration::ofMillis)
                .or(() -> headers.apply("retry-after").flatMap(Retries::time));
        return wanted.filter(time -> !time.isNegative())
                .map(time -> time.compareTo(options.getMaxRetryDelay()) > 0 ? options.getMaxRetryDelay() : time);
    }

    /**
     * The pause after a try: doubling, a little by chance, so that requests that failed together do not come back
     * together.
     *
     * @param tried tries so far, from 1
     */
    Duration pause(int tried) {
        double millis = Math.min(
                options.getMaxRetryDelay().toMillis(), options.getRetryDelay().toMillis() * Math.pow(2, tried - 1));
        double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofNanos((long) (millis * factor * 1e6));
    }

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,9}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static Optional<Duration> time(String text) {
        Optional<Duration> seconds = number(text).map(Duration::ofSeconds);
        if (seconds.isPresent()) {
            return seconds;
        }
        try {
            return Optional.of(
                    Duration.between(Instant.now(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
