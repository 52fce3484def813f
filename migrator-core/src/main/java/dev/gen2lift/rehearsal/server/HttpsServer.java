package dev.gen2lift.rehearsal.server;

import java.io.IOException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP/1.1 over TLS on 127.0.0.1, a bounded number of blocking threads. */
public final class HttpsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpsServer.class);

    private static final String HOST = "127.0.0.1";
    private static final int MAX_THREADS = 64;
    private static final int IDLE_MILLIS = 120_000;
    private static final int INPUT_BUFFER = 64 * 1024;

    /** ARM accepts URLs of 4 KiB and more, and headers carry bearer tokens. */
    private static final int HEADER_SIZE = 32 * 1024;

    private final Server server;
    private final ServerConnector connector;

    private HttpsServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Listens and answers until closed.
     *
     * @param port 0 for any free port
     * @throws IOException naming the port, where it cannot be listened on
     */
    public static HttpsServer start(int port, LocalCertificate certificate, Responder responder) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
        threads.setName("rehearsal");
        threads.setDaemon(true);
        Server server = new Server(threads);
        server.setHandler(new Door(responder));

        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(certificate.keyStore());
        tls.setKeyStorePassword(certificate.keyStorePassword());
        HttpConnectionFactory http = new HttpConnectionFactory(configuration());
        http.setInputBufferSize(INPUT_BUFFER);
        ServerConnector connector = new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), http);
        connector.setHost(HOST);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        try {
            connector.open();
        } catch (IOException e) {
            String reason = e.getCause() != null ? e.getCause().getMessage() : e.getMessage();
            throw new IOException("cannot listen on " + HOST + ", port " + port + ": " + reason, e);
        }
        try {
            server.start();
        } catch (Exception e) {
            connector.close();
            throw new IOException("the rehearsal server did not start: " + e.getMessage(), e);
        }
        return new HttpsServer(server, connector);
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEADER_SIZE);
        // Blob names may contain slashes, which clients send as %2F; segments are decoded one by one.
        configuration.setUriCompliance(UriCompliance.DEFAULT.with(
                "blob-names",
                Violation.AMBIGUOUS_PATH_SEPARATOR,
                Violation.AMBIGUOUS_PATH_ENCODING,
                Violation.AMBIGUOUS_EMPTY_SEGMENT));
        // Clients call an address without a name in the TLS greeting, or localhost; the port is loopback only.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        return configuration;
    }

    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the rehearsal server did not stop: " + e.getMessage(), e);
        }
    }

    private static final class Door extends Handler.Abstract {

        private final Responder responder;

        Door(Responder responder) {
            this.responder = responder;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Exchange exchange = new Exchange(request, response);
            try {
                answer(exchange);
                callback.succeeded();
            } catch (IOException e) {
                LOG.debug("{} {}: {}", exchange.method(), exchange.rawPath(), e.toString());
                // Loudly, the server would log the whole URL, and with it a signature.
                callback.failed(new QuietException.Exception(e));
            } finally {
                exchange.release();
            }
            return true;
        }

        private void answer(Exchange exchange) throws IOException {
            String failure = "No part of the rehearsal cloud answered.";
            try {
                responder.respond(exchange);
            } catch (RuntimeException e) {
                LOG.error("{} {}", exchange.method(), exchange.rawPath(), e);
                if (exchange.answered()) {
                    throw new IOException("an answer broke off", e);
                }
                failure = "The rehearsal cloud failed: " + e;
            }
            if (!exchange.answered()) {
                responder.refuse(exchange, 500, "InternalError", failure);
            }
        }
    }
}
