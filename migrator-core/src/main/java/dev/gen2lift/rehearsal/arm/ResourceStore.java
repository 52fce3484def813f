package dev.gen2lift.rehearsal.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.server.StateFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Resource groups and resources in the order of their making: for each the document that clients see, and what the
 * cloud alone knows about it. Documents are live; whoever changes one holds the service's lock, and the service saves
 * after each request that may have changed something.
 */
public final class ResourceStore {

    private static final String SECTION = "resources";

    private final StateFile state;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(ObjectNode document, ObjectNode internal) {}

    public ResourceStore(StateFile state) {
        this.state = state;
        for (Map.Entry<String, JsonNode> saved : state.section(SECTION).properties()) {
            if (saved.getValue().get("document") instanceof ObjectNode document
                    && saved.getValue().get("internal") instanceof ObjectNode internal) {
                entries.put(saved.getKey(), new Entry(document, internal));
            }
        }
    }

    void save() throws IOException {
        ObjectNode section = JsonNodeFactory.instance.objectNode();
        entries.forEach((key, entry) -> section.putObject(key)
                .<ObjectNode>set("document", entry.document().deepCopy())
                .set("internal", entry.internal().deepCopy()));
        state.save(SECTION, section);
    }

    static String groupKey(String subscription, String group) {
        return ("/subscriptions/" + subscription + "/resourceGroups/" + group).toLowerCase(Locale.ROOT);
    }

    public Optional<ObjectNode> find(ResourceId id) {
        return find(id.key());
    }

    Optional<ObjectNode> find(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::document);
    }

    /** The resource that {@code id} names in any spelling. */
    public Optional<ObjectNode> find(JsonNode id) {
        return ResourceId.parse(id.asText("")).flatMap(this::find);
    }

    /** What the cloud alone knows about a resource that exists. */
    public ObjectNode internal(ResourceId id) {
        Entry entry = entries.get(id.key());
        if (entry == null) {
            throw new IllegalStateException("no resource " + id);
        }
        return entry.internal();
    }

    /** Adds a resource, or replaces its document and keeps what the cloud alone knows. */
    public void put(ResourceId id, ObjectNode document) {
        put(id.key(), document);
    }

    void put(String key, ObjectNode document) {
        Entry before = entries.get(key);
        entries.put(
                key, new Entry(document, before == null ? JsonNodeFactory.instance.objectNode() : before.internal()));
    }

    public void remove(ResourceId id) {
        remove(id.key());
    }

    void remove(String key) {
        entries.remove(key);
    }

    /** The documents of a type, of one group or of all. */
    public List<ObjectNode> list(String type, Optional<String> group) {
        List<ObjectNode> found = new ArrayList<>();
        for (Entry entry : entries.values()) {
            ObjectNode document = entry.document();
            if (document.path("type").asText().equalsIgnoreCase(type)
                    && (group.isEmpty() || groupOf(document).equalsIgnoreCase(group.get()))) {
                found.add(document);
            }
        }
        return found;
    }

    /** Every resource, of one group or of all; groups themselves are not among them. */
    public List<ObjectNode> resources(Optional<String> group) {
        List<ObjectNode> found = new ArrayList<>();
        for (Entry entry : entries.values()) {
            ObjectNode document = entry.document();
            if (!document.path("type").asText().equals(ResourceGroups.TYPE)
                    && (group.isEmpty() || groupOf(document).equalsIgnoreCase(group.get()))) {
                found.add(document);
            }
        }
        return found;
    }

    private static String groupOf(ObjectNode document) {
        String[] parts = document.path("id").asText().split("/", -1);
        return parts.length > 4 ? parts[4] : "";
    }
}
