package dev.gen2lift.inventory.document;

import com.fasterxml.jackson.core.JsonProcessingException;
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

/** An inventory of machines in a file, whichever tool wrote it: recognised by its content. */
public final class InventoryFile {

    /** Bytes; tens of thousands of machines fit. */
    static final int MAX_LENGTH = 256 << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private InventoryFile() {}

    /**
     * Reads {@code discover}'s JSON, PowerShell's JSON or Azure Migrate's CSV.
     *
     * @throws BadImageException where it is none of these, or longer than 256 MiB
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
        JsonNode document = json(name, text);
        if (document.path("schema").isTextual()) {
            String schema = document.path("schema").asText();
            if (!schema.equals(DiscoverDocument.SCHEMA)) {
                throw new BadImageException(
                        BadImageException.Kind.UNSUPPORTED, name, "inventory", 0, "the document is a " + schema);
            }
            return DiscoverDocument.parse(name, text);
        }
        return PowerShellMachines.parse(name, document);
    }

    private static JsonNode json(String name, String text) throws BadImageException {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw DiscoverDocument.bad(name, e);
        }
    }
}
