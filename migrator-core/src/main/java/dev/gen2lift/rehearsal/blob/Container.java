package dev.gen2lift.rehearsal.blob;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/** A container: its blobs by name, and the access policies stored on it by identifier. */
record Container(
        String name,
        Instant created,
        ConcurrentSkipListMap<String, PageBlob> blobs,
        Map<String, SharedAccess.Terms> policies) {

    private static final int MAX_NAME = 63;
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:-?[a-z0-9]){2,}");

    Container(String name, Instant created) {
        this(name, created, new ConcurrentSkipListMap<>(), new ConcurrentHashMap<>());
    }

    /** 3 to 63 lower case letters, digits and single hyphens, a letter or digit at either end. */
    static boolean isName(String name) {
        return name.length() <= MAX_NAME && NAME.matcher(name).matches();
    }

    Optional<PageBlob> blob(String blobName) {
        return Optional.ofNullable(blobs.get(blobName));
    }

    String etag() {
        return "\"0x" + Long.toHexString(created.toEpochMilli()) + "\"";
    }
}
