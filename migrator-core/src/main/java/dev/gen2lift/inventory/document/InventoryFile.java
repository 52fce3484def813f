package dev.gen2lift.inventory.document;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.inventory.Inventory;
import dev.gen2lift.inventory.text.WindowsText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** An inventory of machines in a file, whichever tool wrote it: recognised by its content. */
public final class InventoryFile {

    /** Bytes; ten thousand machines fit. */
    static final int MAX_LENGTH = 64 << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private InventoryFile() {}

    /**
     * Reads {@code discover}'s JSON, PowerShell's JSON or Azure Migrate's CSV.
     *
     * @throws BadImageException where it is none of these, or longer than 64 MiB
     * @throws IOException where it cannot be read
     */
    public static Inventory read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_LENGTH + 1);
        }
        if (bytes.length > MAX_LENGTH) {
            throw new BadImageException(
                    BadImageException.Kind.LIMIT,
                    file.toString(),
                    "inventory",
                    0,
                    "longer than " + MAX_LENGTH + " bytes");
        }
        return parse(file.toString(), bytes);
    }

    static Inventory parse(String name, byte[] bytes) throws BadImageException {
        String text = WindowsText.decode(name, bytes);
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return MigrateCsv.parse(name, text);
        }
        Optional<String> schema = schema(name, text);
        if (schema.isEmpty()) {
            return PowerShellMachines.parse(name, json(name, text));
        }
        if (!schema.get().equals(DiscoverDocument.SCHEMA)) {
            throw new BadImageException(
                    BadImageException.Kind.UNSUPPORTED, name, "inventory", 0, "the document is a " + schema.get());
        }
        return DiscoverDocument.parse(name, text);
    }

    /** What a document of gen2lift says that it is, in its first field; empty for any other. */
    private static Optional<String> schema(String name, String text) throws BadImageException {
        try (JsonParser parser = MAPPER.createParser(text)) {
            boolean named = parser.nextToken() == JsonToken.START_OBJECT && "schema".equals(parser.nextFieldName());
            return named ? Optional.ofNullable(parser.nextTextValue()) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw DiscoverDocument.bad(name, e);
        } catch (IOException e) {
            throw new BadImageException(BadImageException.Kind.CORRUPT, name, "inventory", 0, "it cannot be read");
        }
    }

    private static JsonNode json(String name, String text) throws BadImageException {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw DiscoverDocument.bad(name, e);
        }
    }
}
