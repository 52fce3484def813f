package dev.gen2lift.rehearsal.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** An answer: status, headers beside the common ones, and a document. */
public record ArmReply(int status, Map<String, String> headers, Optional<JsonNode> body) {

    public static ArmReply ok(JsonNode body) {
        return new ArmReply(200, Map.of(), Optional.of(body));
    }

    public static ArmReply empty(int status) {
        return new ArmReply(status, Map.of(), Optional.empty());
    }

    /** A page of a collection that has only one. */
    public static ArmReply list(Collection<? extends JsonNode> items) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.putArray("value").addAll(items);
        return ok(page);
    }
}
