package dev.gen2lift.rehearsal.blob;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A container: its blobs by name, and the access policies stored on it by identifier. */
record Container(
        String name,
        Instant created,
        ConcurrentSkipListMap<String, PageBlob> blobs,
        Map<String, SharedAccess.Terms> policies) {

    Container(String name, Instant created) {
        this(name, created, new ConcurrentSkipListMap<>(), new ConcurrentHashMap<>());
    }

    Optional<PageBlob> blob(String blobName) {
        return Optional.ofNullable(blobs.get(blobName));
    }

    String etag() {
        return "\"0x" + Long.toHexString(created.toEpochMilli()) + "\"";
    }
}
