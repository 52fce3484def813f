package dev.gen2lift.rehearsal.arm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One type of resource. Called under the service's lock, for groups that exist. */
public interface ResourceKind {

    /** {@code Microsoft.Compute/disks}, spelled as documented. */
    String type();

    /** Creates the resource or changes it: PUT. */
    ArmReply put(ArmRequest request) throws ArmFailure, IOException;

    /** PATCH. */
    ArmReply patch(ArmRequest request) throws ArmFailure, IOException;

    /** DELETE of a resource that may not exist. */
    ArmReply delete(ArmRequest request) throws ArmFailure, IOException;

    /** GET of a resource that must exist. */
    ArmReply get(ArmRequest request) throws ArmFailure;

    /** A verb after the id: POST, or GET of a view. */
    ArmReply action(ArmRequest request, String verb) throws ArmFailure, IOException;

    /** The resources of a group, or of the whole subscription. */
    List<? extends JsonNode> list(Optional<String> group);

    /** The resources inside of {@code parent}; only asked of types that are part of another. */
    default List<? extends JsonNode> listOf(ResourceId parent) throws ArmFailure {
        throw ArmErrors.resourceNotFound(parent);
    }

    /** Removes a resource because its group goes. */
    void purge(ResourceId id) throws IOException;
}
