package dev.gen2lift.rehearsal.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.arm.ArmErrors;
import dev.gen2lift.rehearsal.arm.ArmFailure;
import dev.gen2lift.rehearsal.arm.ArmReply;
import dev.gen2lift.rehearsal.arm.ArmRequest;
import dev.gen2lift.rehearsal.arm.Operations;
import dev.gen2lift.rehearsal.arm.ResourceId;
import dev.gen2lift.rehearsal.arm.ResourceKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Microsoft.Network/virtualNetworks/subnets, as resources of their own. */
public final class Subnets implements ResourceKind {

    public static final String TYPE = "Microsoft.Network/virtualNetworks/subnets";

    private final VirtualNetworks networks;
    private final Operations operations;

    public Subnets(VirtualNetworks networks, Operations operations) {
        this.networks = networks;
        this.operations = operations;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public ArmReply put(ArmRequest request) throws ArmFailure, IOException {
        boolean before = networks.findSubnet(request.id()).isPresent();
        ResourceId network = request.id().parent();
        ObjectNode subnet = networks.completeSubnet(network, request.id().name(), request.body());
        networks.putSubnet(network, subnet);
        return operations.begin(
                request,
                before ? 200 : 201,
                Optional.of(subnet.deepCopy()),
                new Operations.Done(Optional.of(subnet.deepCopy())));
    }

    @Override
    public ArmReply patch(ArmRequest request) throws ArmFailure {
        throw new ArmFailure(405, "MethodNotAllowed", "Subnets cannot be patched.");
    }

    @Override
    public ArmReply delete(ArmRequest request) throws ArmFailure, IOException {
        if (networks.findSubnet(request.id()).isEmpty()) {
            return ArmReply.empty(204);
        }
        networks.removeSubnet(request.id());
        return operations.begin(request, 202, Optional.empty(), new Operations.Done(Optional.empty()));
    }

    @Override
    public ArmReply get(ArmRequest request) throws ArmFailure {
        networks.network(request.id().parent());
        return ArmReply.ok(networks.findSubnet(request.id())
                .orElseThrow(() -> new ArmFailure(404, "NotFound", "Resource " + request.id() + " not found.")));
    }

    @Override
    public ArmReply action(ArmRequest request, String verb) throws ArmFailure {
        throw ArmErrors.resourceNotFound(request.id());
    }

    @Override
    public List<? extends JsonNode> list(Optional<String> group) {
        return List.of();
    }

    @Override
    public List<? extends JsonNode> listOf(ResourceId parent) throws ArmFailure {
        List<JsonNode> found = new ArrayList<>();
        networks.network(parent).at("/properties/subnets").forEach(found::add);
        return found;
    }

    @Override
    public void purge(ResourceId id) {
        throw new IllegalStateException("subnets go with their network: " + id);
    }
}
