package dev.gen2lift.inventory.document;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.guest.Known;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How facts and enumerated values stand in documents: {@code {"value": .., "source": ".."}} or
 * {@code {"unknown": "the reason"}}; names in lower case with hyphens, but for the generations {@code V1} and {@code V2}.
 * A fact that a document leaves out is unknown.
 */
final class FactModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    private static final String ABSENT = "the inventory does not say";

    FactModule() {
        addSerializer(new FactWriter());
        addSerializer(new NameWriter());
        addDeserializer(Fact.class, new FactReader(null));
        setDeserializerModifier(new NamesInAnyCase());
    }

    @SuppressWarnings("rawtypes")
    private static final class FactWriter extends StdSerializer<Fact> {
        private static final long serialVersionUID = 1L;

        private FactWriter() {
            super(Fact.class);
        }

        @Override
        public void serialize(Fact fact, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartObject();
            if (fact instanceof Known<?> known) {
                provider.defaultSerializeField("value", known.value(), out);
                out.writeStringField("source", known.source());
            } else {
                out.writeStringField("unknown", fact.explanation());
            }
            out.writeEndObject();
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class NameWriter extends StdSerializer<Enum> {
        private static final long serialVersionUID = 1L;

        private NameWriter() {
            super(Enum.class);
        }

        @Override
        public void serialize(Enum value, JsonGenerator out, SerializerProvider provider) throws IOException {
            String name = value.name();
            out.writeString(
                    value instanceof Generation && value != Generation.UNKNOWN
                            ? name
                            : name.toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class FactReader extends StdDeserializer<Fact> implements ContextualDeserializer {
        private static final long serialVersionUID = 1L;

        private final @Nullable JavaType content;

        private FactReader(@Nullable JavaType content) {
            super(Fact.class);
            this.content = content;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            JavaType fact = property == null ? context.getContextualType() : property.getType();
            return new FactReader(fact.containedTypeOrUnknown(0));
        }

        @Override
        public Fact deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode node = context.readTree(parser);
            JsonNode value = node.path("value");
            if (value.isMissingNode() || value.isNull() || content == null) {
                return Fact.unknown(node.path("unknown").asText(ABSENT));
            }
            Object known = context.readTreeAsValue(value, content);
            if (known == null) {
                return Fact.unknown(ABSENT);
            }
            return Fact.known(known, node.path("source").asText("the inventory"));
        }

        @Override
        public Fact getNullValue(DeserializationContext context) {
            return Fact.unknown(ABSENT);
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return getNullValue(context);
        }
    }

    private static final class NamesInAnyCase extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config,
                JavaType type,
                com.fasterxml.jackson.databind.BeanDescription description,
                JsonDeserializer<?> deserializer) {
            return new NameReader(type.getRawClass());
        }
    }

    private static final class NameReader extends StdDeserializer<Object> {
        private static final long serialVersionUID = 1L;

        private final Class<?> type;

        private NameReader(Class<?> type) {
            super(type);
            this.type = type;
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String name = parser.getValueAsString("").toUpperCase(Locale.ROOT).replace('-', '_');
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
            return context.handleWeirdStringValue(type, parser.getText(), "not one of its values");
        }
    }
}
