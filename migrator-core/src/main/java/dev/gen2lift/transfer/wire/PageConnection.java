package dev.gen2lift.transfer.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/** One connection: a request, its answer, the next request. For one thread at a time, but for {@link #watch}. */
final class PageConnection implements Closeable, PageEntity.Progress {

    /** Longest that nothing may move: no byte into the socket, no answer behind the last one. */
    static final Duration STALLED = Duration.ofSeconds(90);

    private static final int PIECE = 64 << 10;
    private static final int LONGEST_BODY = 64 << 10;
    private static final Timeout EARLY_ANSWER = Timeout.ofSeconds(2);

    private final DefaultBHttpClientConnection http;
    private final byte[] piece = new byte[PIECE];
    private final long stalledNanos;
    private volatile long moved = System.nanoTime();
    private volatile boolean waiting;
    private volatile boolean aborted;
    private boolean used;
    private boolean reusable = true;
    private long idleSince = System.nanoTime();

    PageConnection(Socket socket, Duration stalled) throws IOException {
        this.stalledNanos = stalled.toNanos();
        this.http = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
        this.http.bind(socket);
    }

    /** Whether it has carried a request before; the service may have closed it since. */
    boolean used() {
        return used;
    }

    boolean isReusable() {
        return reusable && !aborted && http.isOpen();
    }

    boolean isIdleFor(Duration time) {
        return System.nanoTime() - idleSince > time.toNanos();
    }

    PageAnswer put(PageRequest request, Pace pace) throws IOException {
        moved();
        reusable = false;
        try {
            PageAnswer answer = exchange(request, pace);
            used = true;
            idleSince = System.nanoTime();
            return answer;
        } catch (HttpException e) {
            throw new IOException("not an HTTP answer: " + e.getMessage(), e);
        } catch (IOException e) {
            if (aborted) {
                SocketTimeoutException timeout = new SocketTimeoutException("nothing moved for too long");
                timeout.initCause(e);
                throw timeout;
            }
            throw e;
        }
    }

    private PageAnswer exchange(PageRequest request, Pace pace) throws IOException, HttpException {
        http.setSocketTimeout(
                Timeout.ofMilliseconds(Duration.ofNanos(stalledNanos).toMillis()));
        BasicClassicHttpRequest message = message(request, pace);
        try {
            http.sendRequestHeader(message);
            http.sendRequestEntity(message);
            http.flush();
        } catch (IOException e) {
            return earlyAnswer(e);
        }
        moved();
        return answer();
    }

    /** Who refuses a request may do so, and hang up, before all of it was sent. */
    private PageAnswer earlyAnswer(IOException failure) throws IOException, HttpException {
        if (aborted || Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        try {
            http.setSocketTimeout(EARLY_ANSWER);
            PageAnswer answer = answer();
            reusable = false;
            if (answer.status() >= 400) {
                return answer;
            }
        } catch (IOException | HttpException e) {
            failure.addSuppressed(e);
        }
        throw failure;
    }

    private BasicClassicHttpRequest message(PageRequest request, Pace pace) {
        URI target = request.target();
        BasicClassicHttpRequest message =
                new BasicClassicHttpRequest("PUT", null, target.getRawPath() + "?" + target.getRawQuery());
        message.setHeader("Host", target.getPort() < 0 ? target.getHost() : target.getHost() + ":" + target.getPort());
        request.headers().forEach(message::setHeader);
        message.setHeader("Content-Length", request.data().remaining());
        message.setEntity(new PageEntity(request.data(), piece, pace, this));
        return message;
    }

    private PageAnswer answer() throws IOException, HttpException {
        ClassicHttpResponse response = http.receiveResponseHeader();
        while (response.getCode() / 100 == 1) {
            response = http.receiveResponseHeader();
        }
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        String body = "";
        if (response.getCode() != 204 && response.getCode() != 304) {
            http.receiveResponseEntity(response);
            HttpEntity entity = response.getEntity();
            body = entity == null || entity.getContentLength() == 0 ? "" : text(entity);
        }
        if (response.getCode() != 204
                && !headers.containsKey("content-length")
                && !headers.containsKey("transfer-encoding")) {
            // The parser takes a head that ends with the connection for a whole one.
            throw new EOFException("the answer is cut off");
        }
        boolean close = "close".equalsIgnoreCase(headers.get("connection"));
        reusable = !close && body.length() < LONGEST_BODY;
        return new PageAnswer(response.getCode(), headers, body);
    }

    private static String text(HttpEntity entity) throws IOException {
        if (entity.getContentLength() == ContentLengthStrategy.UNDEFINED) {
            return "";
        }
        try (InputStream in = entity.getContent()) {
            return new String(in.readNBytes(LONGEST_BODY), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void waiting() {
        waiting = true;
    }

    @Override
    public void moved() {
        moved = System.nanoTime();
        waiting = false;
    }

    /** Hangs up where nothing moved for too long; for another thread than the one that waits. */
    void watch() {
        if (!waiting && System.nanoTime() - moved > stalledNanos) {
            aborted = true;
            close();
        }
    }

    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
    }
}
