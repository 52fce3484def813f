package dev.gen2lift.rehearsal.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.jspecify.annotations.Nullable;

/** One HTTP request and its answer, read and written in blocking style by one thread. */
public final class Exchange {

    /** A refused request's body is read to its end up to this many bytes, so that the client gets to see the refusal. */
    private static final long DISCARD_LIMIT = 16L << 20;

    private final Request request;
    private final Response response;
    private final List<String> segments;
    private final Map<String, String> query;
    private Content.@Nullable Chunk chunk;
    private boolean bodyEnded;
    private boolean answered;

    Exchange(Request request, Response response) {
        this.request = request;
        this.response = response;
        this.segments = split(request.getHttpURI().getPath());
        this.query = parse(request.getHttpURI().getQuery());
    }

    public String method() {
        return request.getMethod();
    }

    /** The path as sent, still encoded. */
    public String rawPath() {
        String path = request.getHttpURI().getPath();
        return path == null ? "/" : path;
    }

    /** The path's segments, each decoded on its own: an encoded slash stays part of its segment. */
    public List<String> segments() {
        return segments;
    }

    /** The query as sent, without the question mark; empty where there is none. */
    public String rawQuery() {
        String raw = request.getHttpURI().getQuery();
        return raw == null ? "" : raw;
    }

    /** A query parameter, decoded; names are compared without regard to case. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name.toLowerCase(Locale.ROOT)));
    }

    /** A request header; empty where it is missing or blank. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name)).filter(value -> !value.isBlank());
    }

    /** The headers whose names begin with {@code prefix}, by the rest of the name in lower case. */
    public Map<String, String> headersWith(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            if (field.getName().regionMatches(true, 0, prefix, 0, prefix.length())) {
                String value = field.getValue();
                found.put(
                        field.getName().substring(prefix.length()).toLowerCase(Locale.ROOT),
                        value == null ? "" : value);
            }
        }
        return found;
    }

    /** {@code https://host:port} as the client called this server. */
    public String origin() {
        return "https://" + header("Host").orElseGet(() -> "127.0.0.1:" + Request.getServerPort(request));
    }

    /** The announced length of the body in bytes, or -1 where it is chunked. */
    public long contentLength() {
        return header("Content-Length")
                .map(Long::parseLong)
                .orElse(header("Transfer-Encoding").isPresent() ? -1L : 0L);
    }

    /**
     * Fills {@code into} from the body.
     *
     * @throws EOFException where the body ends before
     */
    public void readFully(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (!nextChunk()) {
                throw new EOFException("the request's body ended " + into.remaining() + " bytes early");
            }
            take(into);
        }
    }

    /**
     * The whole body.
     *
     * @param limit the most bytes accepted
     * @throws IOException where it is longer, or the connection failed
     */
    public byte[] body(int limit) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(limit, 16 * 1024));
        while (nextChunk()) {
            if (!buffer.hasRemaining()) {
                if (buffer.capacity() >= limit) {
                    throw new IOException("the request's body exceeds " + limit + " bytes");
                }
                buffer = ByteBuffer.allocate(Math.min(limit, buffer.capacity() * 2))
                        .put(buffer.flip());
            }
            take(buffer);
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private void take(ByteBuffer into) {
        Content.Chunk current = chunk;
        if (current == null) {
            return;
        }
        ByteBuffer from = current.getByteBuffer();
        int count = Math.min(from.remaining(), into.remaining());
        into.put(from.slice(from.position(), count));
        from.position(from.position() + count);
        if (!from.hasRemaining()) {
            bodyEnded = current.isLast();
            current.release();
            chunk = null;
        }
    }

    /** Makes {@link #chunk} hold bytes; false at the body's end. */
    private boolean nextChunk() throws IOException {
        while (!bodyEnded) {
            Content.Chunk current = chunk;
            if (current == null) {
                current = request.read();
                chunk = current;
            }
            if (current == null) {
                try (Blocker.Runnable arrival = Blocker.runnable()) {
                    request.demand(arrival);
                    arrival.block();
                }
            } else if (Content.Chunk.isFailure(current)) {
                bodyEnded = true;
                chunk = null;
                throw new IOException("the request's body could not be read", current.getFailure());
            } else if (current.hasRemaining()) {
                return true;
            } else {
                bodyEnded = current.isLast();
                current.release();
                chunk = null;
            }
        }
        return false;
    }

    private void discardBody() throws IOException {
        long discarded = 0;
        while (discarded < DISCARD_LIMIT && nextChunk()) {
            Content.Chunk current = chunk;
            if (current != null) {
                discarded += current.remaining();
                current.getByteBuffer().position(current.getByteBuffer().limit());
            }
        }
    }

    /** Gives back what is left of the body; called once the exchange is over. */
    void release() {
        Content.Chunk current = chunk;
        chunk = null;
        if (current != null) {
            current.release();
        }
    }

    /** Sets a header of the answer. */
    public Exchange reply(String header, String value) {
        response.getHeaders().put(header, value);
        return this;
    }

    public boolean answered() {
        return answered;
    }

    /** Answers without a body. */
    public void send(int status) throws IOException {
        send(status, null, new byte[0]);
    }

    /** Answers; a HEAD request gets the headers alone. */
    public void send(int status, @Nullable String contentType, byte[] body) throws IOException {
        discardBody();
        if (contentType != null) {
            reply("Content-Type", contentType);
        }
        boolean head = method().equals("HEAD");
        if (!head && status != 204 && status != 304) {
            reply("Content-Length", Integer.toString(body.length));
        }
        answered = true;
        response.setStatus(status);
        Content.Sink.write(response, true, ByteBuffer.wrap(head ? new byte[0] : body));
    }

    /** Begins an answer of exactly {@code length} bytes that {@link #write} then sends; for HEAD it is the whole answer. */
    public void begin(int status, long length) throws IOException {
        discardBody();
        reply("Content-Length", Long.toString(length));
        answered = true;
        response.setStatus(status);
        if (length == 0 || method().equals("HEAD")) {
            Content.Sink.write(response, true, ByteBuffer.allocate(0));
        }
    }

    public void write(ByteBuffer bytes, boolean last) throws IOException {
        Content.Sink.write(response, last, bytes);
    }

    private static List<String> split(@Nullable String path) {
        List<String> parts = new ArrayList<>();
        if (path != null) {
            for (String part : path.split("/", -1)) {
                if (!part.isEmpty()) {
                    parts.add(decode(part.replace("+", "%2B")));
                }
            }
        }
        return Collections.unmodifiableList(parts);
    }

    private static Map<String, String> parse(@Nullable String raw) {
        Map<String, String> found = new LinkedHashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                if (!name.isEmpty()) {
                    found.putIfAbsent(decode(name).toLowerCase(Locale.ROOT), decode(value));
                }
            }
        }
        return found;
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded;
        }
    }
}
