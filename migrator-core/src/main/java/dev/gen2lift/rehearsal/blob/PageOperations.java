package dev.gen2lift.rehearsal.blob;

import dev.gen2lift.rehearsal.server.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Put Page, Get Page Ranges and Get Blob. A page's bytes are taken in whole before any is written, so that a request
 * that breaks off or whose checksum is wrong changes nothing; the buffers for that are what bounds the memory.
 */
final class PageOperations {

    /** So many Put Page bodies are taken in at once; others wait. */
    private static final int BUFFERS = 8;

    private static final int READ_BUFFER = 1 << 20;
    private static final int MAX_RANGES = 10_000;

    private final BlockingQueue<ByteBuffer> buffers = new ArrayBlockingQueue<>(BUFFERS);

    PageOperations() {
        for (int i = 0; i < BUFFERS; i++) {
            buffers.add(ByteBuffer.allocateDirect(PageBlob.MAX_PUT));
        }
    }

    void put(BlobCall call) throws IOException, BlobFailure {
        call.require("w");
        Exchange exchange = call.exchange();
        PageBlob blob = call.blob();
        String kind = exchange.header("x-ms-page-write").orElseThrow(() -> BlobErrors.missingHeader("x-ms-page-write"));
        ByteRange range = ByteRange.of(exchange, -1).orElseThrow(() -> BlobErrors.missingHeader("x-ms-range"));
        if (range.start() % PageBlob.PAGE != 0 || range.end() % PageBlob.PAGE != 0 || range.end() > blob.size()) {
            throw BlobErrors.invalidPageRange();
        }
        Conditions conditions = Conditions.of(exchange);
        switch (kind.toLowerCase(Locale.ROOT)) {
            case "update" -> update(exchange, blob, range, conditions);
            case "clear" -> {
                if (exchange.contentLength() != 0) {
                    throw BlobErrors.invalidHeader("Content-Length", Long.toString(exchange.contentLength()));
                }
                blob.clear(range, conditions);
            }
            default -> throw BlobErrors.invalidHeader("x-ms-page-write", kind);
        }
        call.replyVersion(blob);
        exchange.reply("x-ms-blob-sequence-number", Long.toString(blob.sequence()));
        exchange.reply("x-ms-request-server-encrypted", "true");
        exchange.send(201);
    }

    private void update(Exchange exchange, PageBlob blob, ByteRange range, Conditions conditions)
            throws IOException, BlobFailure {
        if (exchange.header("x-ms-structured-body").isPresent()) {
            throw BlobErrors.notImplemented("structured message bodies");
        }
        long length = exchange.contentLength();
        if (length < 0) {
            throw BlobErrors.missingLength();
        }
        if (range.length() > PageBlob.MAX_PUT || length > PageBlob.MAX_PUT) {
            throw BlobErrors.tooLarge(PageBlob.MAX_PUT);
        }
        if (length != range.length()) {
            throw BlobErrors.invalidHeader("Content-Length", Long.toString(length));
        }
        blob.check(conditions, false);
        ByteBuffer buffer = takeBuffer();
        try {
            buffer.clear().limit((int) length);
            exchange.readFully(buffer);
            buffer.flip();
            checkSums(exchange, buffer);
            blob.write(range.start(), buffer, conditions);
        } finally {
            buffers.add(buffer);
        }
    }

    private ByteBuffer takeBuffer() throws IOException {
        try {
            return buffers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a buffer", e);
        }
    }

    private static void checkSums(Exchange exchange, ByteBuffer bytes) throws BlobFailure {
        Optional<String> md5 = exchange.header("Content-MD5");
        if (md5.isPresent()) {
            String found = md5(bytes);
            if (!found.equals(md5.get())) {
                throw BlobErrors.md5Mismatch(found, md5.get());
            }
            exchange.reply("Content-MD5", found);
        }
        Optional<String> crc64 = exchange.header("x-ms-content-crc64");
        if (crc64.isPresent()) {
            String found = Crc64.header(bytes);
            if (!found.equals(crc64.get())) {
                throw BlobErrors.crc64Mismatch(found, crc64.get());
            }
            exchange.reply("x-ms-content-crc64", found);
        }
    }

    private static String md5(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes.duplicate());
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    void ranges(BlobCall call) throws IOException, BlobFailure {
        call.require("r");
        Exchange exchange = call.exchange();
        PageBlob blob = call.blob();
        if (exchange.query("prevsnapshot").isPresent()
                || exchange.query("snapshot").isPresent()) {
            throw BlobErrors.notImplemented("snapshots of page blobs");
        }
        blob.check(Conditions.of(exchange), true);
        ByteRange range = ByteRange.of(exchange, blob.size()).orElse(new ByteRange(0, blob.size()));
        if (range.start() > blob.size()) {
            throw BlobErrors.invalidRange();
        }
        int max = number(exchange, "maxresults", MAX_RANGES).intValue();
        if (max < 1) {
            throw BlobErrors.invalidQuery("maxresults", Integer.toString(max));
        }
        max = Math.min(max, MAX_RANGES);
        long from = Math.max(range.start(), number(exchange, "marker", 0L).longValue());
        List<ByteRange> found = blob.pages(new ByteRange(from, Math.min(range.end(), blob.size())), max + 1);
        Optional<String> next = Optional.empty();
        if (found.size() > max) {
            next = Optional.of(Long.toString(found.get(max).start()));
            found = found.subList(0, max);
        }
        call.replyVersion(blob);
        exchange.reply("x-ms-blob-content-length", Long.toString(blob.size()));
        exchange.send(200, BlobXml.CONTENT_TYPE, BlobXml.pageList(found, next));
    }

    private static Number number(Exchange exchange, String name, Number absent) throws BlobFailure {
        Optional<String> text = exchange.query(name).filter(value -> !value.isEmpty());
        try {
            return text.isPresent() ? (Number) Long.valueOf(text.get()) : absent;
        } catch (NumberFormatException e) {
            throw BlobErrors.invalidQuery(name, text.orElse(""));
        }
    }

    void read(BlobCall call) throws IOException, BlobFailure {
        call.require("r");
        Exchange exchange = call.exchange();
        PageBlob blob = call.blob();
        blob.check(Conditions.of(exchange), true);
        long size = blob.size();
        Optional<ByteRange> asked = ByteRange.of(exchange, size);
        if (asked.isPresent() && asked.get().start() >= size) {
            throw BlobErrors.invalidRange();
        }
        ByteRange range = asked.map(some -> new ByteRange(some.start(), Math.min(some.end(), size)))
                .orElse(new ByteRange(0, size));
        BlobOperations.replyProperties(call, blob);
        if (asked.isPresent()) {
            exchange.reply("Content-Range", "bytes " + range.start() + "-" + (range.end() - 1) + "/" + size);
        }
        if (exchange.header("x-ms-range-get-content-md5")
                .filter("true"::equalsIgnoreCase)
                .isPresent()) {
            if (asked.isEmpty() || range.length() > PageBlob.MAX_PUT) {
                throw BlobErrors.invalidHeader("x-ms-range-get-content-md5", "true");
            }
            ByteBuffer whole = ByteBuffer.allocate((int) range.length());
            blob.read(range.start(), whole);
            exchange.reply("Content-MD5", md5(whole.flip()));
        }
        exchange.begin(asked.isPresent() ? 206 : 200, range.length());
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(READ_BUFFER, Math.max(1, range.length())));
        for (long at = range.start(); at < range.end(); at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), range.end() - at));
            blob.read(at, buffer);
            exchange.write(buffer.flip(), at + buffer.limit() == range.end());
        }
    }
}
