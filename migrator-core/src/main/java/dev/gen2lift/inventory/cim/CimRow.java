package dev.gen2lift.inventory.cim;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An instance of a management class: properties by name, in any case. Values may be of their own type or text, lists of
 * either; a property that is null is not there.
 */
public final class CimRow {

    /** In an object path quotes and backslashes are escaped once more; within are letters, digits and few marks. */
    private static final Pattern INSTANCE_ID = Pattern.compile("InstanceID=\\\\?\"(.*?)\\\\?\"(,|$)");

    private static final Pattern NAME = Pattern.compile("[.,]Name=\\\\?\"(.*?)\\\\?\"(,|$)");

    private final Map<String, Object> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    public CimRow(Map<String, ?> properties) {
        properties.forEach((name, value) -> {
            if (value != null) {
                this.properties.put(name, value);
            }
        });
    }

    Optional<String> text(String name) {
        Object value = properties.get(name);
        if (value instanceof Collection<?> list) {
            return list.stream().findFirst().map(String::valueOf);
        }
        return Optional.ofNullable(value).map(String::valueOf);
    }

    Optional<String> filled(String name) {
        return text(name).filter(text -> !text.isBlank());
    }

    List<String> texts(String name) {
        Object value = properties.get(name);
        if (value instanceof Collection<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(String.valueOf(value));
    }

    Optional<Long> number(String name) {
        Object value = properties.get(name);
        if (value instanceof Number number) {
            return Optional.of(number.longValue());
        }
        return text(name)
                .map(String::strip)
                .filter(text -> text.matches("-?\\d{1,18}"))
                .map(Long::valueOf);
    }

    Optional<Boolean> flag(String name) {
        return text(name).map(text -> text.toLowerCase(Locale.ROOT)).flatMap(text -> switch (text) {
            case "true", "1", "-1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** InstanceID without {@code Microsoft:}, in upper case. */
    String id() {
        return plain(text("InstanceID").orElse(""));
    }

    /** The part of {@link #id} before the first backslash: whose settings these are. */
    String owner() {
        String id = id();
        int end = id.indexOf('\\');
        return end < 0 ? id : id.substring(0, end);
    }

    /** The InstanceID that an object path in a property names, as {@link #id} gives it. */
    Optional<String> reference(String name) {
        return text(name).flatMap(path -> match(INSTANCE_ID, path)).map(CimRow::plain);
    }

    /** The Name that an object path names. */
    static Optional<String> name(String path) {
        return match(NAME, path);
    }

    private static Optional<String> match(Pattern pattern, String path) {
        Matcher matcher = pattern.matcher(path);
        return matcher.find() ? Optional.of(matcher.group(1).replace("\\\\", "\\")) : Optional.empty();
    }

    private static String plain(String id) {
        String upper = id.toUpperCase(Locale.ROOT);
        return upper.startsWith("MICROSOFT:") ? upper.substring(10) : upper;
    }

    static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text.replaceAll("[{}]", "").strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CimRow row && row.properties.equals(properties);
    }

    @Override
    public int hashCode() {
        return properties.hashCode();
    }

    @Override
    public String toString() {
        return properties.toString();
    }
}
