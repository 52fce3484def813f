package dev.gen2lift.transfer.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** One client's connection, with one to the server behind it. Bodies are held in memory: they have at most 4 MiB. */
final class FaultyConnection {

    private final FaultProxy proxy;
    private final Socket client;

    FaultyConnection(FaultProxy proxy, Socket client) {
        this.proxy = proxy;
        this.client = client;
    }

    void serve() throws IOException, InterruptedException {
        try (client;
                Socket server = proxy.connect()) {
            InputStream requests = new BufferedInputStream(client.getInputStream());
            InputStream answers = new BufferedInputStream(server.getInputStream());
            for (Optional<HttpHead> head = HttpHead.read(requests); head.isPresent(); head = HttpHead.read(requests)) {
                if (!exchange(head.get(), requests, server, answers)) {
                    return;
                }
            }
        }
    }

    /** Returns whether the connection goes on. */
    private boolean exchange(HttpHead head, InputStream requests, Socket server, InputStream answers)
            throws IOException, InterruptedException {
        Fault fault = proxy.meet(head.method(), head);
        int length = head.header("Content-Length").map(Integer::parseInt).orElse(0);
        if (head.header("Expect").isPresent()) {
            client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        if (fault instanceof Fault.ResetInBody reset) {
            requests.readNBytes(Math.min(length, reset.bytes()));
            reset();
            return false;
        }
        byte[] body = requests.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("within a request");
        }
        if (fault instanceof Fault.Refuse refuse) {
            client.getOutputStream().write(refusal(refuse));
            return true;
        }
        if (fault instanceof Fault.Stall) {
            proxy.awaitEnd();
            return false;
        }
        if (fault instanceof Fault.DamageBody && body.length > 0) {
            body[body.length / 2] ^= 4;
        }
        server.getOutputStream().write(head.toBytes());
        server.getOutputStream().write(body);
        server.getOutputStream().flush();
        return answer(head, fault, answers);
    }

    private boolean answer(HttpHead request, Fault fault, InputStream answers)
            throws IOException, InterruptedException {
        HttpHead head = HttpHead.read(answers).orElseThrow(EOFException::new);
        while (head.status() == 100) {
            head = HttpHead.read(answers).orElseThrow(EOFException::new);
        }
        byte[] body = body(request, head, answers);
        if (fault instanceof Fault.ResetBeforeAnswer) {
            reset();
            return false;
        }
        if (fault instanceof Fault.ReplaceHeader replace) {
            head = head.with(replace.name(), replace.value());
        }
        if (fault instanceof Fault.DamageAnswer && body.length > 0) {
            body[body.length / 2] ^= 4;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(head.toBytes());
        whole.write(body);
        byte[] bytes = whole.toByteArray();
        OptionalInt cut = cut(fault);
        client.getOutputStream().write(bytes, 0, Math.min(bytes.length, cut.orElse(bytes.length)));
        client.getOutputStream().flush();
        if (fault instanceof Fault.StallInAnswer) {
            proxy.awaitEnd();
        } else if (fault instanceof Fault.ResetInAnswer) {
            reset();
        }
        return cut.isEmpty()
                && !head.header("Connection").map("close"::equalsIgnoreCase).orElse(false);
    }

    private static OptionalInt cut(Fault fault) {
        if (fault instanceof Fault.CutAnswer cut) {
            return OptionalInt.of(cut.bytes());
        }
        if (fault instanceof Fault.ResetInAnswer reset) {
            return OptionalInt.of(reset.bytes());
        }
        return fault instanceof Fault.StallInAnswer stall ? OptionalInt.of(stall.bytes()) : OptionalInt.empty();
    }

    /** The answer's body as it is on the wire, with its chunks where it comes in chunks. */
    private static byte[] body(HttpHead request, HttpHead answer, InputStream in) throws IOException {
        if (request.method().equals("HEAD") || answer.status() == 204 || answer.status() == 304) {
            return new byte[0];
        }
        Optional<Integer> length = answer.header("Content-Length").map(Integer::parseInt);
        if (length.isPresent()) {
            return in.readNBytes(length.get());
        }
        return answer.header("Transfer-Encoding").isPresent() ? chunks(in) : in.readAllBytes();
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        while (true) {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("within a chunk");
                }
                line.append((char) next);
            }
            String size = line.toString().strip();
            wire.write((size + "\r\n").getBytes(StandardCharsets.US_ASCII));
            int length = Integer.parseInt(size.split(";", 2)[0], 16);
            wire.write(in.readNBytes(length + 2));
            if (length == 0) {
                return wire.toByteArray();
            }
        }
    }

    private static byte[] refusal(Fault.Refuse refuse) {
        String body = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + refuse.code()
                + "</Code><Message>refused on the way</Message></Error>";
        String head = "HTTP/1.1 " + refuse.status() + " Refused\r\nx-ms-error-code: " + refuse.code()
                + "\r\nContent-Type: application/xml\r\nContent-Length: " + body.length() + "\r\n"
                + (refuse.retryAfterSeconds().isPresent()
                        ? "Retry-After: " + refuse.retryAfterSeconds().getAsInt() + "\r\n"
                        : "");
        return (head + "\r\n" + body).getBytes(StandardCharsets.US_ASCII);
    }

    /** Ends the connection at once, as a firewall or a host that goes away does: what is unsent is lost. */
    private void reset() throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }
}
