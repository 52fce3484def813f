package dev.gen2lift.transfer.faults;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lines before the body of a request or an answer. */
final class HttpHead {

    private static final int LONGEST = 64 << 10;

    private final List<String> lines;

    private HttpHead(List<String> lines) {
        this.lines = lines;
    }

    /** Reads up to the empty line; empty where the stream ends before its first byte. */
    static Optional<HttpHead> read(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int count = 0; count < LONGEST; count++) {
            int next = in.read();
            if (next < 0) {
                if (count == 0) {
                    return Optional.empty();
                }
                throw new EOFException("within a head");
            }
            if (next != '\n') {
                line.append((char) next);
                continue;
            }
            String text = line.toString().stripTrailing();
            line.setLength(0);
            if (text.isEmpty()) {
                return Optional.of(new HttpHead(lines));
            }
            lines.add(text);
        }
        throw new IOException("a head of more than " + LONGEST + " bytes");
    }

    String method() {
        return lines.get(0).split(" ", 3)[0];
    }

    String target() {
        return lines.get(0).split(" ", 3)[1];
    }

    int status() {
        return Integer.parseInt(lines.get(0).split(" ", 3)[1]);
    }

    Optional<String> header(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return lines.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst();
    }

    /** The same with another value where the header is there. */
    HttpHead with(String name, String value) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return new HttpHead(lines.stream()
                .map(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix) ? name + ": " + value : line)
                .toList());
    }

    byte[] toBytes() {
        return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
