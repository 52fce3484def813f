package dev.gen2lift.rehearsal.blob;

import dev.gen2lift.rehearsal.server.Exchange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The conditional headers of a request (REST reference, "Specifying conditional headers for Blob service operations"). */
record Conditions(
        Optional<String> ifMatch,
        Optional<String> ifNoneMatch,
        Optional<Instant> ifModifiedSince,
        Optional<Instant> ifUnmodifiedSince,
        Optional<Long> sequenceAtMost,
        Optional<Long> sequenceBelow,
        Optional<Long> sequenceEquals) {

    static Conditions of(Exchange exchange) throws BlobFailure {
        return new Conditions(
                exchange.header("If-Match"),
                exchange.header("If-None-Match"),
                time(exchange, "If-Modified-Since"),
                time(exchange, "If-Unmodified-Since"),
                number(exchange, "x-ms-if-sequence-number-le"),
                number(exchange, "x-ms-if-sequence-number-lt"),
                number(exchange, "x-ms-if-sequence-number-eq"));
    }

    boolean any() {
        return ifMatch.isPresent()
                || ifNoneMatch.isPresent()
                || ifModifiedSince.isPresent()
                || ifUnmodifiedSince.isPresent()
                || sequenceAtMost.isPresent()
                || sequenceBelow.isPresent()
                || sequenceEquals.isPresent();
    }

    /** Whether a blob may be created only where there is none. */
    boolean onlyIfAbsent() {
        return ifNoneMatch.filter("*"::equals).isPresent();
    }

    /**
     * Lets a request pass that asks for this version of a blob.
     *
     * @throws BlobFailure 412, or 304 for reads, where it asks for another
     */
    void check(String etag, Instant lastModified, long sequence, boolean read) throws BlobFailure {
        Instant modified = lastModified.truncatedTo(ChronoUnit.SECONDS);
        if (ifMatch.isPresent() && !matches(ifMatch.get(), etag)
                || ifUnmodifiedSince.isPresent() && modified.isAfter(ifUnmodifiedSince.get())) {
            throw BlobErrors.conditionNotMet();
        }
        if (ifNoneMatch.isPresent() && matches(ifNoneMatch.get(), etag)
                || ifModifiedSince.isPresent() && !modified.isAfter(ifModifiedSince.get())) {
            throw read
                    ? new BlobFailure(304, "ConditionNotMet", "The condition is not met.")
                    : BlobErrors.conditionNotMet();
        }
        if (sequenceAtMost.isPresent() && sequence > sequenceAtMost.get()
                || sequenceBelow.isPresent() && sequence >= sequenceBelow.get()
                || sequenceEquals.isPresent() && sequence != sequenceEquals.get()) {
            throw BlobErrors.sequenceConditionNotMet();
        }
    }

    private static boolean matches(String given, String etag) {
        return given.equals("*") || given.replace("\"", "").equals(etag.replace("\"", ""));
    }

    private static Optional<Instant> time(Exchange exchange, String header) throws BlobFailure {
        Optional<String> value = exchange.header(header);
        try {
            return value.map(text -> Instant.from(HttpTime.FORMAT.parse(text)));
        } catch (DateTimeException e) {
            throw BlobErrors.invalidHeader(header, value.orElse(""));
        }
    }

    private static Optional<Long> number(Exchange exchange, String header) throws BlobFailure {
        Optional<String> value = exchange.header(header);
        try {
            return value.map(Long::parseLong);
        } catch (NumberFormatException e) {
            throw BlobErrors.invalidHeader(header, value.orElse(""));
        }
    }
}
