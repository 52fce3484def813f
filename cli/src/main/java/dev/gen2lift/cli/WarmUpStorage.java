package dev.gen2lift.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** As much of a page-blob service as an upload of an empty disk needs, so that the classes of uploads are archived too. */
final class WarmUpStorage implements Closeable {

    private static final String METADATA = "x-ms-meta-";
    private static final byte[] NO_PAGES =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><PageList></PageList>".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final Map<String, String> metadata = new TreeMap<>();
    private long length = -1;

    WarmUpStorage() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where a blob may be uploaded to. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/account/vhds/disk.vhd?sp=rcw&sig=none";
    }

    private void answer(HttpExchange exchange) throws IOException {
        Headers request = exchange.getRequestHeaders();
        exchange.getRequestBody().readAllBytes();
        Headers headers = exchange.getResponseHeaders();
        headers.set("ETag", "\"0x1\"");
        headers.set("Last-Modified", "Mon, 23 Nov 2026 10:00:00 GMT");
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String size = request.getFirst("x-ms-blob-content-length");
        if (size != null) {
            length = Long.parseLong(size);
        }
        request.forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(METADATA)) {
                metadata.put(name.toLowerCase(Locale.ROOT), values.get(0));
            }
        });
        switch (exchange.getRequestMethod()) {
            case "HEAD" -> head(exchange, headers);
            case "GET" -> {
                headers.set("Content-Type", "application/xml");
                exchange.sendResponseHeaders(200, NO_PAGES.length);
                exchange.getResponseBody().write(NO_PAGES);
            }
            default -> exchange.sendResponseHeaders(query.contains("comp=metadata") ? 200 : 201, -1);
        }
        exchange.close();
    }

    private void head(HttpExchange exchange, Headers headers) throws IOException {
        if (length < 0) {
            headers.set("x-ms-error-code", "BlobNotFound");
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        headers.set("x-ms-blob-type", "PageBlob");
        headers.set("Content-Length", Long.toString(length));
        metadata.forEach(headers::set);
        exchange.sendResponseHeaders(200, -1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
