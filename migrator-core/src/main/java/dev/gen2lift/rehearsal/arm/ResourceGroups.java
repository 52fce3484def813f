package dev.gen2lift.rehearsal.arm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Resource groups; deleting one deletes what is in it. */
final class ResourceGroups {

    static final String TYPE = "Microsoft.Resources/resourceGroups";

    private static final Pattern NAME = Pattern.compile("[-\\w.()]{0,89}[-\\w()]", Pattern.UNICODE_CHARACTER_CLASS);

    private final ResourceStore store;
    private final Operations operations;
    private final Function<String, Optional<ResourceKind>> kinds;

    ResourceGroups(ResourceStore store, Operations operations, Function<String, Optional<ResourceKind>> kinds) {
        this.store = store;
        this.operations = operations;
        this.kinds = kinds;
    }

    ObjectNode require(String subscription, String group) throws ArmFailure {
        return store.find(ResourceStore.groupKey(subscription, group))
                .orElseThrow(() -> ArmErrors.groupNotFound(group));
    }

    ArmReply put(String subscription, String group, ObjectNode body) throws ArmFailure {
        if (!NAME.matcher(group).matches()) {
            throw ArmErrors.groupNameInvalid(group);
        }
        String location = Locations.of(body, TYPE);
        String key = ResourceStore.groupKey(subscription, group);
        Optional<ObjectNode> before = store.find(key);
        if (before.isPresent() && !before.get().path("location").asText().equals(location)) {
            throw ArmErrors.groupLocationChanged(
                    group, before.get().path("location").asText(), location);
        }
        ObjectNode document = before.orElseGet(JsonNodeFactory.instance::objectNode);
        if (before.isEmpty()) {
            document.put("id", "/subscriptions/" + subscription + "/resourceGroups/" + group);
            document.put("name", group);
            document.put("type", TYPE);
            document.put("location", location);
        }
        if (body.get("tags") instanceof ObjectNode tags) {
            document.set("tags", tags);
        }
        document.putObject("properties").put("provisioningState", "Succeeded");
        store.put(key, document);
        return new ArmReply(before.isPresent() ? 200 : 201, Map.of(), Optional.of(document));
    }

    ArmReply patch(String subscription, String group, ObjectNode body) throws ArmFailure {
        ObjectNode document = require(subscription, group);
        if (body.get("tags") instanceof ObjectNode tags) {
            document.set("tags", tags);
        }
        return ArmReply.ok(document);
    }

    ArmReply list() {
        return ArmReply.list(store.list(TYPE, Optional.empty()));
    }

    /** Resources made last go first: what uses others was made after them. */
    ArmReply delete(String subscription, String group, String origin, String apiVersion)
            throws ArmFailure, IOException {
        require(subscription, group);
        List<ObjectNode> resources = new ArrayList<>(store.resources(Optional.of(group)));
        Collections.reverse(resources);
        for (ObjectNode resource : resources) {
            Optional<ResourceId> id = ResourceId.parse(resource.path("id").asText());
            Optional<ResourceKind> kind = kinds.apply(resource.path("type").asText());
            if (id.isPresent() && kind.isPresent()) {
                kind.get().purge(id.get());
            }
        }
        store.remove(ResourceStore.groupKey(subscription, group));
        return operations.beginAtLocation(subscription, origin, apiVersion);
    }
}
