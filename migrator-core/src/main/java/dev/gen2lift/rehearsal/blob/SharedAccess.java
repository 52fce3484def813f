package dev.gen2lift.rehearsal.blob;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A service shared access signature (REST reference, "Create a service SAS"): an HMAC-SHA256 over what it permits, made
 * with the account's key. {@code parameters} are the decoded query parameters.
 */
record SharedAccess(Map<String, String> parameters) {

    /** The layout that today's clients sign, and the one on managed disks. */
    private static final String VERSION = "2020-12-06";

    private static final String DISK_VERSION = "2018-03-28";

    /** From these versions on the signed text has a field for the encryption scope, and for resource and snapshot. */
    private static final String WITH_ENCRYPTION_SCOPE = "2020-12-06";

    private static final String WITH_RESOURCE = "2018-11-09";
    private static final String OLDEST = "2015-04-05";

    /** Permissions within a time; either end may be open. */
    record Terms(String permissions, Optional<Instant> start, Optional<Instant> expiry) {}

    static SharedAccess forContainer(String permissions, Instant expiry) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("sv", VERSION);
        parameters.put("spr", "https");
        parameters.put("se", expiry.truncatedTo(ChronoUnit.SECONDS).toString());
        parameters.put("sr", "c");
        parameters.put("sp", permissions);
        return new SharedAccess(parameters);
    }

    /** As on managed disks: the terms are a policy kept by the service, so that they can be revoked. */
    static SharedAccess forDisk(String policy) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("sv", DISK_VERSION);
        parameters.put("sr", "b");
        parameters.put("si", policy);
        return new SharedAccess(parameters);
    }

    /** The query string with its signature for {@code /blob/<account>/<container>[/<blob>]}. */
    String sign(byte[] key, String resource) {
        Map<String, String> signed = new LinkedHashMap<>(parameters);
        signed.put("sig", signature(key, resource));
        return signed.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    String get(String name) {
        return parameters.getOrDefault(name, "");
    }

    /**
     * What this signature permits now on {@code resource}.
     *
     * @param policies the container's stored access policies, by identifier
     * @throws BlobFailure 403 where it was not made with {@code key}, or is not yet or no longer valid
     */
    Terms verify(byte[] key, String resource, Map<String, Terms> policies, Instant now) throws BlobFailure {
        String version = get("sv");
        if (!version.matches("\\d{4}-\\d\\d-\\d\\d") || version.compareTo(OLDEST) < 0) {
            throw BlobErrors.authenticationFailed("sv is not a version that the rehearsal cloud knows.");
        }
        byte[] given = get("sig").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, signature(key, resource).getBytes(StandardCharsets.UTF_8))) {
            throw BlobErrors.authenticationFailed("Signature did not match. String to sign used was "
                    + textToSign(resource).replace('\n', ' ').strip());
        }
        Terms own = new Terms(get("sp"), time("st"), time("se"));
        Terms terms = own;
        if (!get("si").isEmpty()) {
            Terms policy = policies.get(get("si"));
            if (policy == null) {
                throw BlobErrors.authenticationFailed("Access policy not found.");
            }
            terms = new Terms(
                    own.permissions() + policy.permissions(),
                    own.start().or(policy::start),
                    own.expiry().or(policy::expiry));
        }
        Instant expiry =
                terms.expiry().orElseThrow(() -> BlobErrors.authenticationFailed("Signed expiry time must be given."));
        if (!now.isBefore(expiry) || terms.start().filter(now::isBefore).isPresent()) {
            throw BlobErrors.authenticationFailed("Signature not valid in the specified time frame: Start ["
                    + terms.start().map(HttpTime::of).orElse("") + "] - Expiry [" + HttpTime.of(expiry)
                    + "] - Current [" + HttpTime.of(now) + "]");
        }
        return terms;
    }

    private String signature(byte[] key, String resource) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(textToSign(resource).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private String textToSign(String resource) {
        StringBuilder text = new StringBuilder();
        append(text, get("sp"), get("st"), get("se"), resource, get("si"), get("sip"), get("spr"), get("sv"));
        if (get("sv").compareTo(WITH_RESOURCE) >= 0) {
            append(text, get("sr"), get("snapshot"));
        }
        if (get("sv").compareTo(WITH_ENCRYPTION_SCOPE) >= 0) {
            append(text, get("ses"));
        }
        append(text, get("rscc"), get("rscd"), get("rsce"), get("rscl"), get("rsct"));
        return text.substring(0, text.length() - 1);
    }

    private static void append(StringBuilder text, String... fields) {
        for (String field : fields) {
            text.append(field).append('\n');
        }
    }

    /** A moment in one of the forms that the service takes. */
    private Optional<Instant> time(String name) throws BlobFailure {
        String text = get(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (String pattern : List.of("yyyy-MM-dd'T'HH:mm:ss[.SSSSSSS]'Z'", "yyyy-MM-dd'T'HH:mm'Z'")) {
            try {
                return Optional.of(Instant.from(DateTimeFormatter.ofPattern(pattern)
                        .withZone(ZoneOffset.UTC)
                        .parse(text)));
            } catch (DateTimeException e) {
                continue;
            }
        }
        try {
            return Optional.of(
                    LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            throw BlobErrors.authenticationFailed(name + " is not a time: " + text);
        }
    }

    /** The signature in a request's query, where there is one. */
    static Optional<SharedAccess> of(Map<String, String> query) {
        return query.containsKey("sig") ? Optional.of(new SharedAccess(new TreeMap<>(query))) : Optional.empty();
    }
}
