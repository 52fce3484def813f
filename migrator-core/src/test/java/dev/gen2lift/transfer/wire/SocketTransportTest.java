package dev.gen2lift.transfer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketTransportTest {

    private static final String CREATED = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\nETag: \"1\"\r\n\r\n";

    private final ServerSocket server = listen();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final SocketTransport transport =
            SocketTransport.create(SocketTransportTest::noTls, host -> Optional.empty());

    /** What a server does with one connection. */
    private interface Behaviour {
        void serve(Socket socket, InputStream in, OutputStream out) throws IOException;
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void sendsAPutWithItsHeadersAndBytes() throws Exception {
        serve(answering(CREATED));

        PageAnswer answer = transport.put(request(100_000), bytes -> {});

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("etag")).contains("\"1\"");
        assertThat(requests)
                .singleElement()
                .asString()
                .startsWith("PUT /c/b%20b?sig=s%2Bx&comp=page HTTP/1.1")
                .contains(
                        "Host: 127.0.0.1:" + server.getLocalPort(),
                        "x-ms-range: bytes=0-511",
                        "Content-Length: 100000");
    }

    @Test
    void usesAConnectionAgain() throws Exception {
        serve(answering(CREATED));

        for (int i = 0; i < 5; i++) {
            transport.put(request(512), bytes -> {});
        }

        assertThat(connections).hasValue(1);
    }

    @Test
    void opensAnotherWhereTheServiceClosedAnIdleOne() throws Exception {
        serve((socket, in, out) -> {
            requests.add(read(in));
            out.write(CREATED.getBytes(StandardCharsets.US_ASCII));
        });

        for (int i = 0; i < 3; i++) {
            assertThat(transport.put(request(512), bytes -> {}).status()).isEqualTo(201);
        }

        assertThat(connections).hasValue(3);
    }

    @Test
    void readsARefusalWithItsBody() throws Exception {
        serve(answering("HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\nx-ms-error-code: Nope\r\n\r\n"
                + "5\r\n<Mess\r\n4\r\nage>\r\n0\r\n\r\n"));

        PageAnswer answer = transport.put(request(512), bytes -> {});

        assertThat(answer).isEqualTo(new PageAnswer(403, answer.headers(), "<Message>"));
        assertThat(answer.header("X-MS-Error-Code")).contains("Nope");
    }

    @Test
    void seesARefusalThatComesBeforeAllWasSent() throws Exception {
        serve((socket, in, out) -> {
            readHead(in);
            out.write("HTTP/1.1 413 Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.shutdownOutput();
            in.readNBytes(1 << 20);
        });

        assertThat(transport.put(request(4 << 20), bytes -> {}).status()).isEqualTo(413);
    }

    @Test
    void failsWhereTheConnectionBreaksInTheBody() throws Exception {
        serve((socket, in, out) -> {
            in.readNBytes(1000);
            socket.setSoLinger(true, 0);
        });

        assertThatThrownBy(() -> transport.put(request(4 << 20), bytes -> {})).isInstanceOf(IOException.class);
    }

    @Test
    void failsWhereTheAnswerIsCutOff() throws Exception {
        serve((socket, in, out) -> {
            read(in);
            out.write("HTTP/1.1 201 Cre".getBytes(StandardCharsets.US_ASCII));
        });

        assertThatThrownBy(() -> transport.put(request(512), bytes -> {})).isInstanceOf(IOException.class);
    }

    @Test
    void givesUpWhereNothingMoves() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        serve((socket, in, out) -> await(over));

        assertThatThrownBy(() -> transport.withPatience(Duration.ofMillis(200)).put(request(4 << 20), bytes -> {}))
                .isInstanceOf(SocketTimeoutException.class);
        over.countDown();
    }

    @Test
    void givesUpWhereNoAnswerComes() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        serve((socket, in, out) -> {
            read(in);
            await(over);
        });

        assertThatThrownBy(() -> transport.withPatience(Duration.ofMillis(200)).put(request(512), bytes -> {}))
                .isInstanceOf(SocketTimeoutException.class);
        over.countDown();
    }

    @Test
    void endsWhenItsThreadIsInterrupted() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        serve((socket, in, out) -> {
            read(in);
            arrived.countDown();
            await(over);
        });
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                transport.put(request(512), bytes -> {});
            } catch (IOException e) {
                failure.set(e);
            }
        });
        thread.start();
        arrived.await();

        thread.interrupt();

        thread.join(10_000);
        over.countDown();
        assertThat(failure.get()).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void asksForTheBytesOfTheBodyInPieces() throws Exception {
        serve(answering(CREATED));
        AtomicInteger asked = new AtomicInteger();

        transport.put(request(1 << 20), asked::addAndGet);

        assertThat(asked).hasValue(1 << 20);
    }

    private Behaviour answering(String answer) {
        return (socket, in, out) -> {
            for (String head = read(in); !head.isEmpty(); head = read(in)) {
                requests.add(head);
                out.write(answer.getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        };
    }

    private void serve(Behaviour behaviour) {
        Thread acceptor = new Thread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    Thread thread = new Thread(() -> {
                        try (socket) {
                            behaviour.serve(
                                    socket, new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
                        } catch (IOException e) {
                            // The other side sees it.
                        }
                    });
                    thread.setDaemon(true);
                    thread.start();
                } catch (IOException e) {
                    return;
                }
            }
        });
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** A request's head; its body is read and dropped. Empty at the end. */
    private static String read(InputStream in) throws IOException {
        String head = readHead(in);
        for (String line : head.split("\r\n")) {
            if (line.startsWith("Content-Length: ")) {
                in.skipNBytes(Long.parseLong(line.substring("Content-Length: ".length())));
            }
        }
        return head;
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private PageRequest request(int bytes) {
        return new PageRequest(
                URI.create("http://127.0.0.1:" + server.getLocalPort() + "/c/b%20b?sig=s%2Bx&comp=page"),
                Map.of("x-ms-range", "bytes=0-511"),
                ByteBuffer.allocate(bytes));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext noTls() {
        throw new IllegalStateException("http needs no TLS");
    }
}
