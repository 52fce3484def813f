package dev.gen2lift.transfer.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Put Page over connections of its own: bytes are copied once on their way from the caller's buffer to the socket, by the
 * caller's thread. A connection is used again until it has been idle for a while; a request that meets one which the service
 * had closed meanwhile is sent again at once. An interrupt of the caller closes its connection.
 */
public final class SocketTransport implements PageTransport {

    /** Well below what services and what stands between keep an idle connection for. */
    private static final Duration IDLE = Duration.ofSeconds(25);

    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    private final Dialer dialer;
    private final Duration stalled;
    private final Map<String, Deque<PageConnection>> idle = new HashMap<>();
    private final Set<PageConnection> busy = ConcurrentHashMap.newKeySet();
    private @Nullable Thread watch;

    private SocketTransport(Dialer dialer, Duration stalled) {
        this.dialer = dialer;
        this.stalled = stalled;
    }

    /**
     * @param tls asked at the first connection by https
     * @param proxies the proxy for a host
     */
    public static SocketTransport create(Supplier<SSLContext> tls, Function<String, Optional<Proxy>> proxies) {
        return new SocketTransport(new Dialer(tls, proxies), PageConnection.STALLED);
    }

    /** The same with another patience: how long nothing may move before a request is given up. */
    public SocketTransport withPatience(Duration patience) {
        return new SocketTransport(dialer, patience);
    }

    @Override
    public PageAnswer put(PageRequest request, Pace pace) throws IOException {
        PageConnection known = takeIdle(request.target());
        if (known != null) {
            try {
                return put(known, request, pace);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw interrupted(e);
                }
            }
        }
        try {
            return put(new PageConnection(dialer.dial(request.target()), stalled), request, pace);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw Thread.currentThread().isInterrupted() ? interrupted(e) : e;
        }
    }

    private PageAnswer put(PageConnection connection, PageRequest request, Pace pace) throws IOException {
        busy.add(connection);
        startWatch();
        try {
            return connection.put(request, pace);
        } finally {
            busy.remove(connection);
            if (connection.isReusable()) {
                giveBack(request.target(), connection);
            } else {
                connection.close();
            }
        }
    }

    private static InterruptedIOException interrupted(IOException cause) {
        InterruptedIOException interrupted = new InterruptedIOException("interrupted while pages were sent");
        interrupted.initCause(cause);
        return interrupted;
    }

    private synchronized @Nullable PageConnection takeIdle(URI target) {
        Deque<PageConnection> found = idle.get(key(target));
        while (found != null && !found.isEmpty()) {
            PageConnection connection = found.pop();
            if (!connection.isIdleFor(IDLE)) {
                return connection;
            }
            connection.close();
        }
        return null;
    }

    private synchronized void giveBack(URI target, PageConnection connection) {
        idle.computeIfAbsent(key(target), host -> new ArrayDeque<>()).push(connection);
    }

    private static String key(URI target) {
        return target.getScheme().toLowerCase(Locale.ROOT) + "://"
                + target.getHost().toLowerCase(Locale.ROOT) + ":" + Dialer.port(target);
    }

    private synchronized void startWatch() {
        if (watch == null) {
            watch = new Thread(this::watch, "page-watch");
            watch.setDaemon(true);
            watch.start();
        }
    }

    /** Ends when nothing is in flight any more. */
    private void watch() {
        try {
            while (true) {
                Thread.sleep(WATCH_INTERVAL.toMillis());
                busy.forEach(PageConnection::watch);
                synchronized (this) {
                    if (busy.isEmpty()) {
                        watch = null;
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
