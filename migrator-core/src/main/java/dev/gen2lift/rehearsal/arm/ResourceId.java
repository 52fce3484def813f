package dev.gen2lift.rehearsal.arm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The id of a resource: {@code /subscriptions/S/resourceGroups/G/providers/N/T/name[/T/name]}. Compared without regard to
 * case, as Azure does, by {@link #key()}.
 *
 * @param types the type's segments, one for each name
 */
public record ResourceId(String subscription, String group, String namespace, List<String> types, List<String> names) {

    private static final int FIXED = 6;

    public ResourceId {
        types = List.copyOf(types);
        names = List.copyOf(names);
    }

    /** The id that {@code text} spells; empty where it spells none. */
    public static Optional<ResourceId> parse(String text) {
        if (!text.startsWith("/")) {
            return Optional.empty();
        }
        return of(List.of(text.substring(1).split("/", -1)));
    }

    static Optional<ResourceId> of(List<String> segments) {
        int count = segments.size();
        if (count < FIXED + 2
                || count % 2 != 0
                || segments.contains("")
                || !segments.get(0).equalsIgnoreCase("subscriptions")
                || !segments.get(2).equalsIgnoreCase("resourceGroups")
                || !segments.get(4).equalsIgnoreCase("providers")) {
            return Optional.empty();
        }
        List<String> types = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = FIXED; i < count; i += 2) {
            types.add(segments.get(i));
            names.add(segments.get(i + 1));
        }
        return Optional.of(new ResourceId(segments.get(1), segments.get(3), segments.get(5), types, names));
    }

    /** {@code Microsoft.Compute/disks}. */
    public String type() {
        return namespace + "/" + String.join("/", types);
    }

    public String name() {
        return names.get(names.size() - 1);
    }

    public boolean is(String type) {
        return type().equalsIgnoreCase(type);
    }

    /** The resource that this one is a part of. */
    public ResourceId parent() {
        return new ResourceId(
                subscription, group, namespace, types.subList(0, types.size() - 1), names.subList(0, names.size() - 1));
    }

    public ResourceId child(String type, String name) {
        List<String> childTypes = new ArrayList<>(types);
        List<String> childNames = new ArrayList<>(names);
        childTypes.add(type);
        childNames.add(name);
        return new ResourceId(subscription, group, namespace, childTypes, childNames);
    }

    /** The same resource as everyone spells it: names and types as given, the fixed segments as documented. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("/subscriptions/")
                .append(subscription)
                .append("/resourceGroups/")
                .append(group)
                .append("/providers/")
                .append(namespace);
        for (int i = 0; i < names.size(); i++) {
            text.append('/').append(types.get(i)).append('/').append(names.get(i));
        }
        return text.toString();
    }

    /** What two spellings of one id have in common. */
    public String key() {
        return toString().toLowerCase(Locale.ROOT);
    }

    ResourceId spelled(String canonicalGroup, String canonicalType) {
        String[] parts = canonicalType.split("/", -1);
        return new ResourceId(
                subscription, canonicalGroup, parts[0], List.of(parts).subList(1, parts.length), names);
    }
}
