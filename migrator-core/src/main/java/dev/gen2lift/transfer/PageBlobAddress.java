package dev.gen2lift.transfer;

import com.azure.storage.blob.BlobUrlParts;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where a page blob lies: its URL, with a SAS or without. Prints itself without the SAS. */
public final class PageBlobAddress {

    private final String url;
    private final String redacted;
    private final boolean sas;
    private final Optional<Instant> start;
    private final Optional<Instant> expiry;
    private final Optional<String> permissions;

    private PageBlobAddress(String url) {
        this.url = url;
        this.redacted = beforeQuery(url);
        Map<String, String> query = query(url);
        this.sas = query.containsKey("sig");
        this.start = Optional.ofNullable(query.get("st")).flatMap(PageBlobAddress::instant);
        this.expiry = Optional.ofNullable(query.get("se")).flatMap(PageBlobAddress::instant);
        this.permissions = Optional.ofNullable(query.get("sp"));
    }

    /**
     * @param url of a blob, or of a container: the blob is then called {@code defaultName}. HTTPS; HTTP only to this
     *     machine, because the SAS travels with every request
     * @throws IllegalArgumentException where it is no such URL, in words without the SAS
     */
    public static PageBlobAddress parse(String url, String defaultName) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: " + beforeQuery(url));
        }
        if (uri.getHost() == null || uri.getScheme() == null || !uri.getScheme().matches("(?i)https?")) {
            throw new IllegalArgumentException("not an https URL: " + beforeQuery(url));
        }
        if (uri.getScheme().equalsIgnoreCase("http") && !isThisMachine(uri.getHost())) {
            throw new IllegalArgumentException(
                    "http would show the SAS to the network; use https: " + beforeQuery(url));
        }
        if (uri.getUserInfo() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("a blob's URL has neither a user nor a fragment: " + uri.getHost());
        }
        BlobUrlParts parts = parts(url);
        if (parts.getBlobContainerName() == null || parts.getBlobContainerName().isEmpty()) {
            throw new IllegalArgumentException("names no container: " + beforeQuery(url));
        }
        String full = url;
        if (parts.getBlobName() == null || parts.getBlobName().isEmpty()) {
            parts.setBlobName(defaultName);
            full = parts.toUrl().toString();
        }
        return new PageBlobAddress(full);
    }

    private static BlobUrlParts parts(String url) {
        try {
            return BlobUrlParts.parse(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its SAS cannot be read: " + beforeQuery(url));
        }
    }

    /** With the SAS: a secret, only for the SDK. */
    String url() {
        return url;
    }

    /** Scheme, host and path. */
    public String redacted() {
        return redacted;
    }

    /** The host's name. */
    public String host() {
        return URI.create(redacted).getHost();
    }

    /** The port that it is asked at. */
    int port() {
        URI uri = URI.create(redacted);
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    public boolean hasSas() {
        return sas;
    }

    /** When the SAS states that it begins. */
    public Optional<Instant> start() {
        return start;
    }

    /** When the SAS states that it ends. */
    public Optional<Instant> expiry() {
        return expiry;
    }

    /** What the SAS states that it allows, a letter each; absent where a stored policy says it. */
    public Optional<String> permissions() {
        return permissions;
    }

    @Override
    public String toString() {
        return redacted;
    }

    private static String beforeQuery(String url) {
        return url.split("[?#]", 2)[0];
    }

    private static Map<String, String> query(String url) {
        Map<String, String> values = new HashMap<>();
        int from = url.indexOf('?');
        for (String pair : from < 0 ? new String[0] : url.substring(from + 1).split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                values.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    /** A SAS states its end as a date, or as a time to the minute or the second, in UTC. */
    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(
                    text.contains("T")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
    }
}
