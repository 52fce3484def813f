package dev.gen2lift.transfer.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Opens connections: straight or through a proxy's tunnel, with TLS that checks the host's name. Sockets are those of
 * channels, because an interrupt of the thread that waits on them closes them.
 */
final class Dialer {

    private static final Duration CONNECT = Duration.ofSeconds(15);

    private final Supplier<SSLContext> tls;
    private final Function<String, Optional<Proxy>> proxies;

    /**
     * @param tls asked at the first connection that needs it
     * @param proxies the proxy for a host
     */
    Dialer(Supplier<SSLContext> tls, Function<String, Optional<Proxy>> proxies) {
        this.tls = tls;
        this.proxies = proxies;
    }

    /** A socket to the target's host, ready for HTTP. */
    Socket dial(URI target) throws IOException {
        boolean secure = target.getScheme().equalsIgnoreCase("https");
        Optional<Proxy> proxy = secure ? proxies.apply(target.getHost()) : Optional.empty();
        Socket socket = connect(
                proxy.map(Proxy::host).orElse(target.getHost()),
                proxy.map(Proxy::port).orElse(port(target)));
        try {
            if (proxy.isPresent()) {
                tunnel(socket, target, proxy.get());
            }
            return secure ? secured(socket, target) : socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket connect(String host, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.socket().connect(address, (int) CONNECT.toMillis());
            return channel.socket();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private Socket secured(Socket socket, URI target) throws IOException {
        SSLSocket secure =
                (SSLSocket) tls.get().getSocketFactory().createSocket(socket, target.getHost(), port(target), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.setSoTimeout((int) CONNECT.toMillis());
        secure.startHandshake();
        return secure;
    }

    private static void tunnel(Socket socket, URI target, Proxy proxy) throws IOException {
        String authority = target.getHost() + ":" + port(target);
        BasicClassicHttpRequest connect = new BasicClassicHttpRequest("CONNECT", null, authority);
        connect.setHeader("Host", authority);
        proxy.user().ifPresent(user -> connect.setHeader("Proxy-Authorization", basic(user, proxy.password())));
        // Not closed: it would take the socket with it, which goes on as the tunnel.
        @SuppressWarnings("resource")
        DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
        http.bind(socket);
        socket.setSoTimeout((int) CONNECT.toMillis());
        try {
            http.sendRequestHeader(connect);
            http.flush();
            ClassicHttpResponse answer = http.receiveResponseHeader();
            if (answer.getCode() / 100 != 2) {
                throw new SocketException("the proxy " + proxy.host() + " answered " + answer.getCode());
            }
        } catch (HttpException e) {
            throw new SocketException("the proxy " + proxy.host() + " does not speak HTTP");
        }
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static int port(URI target) {
        if (target.getPort() >= 0) {
            return target.getPort();
        }
        return target.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
