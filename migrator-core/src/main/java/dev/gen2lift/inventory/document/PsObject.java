package dev.gen2lift.inventory.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gen2lift.guest.Fact;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object as PowerShell's ConvertTo-Json writes it, version 5 or 7. Names are compared without case. What these versions
 * do, and what is evened out here: one object stands where a list has one element; a list may be wrapped as {@code value}
 * and {@code Count}; enumerations are numbers; dates are {@code /Date(milliseconds)/}; and what lies deeper than
 * {@code -Depth} is the name of its type.
 */
final class PsObject {

    static final String SOURCE = "Get-VM";

    private static final Pattern DATE = Pattern.compile("/Date\\((-?\\d{1,16})\\)/");
    private static final int MAX_ELEMENTS = 100_000;

    private final JsonNode node;

    PsObject(JsonNode node) {
        this.node = node;
    }

    static Fact<?> silent() {
        return Fact.unknown("the inventory does not say");
    }

    static <T> Fact<T> fact(Optional<T> value) {
        return value.map(known -> Fact.known(known, SOURCE))
                .orElseGet(() -> Fact.unknown("the inventory does not say"));
    }

    boolean isEmpty() {
        return !node.isObject() || node.isEmpty();
    }

    private JsonNode get(String name) {
        JsonNode exact = node.get(name);
        if (exact != null) {
            return exact;
        }
        for (var field : (Iterable<java.util.Map.Entry<String, JsonNode>>) node::fields) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue();
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /** Whether the name is there at all, null or not. */
    boolean has(String name) {
        return !get(name).isMissingNode();
    }

    PsObject object(String name) {
        return new PsObject(get(name));
    }

    /** The elements of a list; empty where the list is not there, or was cut off at its depth. */
    Optional<List<PsObject>> objects(String name) {
        return elements(get(name))
                .map(list -> list.stream()
                        .filter(JsonNode::isObject)
                        .map(PsObject::new)
                        .toList());
    }

    static Optional<List<JsonNode>> elements(JsonNode given) {
        JsonNode list =
                given.isObject() && given.path("value").isArray() && given.has("Count") ? given.get("value") : given;
        if (list.isMissingNode() || list.isTextual()) {
            return Optional.empty();
        }
        List<JsonNode> elements = new ArrayList<>();
        if (list.isArray()) {
            for (JsonNode element : list) {
                if (element.isTextual() && element.asText().startsWith("Microsoft.HyperV.")) {
                    return Optional.empty();
                }
                if (!element.isNull() && elements.size() < MAX_ELEMENTS) {
                    elements.add(element);
                }
            }
        } else if (list.isObject() && !list.isEmpty()) {
            elements.add(list);
        }
        return Optional.of(elements);
    }

    Optional<String> text(String name) {
        JsonNode value = get(name);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    Optional<String> filled(String name) {
        return text(name).filter(text -> !text.isBlank());
    }

    /** Texts of a list; a text alone is one with its parts between spaces or commas. */
    Optional<List<String>> texts(String name) {
        JsonNode value = get(name);
        if (value.isTextual()) {
            String text = value.asText().strip();
            return text.startsWith("System.")
                    ? Optional.empty()
                    : Optional.of(text.isEmpty() ? List.of() : List.of(text.split("[ ,;]+")));
        }
        return elements(value)
                .map(list -> list.stream()
                        .filter(JsonNode::isValueNode)
                        .map(JsonNode::asText)
                        .toList());
    }

    Optional<Long> number(String name) {
        JsonNode value = get(name);
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return Optional.of(value.longValue());
        }
        String text = value.isTextual() ? value.asText().strip() : "";
        return text.matches("-?\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    Optional<Integer> integer(String name, int min, int max) {
        return number(name).filter(value -> value >= min && value <= max).map(Long::intValue);
    }

    Optional<Boolean> flag(String name) {
        JsonNode value = get(name);
        if (value.isBoolean()) {
            return Optional.of(value.booleanValue());
        }
        return text(name).map(text -> text.toLowerCase(Locale.ROOT)).flatMap(text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** Hyper-V's OnOffState, in which 0 is on. */
    Optional<Boolean> onOff(String name) {
        return text(name).map(text -> text.toLowerCase(Locale.ROOT)).flatMap(text -> switch (text) {
            case "on", "0", "true" -> Optional.of(true);
            case "off", "1", "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** An enumeration: its name or its number as {@code names} has them. */
    <T> Optional<T> choice(String name, Function<String, Optional<T>> names) {
        return text(name).map(text -> text.strip().toLowerCase(Locale.ROOT)).flatMap(names);
    }

    Optional<UUID> id(String name) {
        return filled(name).or(() -> object(name).filled("Guid")).flatMap(text -> {
            try {
                return Optional.of(UUID.fromString(text.replaceAll("[{}]", "").strip()));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    Optional<Instant> time(String name) {
        return filled(name).or(() -> object(name).filled("value")).flatMap(text -> {
            Matcher date = DATE.matcher(text);
            try {
                return Optional.of(
                        date.matches()
                                ? Instant.ofEpochMilli(Long.parseLong(date.group(1)))
                                : java.time.OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }
}
