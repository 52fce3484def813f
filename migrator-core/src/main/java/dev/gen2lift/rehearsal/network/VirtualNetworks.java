package dev.gen2lift.rehearsal.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.arm.ArmFailure;
import dev.gen2lift.rehearsal.arm.ArmReply;
import dev.gen2lift.rehearsal.arm.ArmRequest;
import dev.gen2lift.rehearsal.arm.Operations;
import dev.gen2lift.rehearsal.arm.ResourceId;
import dev.gen2lift.rehearsal.arm.ResourceStore;
import dev.gen2lift.rehearsal.arm.TopLevelKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Microsoft.Network/virtualNetworks; subnets are part of the network's document. */
public final class VirtualNetworks extends TopLevelKind {

    public static final String TYPE = "Microsoft.Network/virtualNetworks";

    public VirtualNetworks(ResourceStore store, Operations operations) {
        super(store, operations);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public ArmReply put(ArmRequest request) throws ArmFailure, IOException {
        ResourceId id = request.id();
        NetworkNames.check(id.name());
        String location = location(request);
        Optional<ObjectNode> before = store.find(id);
        ObjectNode properties = properties(request);
        List<Cidr> space = space(id, properties);
        ArrayNode subnets = properties.withArrayProperty("subnets");
        List<ObjectNode> checked = new ArrayList<>();
        for (JsonNode subnet : subnets) {
            ObjectNode complete = completeSubnet(id, subnet.path("name").asText(), (ObjectNode) subnet);
            checkSubnet(id, complete, space, checked);
            checked.add(complete);
        }
        if (before.isPresent()) {
            for (JsonNode old : before.get().at("/properties/subnets")) {
                String oldId = old.path("id").asText();
                if (checked.stream().noneMatch(one -> one.path("id").asText().equalsIgnoreCase(oldId))) {
                    checkUnused(oldId);
                }
            }
        }
        properties.putArray("subnets").addAll(checked);
        properties.put("provisioningState", "Succeeded");
        properties.put(
                "resourceGuid",
                before.map(network -> network.at("/properties/resourceGuid").asText())
                        .orElseGet(() -> UUID.randomUUID().toString()));
        if (!properties.has("virtualNetworkPeerings")) {
            properties.putArray("virtualNetworkPeerings");
        }
        if (!properties.has("enableDdosProtection")) {
            properties.put("enableDdosProtection", false);
        }
        ObjectNode document = begin(request, location);
        document.put("etag", etag());
        document.set("properties", properties);
        store.put(id, document);
        return operations.begin(
                request,
                before.isPresent() ? 200 : 201,
                Optional.of(document.deepCopy()),
                new Operations.Done(Optional.of(document.deepCopy())));
    }

    private static List<Cidr> space(ResourceId id, JsonNode properties) throws ArmFailure {
        List<Cidr> space = new ArrayList<>();
        for (JsonNode prefix : properties.at("/addressSpace/addressPrefixes")) {
            space.add(Cidr.parse(prefix.asText()).orElseThrow(() -> NetworkErrors.prefixInvalid(prefix.asText())));
        }
        if (space.isEmpty()) {
            throw NetworkErrors.addressSpaceMissing(id.name());
        }
        return space;
    }

    static String etag() {
        return "W/\"" + UUID.randomUUID() + "\"";
    }

    /** A subnet with its id, type and defaults. */
    ObjectNode completeSubnet(ResourceId network, String name, ObjectNode given) throws ArmFailure {
        NetworkNames.check(name);
        ObjectNode subnet = given.deepCopy();
        subnet.put("name", name);
        subnet.put("id", network.child("subnets", name).toString());
        subnet.put("type", Subnets.TYPE);
        subnet.put("etag", etag());
        ObjectNode properties = subnet.withObjectProperty("properties");
        properties.put("provisioningState", "Succeeded");
        if (!properties.has("privateEndpointNetworkPolicies")) {
            properties.put("privateEndpointNetworkPolicies", "Disabled");
        }
        return subnet;
    }

    static List<Cidr> prefixes(JsonNode subnet) throws ArmFailure {
        List<String> texts = new ArrayList<>();
        JsonNode properties = subnet.path("properties");
        if (properties.hasNonNull("addressPrefix")) {
            texts.add(properties.get("addressPrefix").asText());
        }
        properties.path("addressPrefixes").forEach(prefix -> texts.add(prefix.asText()));
        List<Cidr> prefixes = new ArrayList<>();
        for (String text : texts) {
            prefixes.add(Cidr.parse(text).orElseThrow(() -> NetworkErrors.prefixInvalid(text)));
        }
        if (prefixes.isEmpty()) {
            throw NetworkErrors.prefixInvalid("");
        }
        return prefixes;
    }

    private static void checkSubnet(ResourceId network, ObjectNode subnet, List<Cidr> space, List<ObjectNode> others)
            throws ArmFailure {
        String name = subnet.path("name").asText();
        for (Cidr prefix : prefixes(subnet)) {
            if (space.stream().noneMatch(part -> part.contains(prefix))) {
                throw NetworkErrors.subnetOutside(name, network.name());
            }
            for (ObjectNode other : others) {
                for (Cidr its : prefixes(other)) {
                    if (its.overlaps(prefix)) {
                        throw NetworkErrors.subnetsOverlap(
                                name, other.path("name").asText());
                    }
                }
            }
        }
    }

    /** Adds or replaces one subnet. */
    void putSubnet(ResourceId network, ObjectNode subnet) throws ArmFailure {
        ObjectNode document = existing(network);
        List<ObjectNode> others = new ArrayList<>();
        for (JsonNode one : document.at("/properties/subnets")) {
            if (!one.path("id").asText().equalsIgnoreCase(subnet.path("id").asText())) {
                others.add((ObjectNode) one);
            }
        }
        checkSubnet(network, subnet, space(network, document.path("properties")), others);
        others.add(subnet);
        document.withObjectProperty("properties").putArray("subnets").addAll(others);
    }

    void removeSubnet(ResourceId subnet) throws ArmFailure {
        checkUnused(subnet.toString());
        ArrayNode subnets =
                existing(subnet.parent()).withObjectProperty("properties").withArrayProperty("subnets");
        for (int i = subnets.size() - 1; i >= 0; i--) {
            if (subnets.get(i).path("id").asText().equalsIgnoreCase(subnet.toString())) {
                subnets.remove(i);
            }
        }
    }

    Optional<ObjectNode> findSubnet(ResourceId subnet) {
        if (!subnet.is(Subnets.TYPE)) {
            return Optional.empty();
        }
        return store.find(subnet.parent()).flatMap(network -> {
            for (JsonNode one : network.at("/properties/subnets")) {
                if (one.path("id").asText().equalsIgnoreCase(subnet.toString())) {
                    return Optional.of((ObjectNode) one);
                }
            }
            return Optional.empty();
        });
    }

    ObjectNode network(ResourceId id) throws ArmFailure {
        return existing(id);
    }

    private void checkUnused(String subnet) throws ArmFailure {
        for (ObjectNode nic : store.list(NetworkInterfaces.TYPE, Optional.empty())) {
            for (JsonNode configuration : nic.at("/properties/ipConfigurations")) {
                if (configuration.at("/properties/subnet/id").asText().equalsIgnoreCase(subnet)) {
                    throw NetworkErrors.subnetInUse(
                            subnet, configuration.path("id").asText());
                }
            }
        }
    }

    @Override
    public ArmReply delete(ArmRequest request) throws ArmFailure, IOException {
        Optional<ObjectNode> document = store.find(request.id());
        if (document.isEmpty()) {
            return ArmReply.empty(204);
        }
        for (JsonNode subnet : document.get().at("/properties/subnets")) {
            checkUnused(subnet.path("id").asText());
        }
        purge(request.id());
        return operations.begin(request, 202, Optional.empty(), new Operations.Done(Optional.empty()));
    }

    @Override
    public void purge(ResourceId id) {
        store.remove(id);
    }
}
