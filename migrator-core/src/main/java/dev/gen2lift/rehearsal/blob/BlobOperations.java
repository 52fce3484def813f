package dev.gen2lift.rehearsal.blob;

import dev.gen2lift.rehearsal.server.Exchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What concerns a blob as a whole: Put Blob, its properties and metadata, Delete Blob. */
final class BlobOperations {

    static final String DEFAULT_CONTENT_TYPE = "application/octet-stream";

    /** Page blobs hold at most 8 TiB. */
    private static final long MAX_SIZE = 8L << 40;

    private static final List<String> HEADERS = List.of(
            "content-type",
            "content-encoding",
            "content-language",
            "content-disposition",
            "cache-control",
            "content-md5");

    private final BlobStore store;

    BlobOperations(BlobStore store) {
        this.store = store;
    }

    void create(BlobCall call) throws IOException, BlobFailure {
        call.storageOnly("Put Blob");
        call.require("cw");
        Exchange exchange = call.exchange();
        String type = exchange.header("x-ms-blob-type").orElseThrow(() -> BlobErrors.missingHeader("x-ms-blob-type"));
        if (!type.equals("PageBlob")) {
            throw BlobErrors.invalidBlobType();
        }
        long size = size(
                exchange,
                exchange.header("x-ms-blob-content-length")
                        .orElseThrow(() -> BlobErrors.missingHeader("x-ms-blob-content-length")));
        Container container = call.container();
        Conditions conditions = Conditions.of(exchange);
        Optional<PageBlob> before = container.blob(call.blobName());
        if (before.isPresent()) {
            if (conditions.onlyIfAbsent()) {
                throw BlobErrors.blobExists();
            }
            if (call.permissions().indexOf('w') < 0) {
                throw new BlobFailure(
                        403, "UnauthorizedBlobOverwrite", "This request is not authorized to perform blob overwrites.");
            }
            before.get().check(conditions, false);
        } else if (conditions.ifMatch().isPresent()) {
            throw BlobErrors.conditionNotMet();
        }
        PageBlob blob;
        try {
            blob = store.createBlob(call.account(), container, call.blobName(), size);
        } catch (IOException e) {
            throw BlobErrors.noSpace(e.getMessage() == null ? e.toString() : e.getMessage());
        }
        blob.setHeaders(headers(exchange));
        blob.setMetadata(exchange.headersWith("x-ms-meta-"));
        store.save();
        call.replyVersion(blob);
        exchange.reply("x-ms-request-server-encrypted", "true");
        exchange.send(201);
    }

    void properties(BlobCall call) throws IOException, BlobFailure {
        call.require("r");
        PageBlob blob = call.blob();
        blob.check(Conditions.of(call.exchange()), true);
        replyProperties(call, blob);
        call.exchange().begin(200, blob.size());
    }

    static void replyProperties(BlobCall call, PageBlob blob) {
        Exchange exchange = call.exchange();
        call.replyVersion(blob);
        Map<String, String> headers = blob.headers();
        exchange.reply("Content-Type", headers.getOrDefault("content-type", DEFAULT_CONTENT_TYPE));
        headers.forEach((name, value) -> {
            if (!name.equals("content-type")) {
                exchange.reply(name, value);
            }
        });
        blob.metadata().forEach((name, value) -> exchange.reply("x-ms-meta-" + name, value));
        exchange.reply("Accept-Ranges", "bytes");
        exchange.reply("x-ms-blob-type", "PageBlob");
        exchange.reply("x-ms-blob-sequence-number", Long.toString(blob.sequence()));
        exchange.reply("x-ms-creation-time", HttpTime.of(blob.created()));
        exchange.reply("x-ms-lease-status", "unlocked");
        exchange.reply("x-ms-lease-state", "available");
        exchange.reply("x-ms-server-encrypted", "true");
    }

    void setProperties(BlobCall call) throws IOException, BlobFailure {
        call.storageOnly("Set Blob Properties");
        call.require("w");
        Exchange exchange = call.exchange();
        PageBlob blob = call.blob();
        blob.check(Conditions.of(exchange), false);
        Optional<String> resize = exchange.header("x-ms-blob-content-length");
        Optional<String> action = exchange.header("x-ms-sequence-number-action");
        if (resize.isPresent()) {
            blob.resize(size(exchange, resize.get()));
        }
        if (action.isPresent()) {
            blob.setSequence(sequence(exchange, action.get(), blob.sequence()));
        }
        Map<String, String> headers = headers(exchange);
        // Setting any header replaces them all; resizing alone leaves them.
        if (!headers.isEmpty() || resize.isEmpty() && action.isEmpty()) {
            blob.setHeaders(headers);
        }
        store.save();
        call.replyVersion(blob);
        exchange.reply("x-ms-blob-sequence-number", Long.toString(blob.sequence()));
        exchange.send(200);
    }

    void setMetadata(BlobCall call) throws IOException, BlobFailure {
        call.storageOnly("Set Blob Metadata");
        call.require("w");
        PageBlob blob = call.blob();
        blob.check(Conditions.of(call.exchange()), false);
        blob.setMetadata(call.exchange().headersWith("x-ms-meta-"));
        store.save();
        call.replyVersion(blob);
        call.exchange().reply("x-ms-request-server-encrypted", "true");
        call.exchange().send(200);
    }

    void metadata(BlobCall call) throws IOException, BlobFailure {
        call.require("r");
        PageBlob blob = call.blob();
        blob.check(Conditions.of(call.exchange()), true);
        call.replyVersion(blob);
        blob.metadata().forEach((name, value) -> call.exchange().reply("x-ms-meta-" + name, value));
        call.exchange().send(200);
    }

    void delete(BlobCall call) throws IOException, BlobFailure {
        call.storageOnly("Delete Blob");
        call.require("d");
        call.blob().check(Conditions.of(call.exchange()), false);
        store.deleteBlob(call.container(), call.blobName());
        call.exchange().reply("x-ms-delete-type-permanent", "true");
        call.exchange().send(202);
    }

    private static long size(Exchange exchange, String text) throws BlobFailure {
        try {
            long size = Long.parseLong(text);
            if (size >= 0 && size <= MAX_SIZE && size % PageBlob.PAGE == 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw BlobErrors.invalidHeader("x-ms-blob-content-length", text);
        }
        throw BlobErrors.invalidHeader("x-ms-blob-content-length", text);
    }

    private static long sequence(Exchange exchange, String action, long now) throws BlobFailure {
        Optional<String> text = exchange.header("x-ms-blob-sequence-number");
        try {
            return switch (action.toLowerCase(Locale.ROOT)) {
                case "increment" -> now + 1;
                case "update" -> Long.parseLong(text.orElse(""));
                case "max" -> Math.max(now, Long.parseLong(text.orElse("")));
                default -> throw BlobErrors.invalidHeader("x-ms-sequence-number-action", action);
            };
        } catch (NumberFormatException e) {
            throw BlobErrors.invalidHeader("x-ms-blob-sequence-number", text.orElse(""));
        }
    }

    private static Map<String, String> headers(Exchange exchange) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : HEADERS) {
            exchange.header("x-ms-blob-" + name).ifPresent(value -> found.put(name, value));
        }
        return found;
    }
}
