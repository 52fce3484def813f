package dev.gen2lift.rehearsal.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What types that lie directly in a resource group have in common: their documents are in the {@link ResourceStore}. */
public abstract class TopLevelKind implements ResourceKind {

    protected final ResourceStore store;
    protected final Operations operations;

    protected TopLevelKind(ResourceStore store, Operations operations) {
        this.store = store;
        this.operations = operations;
    }

    protected final ObjectNode existing(ResourceId id) throws ArmFailure {
        return store.find(id).orElseThrow(() -> ArmErrors.resourceNotFound(id));
    }

    @Override
    public ArmReply get(ArmRequest request) throws ArmFailure {
        return ArmReply.ok(existing(request.id()));
    }

    /** Changes tags; whatever else a body holds is left to those types that allow it. */
    @Override
    public ArmReply patch(ArmRequest request) throws ArmFailure, IOException {
        ObjectNode document = existing(request.id());
        if (request.body().get("tags") instanceof ObjectNode tags) {
            document.set("tags", tags);
        }
        return ArmReply.ok(document);
    }

    @Override
    public ArmReply action(ArmRequest request, String verb) throws ArmFailure, IOException {
        existing(request.id());
        throw ArmErrors.pathUnknown(request.id() + "/" + verb);
    }

    @Override
    public List<? extends JsonNode> list(Optional<String> group) {
        return store.list(type(), group);
    }

    /** Begins a document: id, name, type, location, tags. */
    protected final ObjectNode begin(ArmRequest request, String location) {
        ObjectNode document = request.body().objectNode();
        document.put("name", request.id().name());
        document.put("id", request.id().toString());
        document.put("type", type());
        document.put("location", location);
        if (request.body().get("tags") instanceof ObjectNode tags) {
            document.set("tags", tags);
        }
        return document;
    }

    /** The location of a body, which must be the stored document's where there is one. */
    protected final String location(ArmRequest request) throws ArmFailure {
        String location = Locations.of(request.body(), type());
        Optional<ObjectNode> before = store.find(request.id());
        if (before.isPresent() && !before.get().path("location").asText().equals(location)) {
            throw ArmErrors.locationChanged(
                    request.id(), before.get().path("location").asText(), location);
        }
        return location;
    }

    /** The properties of a body, as an object of their own. */
    protected static ObjectNode properties(ArmRequest request) {
        return request.body().get("properties") instanceof ObjectNode found
                ? found.deepCopy()
                : request.body().objectNode();
    }
}
