package dev.gen2lift.rehearsal.compute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.arm.ArmFailure;
import dev.gen2lift.rehearsal.arm.ArmReply;
import dev.gen2lift.rehearsal.arm.ArmRequest;
import dev.gen2lift.rehearsal.arm.Operations;
import dev.gen2lift.rehearsal.arm.ResourceId;
import dev.gen2lift.rehearsal.arm.ResourceStore;
import dev.gen2lift.rehearsal.arm.TopLevelKind;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Microsoft.Compute/diskAccesses. The cloud's disks are reached through this machine's loopback, which nobody else can use;
 * so each has one private endpoint from the start, approved – but for those that say otherwise in the tag
 * {@code rehearsal-endpoint}: {@code Pending}, {@code Rejected} or {@code none}.
 */
public final class DiskAccesses extends TopLevelKind {

    public static final String TYPE = "Microsoft.Compute/diskAccesses";

    private static final String ENDPOINT_TAG = "rehearsal-endpoint";
    private static final String ENDPOINT = "rehearsal";

    private final InstantSource clock;

    public DiskAccesses(ResourceStore store, Operations operations, InstantSource clock) {
        super(store, operations);
        this.clock = clock;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public ArmReply put(ArmRequest request) throws ArmFailure, IOException {
        ResourceId id = request.id();
        DiskRules.checkName(id.name(), "diskAccessName");
        String location = location(request);
        ObjectNode document = begin(request, location);
        ObjectNode properties = document.putObject("properties");
        properties.put("provisioningState", "Succeeded");
        properties.put("timeCreated", clock.instant().toString());
        String state = document.path("tags").path(ENDPOINT_TAG).asText("Approved");
        if (!state.equals("none")) {
            ObjectNode connection =
                    properties.putArray("privateEndpointConnections").addObject();
            connection
                    .put("id", id + "/privateEndpointConnections/" + ENDPOINT)
                    .put("name", ENDPOINT)
                    .put("type", TYPE + "/PrivateEndpointConnections");
            connection
                    .putObject("properties")
                    .put("provisioningState", "Succeeded")
                    .putObject("privateLinkServiceConnectionState")
                    .put("status", state);
        }
        store.put(id, document);
        return operations.begin(
                request, 202, Optional.of(document.deepCopy()), new Operations.Done(Optional.of(document.deepCopy())));
    }

    @Override
    public ArmReply delete(ArmRequest request) throws ArmFailure, IOException {
        if (store.find(request.id()).isEmpty()) {
            return ArmReply.empty(204);
        }
        purge(request.id());
        return operations.begin(request, 202, Optional.empty(), new Operations.Done(Optional.empty()));
    }

    @Override
    public void purge(ResourceId id) throws IOException {
        store.remove(id);
    }
}
