package dev.gen2lift.transfer.faults;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/**
 * Stands on a port of this machine between HTTP/1.1 clients and a server, and lets each request meet the fault that the
 * plan has for it. Threads and connections end when it is closed.
 */
public final class FaultProxy implements Closeable {

    private final ServerSocket listener;
    private final SocketFactory sockets;
    private final int upstreamPort;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Socket> open = new ArrayList<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private Fault.Plan plan = request -> Fault.none();

    private FaultProxy(ServerSocket listener, SocketFactory sockets, int upstreamPort) {
        this.listener = listener;
        this.sockets = sockets;
        this.upstreamPort = upstreamPort;
    }

    /**
     * Begins to listen; everything passes until there is a {@link #plan}.
     *
     * @param listeners plain, or of TLS with a certificate that the clients trust
     * @param sockets to the server, plain or of TLS
     */
    public static FaultProxy start(ServerSocketFactory listeners, SocketFactory sockets, int upstreamPort)
            throws IOException {
        ServerSocket listener = listeners.createServerSocket(0, 64, InetAddress.getLoopbackAddress());
        FaultProxy proxy = new FaultProxy(listener, sockets, upstreamPort);
        proxy.run("fault proxy", proxy::accept);
        return proxy;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Another plan from now on; requests are counted anew. */
    public synchronized void plan(Fault.Plan newPlan) {
        plan = newPlan;
        seen.clear();
    }

    /** How many requests wrote pages since the plan was made. */
    public synchronized int putPages() {
        return seen.getOrDefault("page", 0);
    }

    synchronized Fault meet(String method, HttpHead head) {
        Optional<String> pageWrite = head.header("x-ms-page-write");
        String kind = pageWrite.isPresent() ? "page" : head.target().contains("comp=") ? method + " comp" : method;
        int number = seen.merge(kind, 1, Integer::sum);
        return plan.meet(new Fault.Request(method, head.target(), number, pageWrite));
    }

    Socket connect() throws IOException {
        Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), upstreamPort);
        keep(socket);
        return socket;
    }

    /** Waits until the proxy is closed: how a connection stalls. */
    void awaitEnd() throws InterruptedException {
        closed.await();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            keep(client);
            run("fault connection", () -> new FaultyConnection(this, client).serve());
        }
    }

    private void keep(Socket socket) throws IOException {
        synchronized (open) {
            if (closed.getCount() == 0) {
                socket.close();
            }
            open.add(socket);
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One side ended the connection, which is what this class is for.
                        return;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        synchronized (open) {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
