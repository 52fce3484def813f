package dev.gen2lift.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Known;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The one writer of JSON: records in the order of their components, enumerated values in lower case with hyphens,
 * absent values as null, times as ISO-8601 UTC, paths as the operating system writes them, UTF-8, indented, and a line
 * feed at the end.
 */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(texts())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();

    private Json() {}

    /** Writes a document and leaves {@code out} open. */
    public static void write(Object document, OutputStream out) throws IOException {
        MAPPER.writeValue(out, document);
        out.write('\n');
        out.flush();
    }

    /** A document as text. */
    public static String text(Object document) {
        try {
            return new String(MAPPER.writeValueAsBytes(document), StandardCharsets.UTF_8) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON document: " + document.getClass(), e);
        }
    }

    /** A value in one line, a string without its quotes. */
    public static String line(Object value) {
        if (value instanceof String text) {
            return text;
        }
        try {
            return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value: " + value.getClass(), e);
        }
    }

    /** For those who read documents back or write their own; a copy, to be configured freely. */
    public static ObjectMapper mapper() {
        return MAPPER.copy();
    }

    /** An enumerated value as documents write it: BACKUP_USED is "backup-used". */
    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static SimpleModule texts() {
        SimpleModule module = new SimpleModule("gen2lift");
        module.addSerializer(String.class, new TextSerializer());
        module.addKeySerializer(String.class, new NameSerializer());
        module.addSerializer(Path.class, new PathSerializer());
        module.addSerializer(Enum.class, new EnumSerializer());
        module.addSerializer(Fact.class, new FactSerializer());
        return module;
    }

    /** Half a surrogate pair, which names on a disk may hold, has no form in UTF-8. */
    private static String wellFormed(String text) {
        return text.chars().anyMatch(c -> Character.isSurrogate((char) c))
                ? new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE)
                : text;
    }

    private static final class TextSerializer extends StdSerializer<String> {
        private static final long serialVersionUID = 1L;

        TextSerializer() {
            super(String.class);
        }

        @Override
        public void serialize(String value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(wellFormed(value));
        }
    }

    private static final class NameSerializer extends StdSerializer<String> {
        private static final long serialVersionUID = 1L;

        NameSerializer() {
            super(String.class);
        }

        @Override
        public void serialize(String value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeFieldName(wellFormed(value));
        }
    }

    private static final class PathSerializer extends StdSerializer<Path> {
        private static final long serialVersionUID = 1L;

        PathSerializer() {
            super(Path.class);
        }

        @Override
        public void serialize(Path value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(wellFormed(value.toString()));
        }
    }

    @SuppressWarnings("rawtypes") // Jackson knows the type of all enums only by its raw name
    private static final class EnumSerializer extends StdSerializer<Enum> {
        private static final long serialVersionUID = 1L;

        EnumSerializer() {
            super(Enum.class);
        }

        @Override
        public void serialize(Enum value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(name((Enum<?>) value));
        }
    }

    @SuppressWarnings("rawtypes") // Jackson knows the type of all facts only by its raw name
    private static final class FactSerializer extends StdSerializer<Fact> {
        private static final long serialVersionUID = 1L;

        FactSerializer() {
            super(Fact.class);
        }

        @Override
        public void serialize(Fact fact, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartObject();
            if (fact instanceof Known<?> known) {
                provider.defaultSerializeField("value", known.value(), json);
                json.writeStringField("source", wellFormed(known.source()));
            } else {
                json.writeStringField("unknown", wellFormed(fact.explanation()));
            }
            json.writeEndObject();
        }
    }
}
