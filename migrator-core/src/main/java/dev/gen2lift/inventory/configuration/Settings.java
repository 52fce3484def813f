package dev.gen2lift.inventory.configuration;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree of settings in a machine's configuration. Names are compared without regard to case, as Hyper-V does
 * with device identifiers. Where a name occurs twice below one node, nodes are merged and the first value counts.
 */
final class Settings {

    private final Map<String, Settings> children = new TreeMap<>();
    private final String name;
    private @Nullable Object value;

    Settings(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    Settings child(String key) {
        return children.computeIfAbsent(key.toLowerCase(Locale.ROOT), lower -> new Settings(key));
    }

    void set(Object given) {
        if (value == null) {
            value = given;
        }
    }

    /** In the order of their names. */
    Collection<Settings> children() {
        return children.values();
    }

    /** @param path names with slashes between them */
    Optional<Settings> at(String path) {
        Settings node = this;
        for (String key : path.split("/")) {
            node = node.children.get(key.toLowerCase(Locale.ROOT));
            if (node == null) {
                return Optional.empty();
            }
        }
        return Optional.of(node);
    }

    Optional<String> text(String path) {
        return value(path, String.class);
    }

    Optional<Long> number(String path) {
        return value(path, Long.class);
    }

    Optional<Boolean> flag(String path) {
        return value(path, Boolean.class);
    }

    Optional<byte[]> bytes(String path) {
        return value(path, byte[].class);
    }

    private <T> Optional<T> value(String path, Class<T> type) {
        return at(path).map(node -> node.value).filter(type::isInstance).map(type::cast);
    }
}
