package dev.gen2lift.inventory.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.Inventory;
import dev.gen2lift.inventory.Problem;
import java.util.List;

/** The JSON of {@code discover}: {@code {"schema":"gen2lift.discover/1","machines":[..],"problems":[..]}}. */
public record DiscoverDocument(String schema, List<HyperVMachine> machines, List<Problem> problems) {

    public static final String SCHEMA = "gen2lift.discover/1";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new FactModule())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** The document as text, with a line feed at the end. */
    public static String text(Inventory inventory) {
        try {
            return MAPPER.writeValueAsString(new DiscoverDocument(SCHEMA, inventory.machines(), inventory.problems()))
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a JSON document", e);
        }
    }

    /** @throws BadImageException where the text is no such document */
    static Inventory parse(String file, String text) throws BadImageException {
        try {
            DiscoverDocument document = MAPPER.readValue(text, DiscoverDocument.class);
            return new Inventory(document.machines, document.problems);
        } catch (JsonProcessingException e) {
            throw bad(file, e);
        }
    }

    static BadImageException bad(String file, JsonProcessingException e) {
        long offset = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
        String message =
                e.getOriginalMessage().lines().findFirst().orElse("no JSON").replaceAll("dev\\.gen2lift\\.[a-z.]+", "");
        return new BadImageException(BadImageException.Kind.CORRUPT, file, "inventory", offset, message);
    }
}
