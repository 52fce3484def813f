package dev.gen2lift.rehearsal.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes each request and its answer as a line of JSON: method, path, query, body, status, {@code rh} (response headers),
 * response. Tokens are never part of it; signatures and secrets are struck out.
 */
public final class Recorder implements AutoCloseable {

    private static final String STRUCK_OUT = "REDACTED";
    private static final Pattern SIGNATURE = Pattern.compile("(?<=[?&]sig=)[^&\"\\\\ ]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECRET_FIELD =
            Pattern.compile("(?i).*(password|secret|accesskey|accountkey|customdata).*");
    private static final List<String> HEADERS = List.of("Azure-AsyncOperation", "Location", "Retry-After");

    private final ObjectMapper json = new ObjectMapper();
    private final @Nullable BufferedWriter out;

    private Recorder(@Nullable BufferedWriter out) {
        this.out = out;
    }

    /** Records to {@code file}, which it replaces; records nothing where there is none. */
    public static Recorder to(Optional<Path> file) throws IOException {
        return new Recorder(file.isPresent() ? Files.newBufferedWriter(file.get()) : null);
    }

    synchronized void record(String method, String path, String query, ObjectNode body, ArmReply reply)
            throws IOException {
        if (out == null) {
            return;
        }
        ObjectNode line = json.createObjectNode();
        line.put("method", method);
        line.put("path", path);
        line.put("query", query);
        if (!body.isEmpty()) {
            line.set("body", clean(body));
        }
        line.put("status", reply.status());
        ObjectNode headers = line.putObject("rh");
        for (String name : HEADERS) {
            String value = reply.headers().get(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        if (reply.body().isPresent()) {
            line.set("response", clean(reply.body().get()));
        }
        out.write(json.writeValueAsString(line));
        out.write('\n');
        out.flush();
    }

    private static JsonNode clean(JsonNode node) {
        JsonNode copy = node.deepCopy();
        strike(copy);
        return copy;
    }

    private static void strike(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (field.getValue().isTextual()) {
                    String text = field.getValue().asText();
                    String kept = SECRET_FIELD.matcher(field.getKey()).matches()
                            ? STRUCK_OUT
                            : SIGNATURE.matcher(text).replaceAll(STRUCK_OUT);
                    if (!kept.equals(text)) {
                        field.setValue(object.textNode(kept));
                    }
                }
            }
        }
        node.forEach(Recorder::strike);
    }

    @Override
    public synchronized void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
