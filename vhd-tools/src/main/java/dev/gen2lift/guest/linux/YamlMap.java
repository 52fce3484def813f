package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BadImageException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A mapping of a YAML file. Values are texts, lists and mappings; what is of another kind than asked for is absent. */
record YamlMap(Map<?, ?> values) {

    /** Characters of a document; configurations have a few thousand. */
    private static final int MAX_CHARACTERS = 256 << 10;

    /** Anchors that stand for collections; more only grow a document beyond its file. */
    private static final int MAX_ALIASES = 20;

    /** Collections within collections. */
    private static final int MAX_DEPTH = 30;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(MAX_CHARACTERS)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setAllowRecursiveKeys(false)
            .setAllowDuplicateKeys(true)
            .build();

    /** @throws BadImageException where the file is no YAML, or exceeds a limit */
    static YamlMap parse(TextFile file) throws BadImageException {
        // The parser goes one call deeper for each bracket, and each indentation.
        if (depth(file) > MAX_DEPTH) {
            throw new BadImageException(Kind.LIMIT, file.path(), file.path(), 0, "is nested too deeply");
        }
        try {
            Object document = new Load(SETTINGS).loadFromString(String.join("\n", file.lines()));
            return document instanceof Map<?, ?> map ? new YamlMap(map) : new YamlMap(Map.of());
        } catch (YamlEngineException | ClassCastException | IllegalArgumentException e) {
            String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new BadImageException(Kind.CORRUPT, file.path(), file.path(), 0, "is no YAML: " + said);
        }
    }

    /** No less than the depth of the deepest collection. */
    private static int depth(TextFile file) {
        int brackets = 0;
        int deepest = 0;
        for (String line : file.lines()) {
            int indent = 0;
            boolean leading = true;
            for (char c : line.toCharArray()) {
                if (c == '[' || c == '{') {
                    brackets++;
                } else if ((c == ']' || c == '}') && brackets > 0) {
                    brackets--;
                } else if (leading && (c == '-' || c == '?')) {
                    indent++;
                } else if (c != ' ') {
                    leading = false;
                }
                deepest = Math.max(deepest, brackets + indent);
            }
            int spaces = line.length() - line.stripLeading().length();
            deepest = Math.max(deepest, brackets + indent + (line.isBlank() ? 0 : spaces / 2));
        }
        return deepest;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<String> text(String key) {
        Object value = values.get(key);
        return value == null || value instanceof Map || value instanceof List
                ? Optional.empty()
                : Optional.of(String.valueOf(value));
    }

    /** Whether the value is one that YAML 1.1, which these files are written in, calls true. */
    boolean isTrue(String key) {
        return text(key).filter(value -> value.matches("(?i)true|yes|on|y")).isPresent();
    }

    /** A list's texts; a single text is a list of one. */
    List<String> texts(String key) {
        Object value = values.get(key);
        if (value instanceof List<?> list) {
            return list.stream()
                    .filter(one -> one != null && !(one instanceof List))
                    // An address may carry settings: {192.0.2.1/24: {label: x}}.
                    .map(one -> one instanceof Map<?, ?> map
                            ? map.keySet().stream()
                                    .findFirst()
                                    .map(String::valueOf)
                                    .orElse("")
                            : String.valueOf(one))
                    .toList();
        }
        return text(key).map(List::of).orElse(List.of());
    }

    YamlMap map(String key) {
        return values.get(key) instanceof Map<?, ?> map ? new YamlMap(map) : new YamlMap(Map.of());
    }

    /** The mappings within this one, by their keys. */
    Map<String, YamlMap> maps() {
        Map<String, YamlMap> maps = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (value instanceof Map<?, ?> map) {
                maps.put(String.valueOf(key), new YamlMap(map));
            }
        });
        return maps;
    }
}
