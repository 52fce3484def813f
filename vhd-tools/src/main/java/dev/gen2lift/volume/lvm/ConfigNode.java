package dev.gen2lift.volume.lvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A section of LVM2's configuration text.
 *
 * @param values strings, numbers as {@link Long}, and lists of both
 */
record ConfigNode(Map<String, Object> values, Map<String, ConfigNode> sections) {

    Optional<ConfigNode> section(String name) {
        return Optional.ofNullable(sections.get(name));
    }

    Optional<String> text(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A number that is not negative. */
    Optional<Long> number(String name) {
        return values.get(name) instanceof Long number && number >= 0 ? Optional.of(number) : Optional.empty();
    }

    /** A list; one value alone is a list of it; none is empty. */
    List<Object> list(String name) {
        Object value = values.get(name);
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        return value == null ? List.of() : List.of(value);
    }
}
