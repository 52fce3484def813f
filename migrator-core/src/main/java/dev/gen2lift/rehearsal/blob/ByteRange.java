package dev.gen2lift.rehearsal.blob;

import dev.gen2lift.rehearsal.server.Exchange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes {@code start} (inclusive) to {@code end} (exclusive) of a blob. */
record ByteRange(long start, long end) {

    private static final Pattern FORM = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})?");

    long length() {
        return end - start;
    }

    /**
     * The range of {@code x-ms-range}, or else of {@code Range}; an open end stands for {@code size}.
     *
     * @throws BlobFailure where it is malformed or ends before it begins
     */
    static Optional<ByteRange> of(Exchange exchange, long size) throws BlobFailure {
        Optional<String> header = exchange.header("x-ms-range").or(() -> exchange.header("Range"));
        if (header.isEmpty()) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(header.get());
        if (!form.matches()) {
            throw BlobErrors.invalidHeader("x-ms-range", header.get());
        }
        long start = Long.parseLong(form.group(1));
        long end = form.group(2) == null ? size : Long.parseLong(form.group(2)) + 1;
        if (end < start || (form.group(2) != null && end == start)) {
            throw BlobErrors.invalidHeader("x-ms-range", header.get());
        }
        return Optional.of(new ByteRange(start, end));
    }
}
