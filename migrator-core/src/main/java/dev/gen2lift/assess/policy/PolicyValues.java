package dev.gen2lift.assess.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A mapping of a policy, to be asked for what it may hold; anything else in it is an error. */
final class PolicyValues {

    private final String place;
    private final Map<String, Object> values = new LinkedHashMap<>();

    private PolicyValues(String place) {
        this.place = place;
    }

    /**
     * @param place what it is, for messages: "plan"
     * @param allowed every key that it may have
     */
    static PolicyValues of(Object value, String place, List<String> allowed) throws PolicyException {
        if (!(value instanceof Map<?, ?> map)) {
            throw new PolicyException(place + " is no mapping", "write it as key: value lines");
        }
        PolicyValues values = new PolicyValues(place);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            if (!allowed.contains(key)) {
                throw new PolicyException(
                        place + " has the unknown key " + key, "it may have " + String.join(", ", allowed));
            }
            if (entry.getValue() != null) {
                values.values.put(key, entry.getValue());
            }
        }
        return values;
    }

    Optional<Object> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Optional<String> text(String key) throws PolicyException {
        Object value = values.get(key);
        if (value instanceof Map || value instanceof List) {
            throw new PolicyException(place + ": " + key + " is no text", "");
        }
        return Optional.ofNullable(value)
                .map(Object::toString)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    /** True or false; false where it is not there. */
    boolean isTrue(String key) throws PolicyException {
        String word = text(key).orElse("false").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw new PolicyException(place + ": " + key + " is neither true nor false: " + word, "");
        };
    }

    List<?> list(String key) throws PolicyException {
        Object value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw new PolicyException(place + ": " + key + " is no list", "begin each of its lines with a hyphen");
    }
}
