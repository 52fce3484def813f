import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A page-blob service that answers at once and keeps nothing but which pages were written: what is left to measure is the
 * client. Prints its address; {@code GET /stats} gives the bytes and requests of Put Page since the last time it was asked.
 * For benchmarks only: no authentication, no conditions, one thread a connection.
 */
final class Sink {

    private static final int PAGE = 512;

    private static final class Blob {
        long size;
        final Map<String, String> metadata = new LinkedHashMap<>();
        final BitSet pages = new BitSet();
    }

    private static final Map<String, Blob> BLOBS = new ConcurrentHashMap<>();
    private static final AtomicLong BYTES = new AtomicLong();
    private static final AtomicLong REQUESTS = new AtomicLong();

    private Sink() {}

    public static void main(String[] arguments) throws IOException {
        ServerSocket server = new ServerSocket(0, 256, InetAddress.getByName("127.0.0.1"));
        System.out.println("http://127.0.0.1:" + server.getLocalPort());
        while (true) {
            Socket socket = server.accept();
            socket.setTcpNoDelay(true);
            Thread thread = new Thread(() -> serve(socket));
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            OutputStream out = socket.getOutputStream();
            byte[] dropped = new byte[1 << 18];
            for (String line = line(in); line != null; line = line(in)) {
                String[] words = line.split(" ");
                Map<String, String> headers = new TreeMap<>();
                for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).trim());
                }
                if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
                    out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                long left = Long.parseLong(headers.getOrDefault("content-length", "0"));
                while (left > 0) {
                    int read = in.read(dropped, 0, (int) Math.min(left, dropped.length));
                    if (read < 0) {
                        return;
                    }
                    left -= read;
                }
                out.write(answer(words[0], words[1], headers).getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private static String answer(String method, String target, Map<String, String> headers) {
        String path = target.split("\\?", 2)[0];
        String query = target.contains("?") ? target.split("\\?", 2)[1] : "";
        if (path.equals("/stats")) {
            return reply(200, "", BYTES.getAndSet(0) + " " + REQUESTS.getAndSet(0) + "\n");
        }
        Blob blob = BLOBS.get(path);
        if (method.equals("PUT") && query.contains("comp=page")) {
            return putPage(blob, headers);
        }
        if (method.equals("PUT") && headers.containsKey("x-ms-blob-content-length") && !query.contains("comp=")) {
            Blob made = new Blob();
            made.size = Long.parseLong(headers.get("x-ms-blob-content-length"));
            metadata(made, headers);
            BLOBS.put(path, made);
            return reply(201, "", "");
        }
        if (method.equals("DELETE")) {
            BLOBS.remove(path);
            return reply(202, "", "");
        }
        if (blob == null) {
            return reply(404, "x-ms-error-code: " + (query.contains("restype=container") ? "ContainerNotFound" : "BlobNotFound") + "\r\n", "");
        }
        if (query.contains("comp=metadata")) {
            metadata(blob, headers);
            return reply(200, "", "");
        }
        if (query.contains("comp=pagelist")) {
            return reply(200, "x-ms-blob-content-length: " + blob.size + "\r\nContent-Type: application/xml\r\n", pages(blob, headers));
        }
        if (method.equals("HEAD")) {
            StringBuilder more = new StringBuilder("x-ms-blob-type: PageBlob\r\nAccept-Ranges: bytes\r\n");
            blob.metadata.forEach((name, value) -> more.append(name).append(": ").append(value).append("\r\n"));
            return reply(200, more + "Content-Length: " + blob.size + "\r\n", null);
        }
        return reply(200, "", "");
    }

    private static String putPage(Blob blob, Map<String, String> headers) {
        String range = headers.getOrDefault("x-ms-range", headers.getOrDefault("range", ""));
        String[] ends = range.replace("bytes=", "").split("-");
        if (blob == null || ends.length != 2) {
            return reply(404, "x-ms-error-code: BlobNotFound\r\n", "");
        }
        long from = Long.parseLong(ends[0]);
        long to = Long.parseLong(ends[1]) + 1;
        synchronized (blob) {
            blob.pages.set((int) (from / PAGE), (int) (to / PAGE), headers.getOrDefault("x-ms-page-write", "").equalsIgnoreCase("update"));
        }
        BYTES.addAndGet(to - from);
        REQUESTS.incrementAndGet();
        return reply(201, "x-ms-blob-sequence-number: 0\r\n", "");
    }

    private static void metadata(Blob blob, Map<String, String> headers) {
        blob.metadata.clear();
        headers.forEach((name, value) -> {
            if (name.startsWith("x-ms-meta-")) {
                blob.metadata.put(name, value);
            }
        });
    }

    private static String pages(Blob blob, Map<String, String> headers) {
        String[] ends = headers.getOrDefault("x-ms-range", "bytes=0-" + (blob.size - 1)).replace("bytes=", "").split("-");
        int first = (int) (Long.parseLong(ends[0]) / PAGE);
        int last = (int) ((Long.parseLong(ends[1]) + 1) / PAGE);
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><PageList>");
        synchronized (blob) {
            for (int from = blob.pages.nextSetBit(first); from >= 0 && from < last; ) {
                int to = Math.min(last, blob.pages.nextClearBit(from));
                xml.append("<PageRange><Start>").append((long) from * PAGE).append("</Start><End>")
                        .append((long) to * PAGE - 1).append("</End></PageRange>");
                from = blob.pages.nextSetBit(to);
            }
        }
        return xml.append("</PageList>").toString();
    }

    private static String reply(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " Answer\r\nETag: \"0x1\"\r\nLast-Modified: Mon, 23 Nov 2026 10:00:00 GMT\r\n"
                + "x-ms-version: 2026-06-06\r\nx-ms-request-id: 1\r\n" + headers
                + (body == null ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n" + (body == null ? "" : body);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
