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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Microsoft.Network/networkInterfaces: each IP configuration gets an address of its subnet. */
public final class NetworkInterfaces extends TopLevelKind {

    public static final String TYPE = "Microsoft.Network/networkInterfaces";

    /** Azure keeps the first four addresses of a subnet, and the last. */
    private static final int RESERVED_FIRST = 4;

    private final VirtualNetworks networks;

    public NetworkInterfaces(ResourceStore store, Operations operations, VirtualNetworks networks) {
        super(store, operations);
        this.networks = networks;
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
        ArrayNode configurations = properties.withArrayProperty("ipConfigurations");
        if (configurations.isEmpty()) {
            throw NetworkErrors.subnetMissing(id.name());
        }
        Set<String> taken = taken(id);
        boolean first = true;
        for (JsonNode configuration : configurations) {
            complete(id, (ObjectNode) configuration, location, taken, before, first);
            first = false;
        }
        properties.put("provisioningState", "Succeeded");
        properties.put(
                "resourceGuid",
                before.map(nic -> nic.at("/properties/resourceGuid").asText())
                        .orElseGet(() -> UUID.randomUUID().toString()));
        before.map(nic -> nic.at("/properties/virtualMachine"))
                .filter(JsonNode::isObject)
                .ifPresent(vm -> properties.set("virtualMachine", vm));
        ObjectNode document = begin(request, location);
        document.put("etag", VirtualNetworks.etag());
        document.set("properties", properties);
        store.put(id, document);
        return operations.begin(
                request,
                before.isPresent() ? 200 : 201,
                Optional.of(document.deepCopy()),
                new Operations.Done(Optional.of(document.deepCopy())));
    }

    private void complete(
            ResourceId nic,
            ObjectNode configuration,
            String location,
            Set<String> taken,
            Optional<ObjectNode> before,
            boolean primary)
            throws ArmFailure {
        String name = configuration.path("name").asText("");
        NetworkNames.check(name);
        ResourceId own = nic.child("ipConfigurations", name);
        configuration.put("id", own.toString());
        configuration.put("type", TYPE + "/ipConfigurations");
        configuration.put("etag", VirtualNetworks.etag());
        ObjectNode properties = configuration.withObjectProperty("properties");
        String subnetText = properties.at("/subnet/id").asText("");
        if (subnetText.isEmpty()) {
            throw NetworkErrors.subnetMissing(nic.name());
        }
        Optional<ResourceId> subnetId = ResourceId.parse(subnetText);
        Optional<ObjectNode> subnet = subnetId.flatMap(networks::findSubnet);
        if (subnet.isEmpty()
                || !networks.network(subnetId.orElseThrow().parent())
                        .path("location")
                        .asText()
                        .equals(location)) {
            throw NetworkErrors.referenceInvalid(subnetText, nic.toString());
        }
        List<Cidr> prefixes = VirtualNetworks.prefixes(subnet.get());
        String address = properties.path("privateIPAddress").asText("");
        if (properties.path("privateIPAllocationMethod").asText("Dynamic").equalsIgnoreCase("Static")
                && !address.isEmpty()) {
            checkStatic(address, prefixes, taken);
        } else {
            address = kept(before, own).filter(old -> !taken.contains(old)).orElse("");
            if (address.isEmpty()) {
                address = free(prefixes, taken).orElseThrow(() -> NetworkErrors.subnetFull(subnetText));
            }
            properties.put("privateIPAllocationMethod", "Dynamic");
        }
        taken.add(address);
        properties.put("privateIPAddress", address);
        properties.putObject("subnet").put("id", subnet.get().path("id").asText());
        properties.put("provisioningState", "Succeeded");
        if (!properties.has("privateIPAddressVersion")) {
            properties.put("privateIPAddressVersion", "IPv4");
        }
        if (!properties.has("primary")) {
            properties.put("primary", primary);
        }
    }

    private static Optional<String> kept(Optional<ObjectNode> before, ResourceId configuration) {
        if (before.isPresent()) {
            for (JsonNode old : before.get().at("/properties/ipConfigurations")) {
                if (old.path("id").asText().equalsIgnoreCase(configuration.toString())) {
                    return Optional.of(old.at("/properties/privateIPAddress").asText());
                }
            }
        }
        return Optional.empty();
    }

    private static void checkStatic(String address, List<Cidr> prefixes, Set<String> taken) throws ArmFailure {
        long value = Cidr.address(address).orElseThrow(() -> NetworkErrors.addressOutside(address));
        Cidr prefix = prefixes.stream()
                .filter(one -> one.contains(value))
                .findFirst()
                .orElseThrow(() -> NetworkErrors.addressOutside(address));
        boolean reserved = value < prefix.first() + RESERVED_FIRST || value == prefix.last();
        if (reserved || taken.contains(address)) {
            throw NetworkErrors.addressUsed(address);
        }
    }

    private static Optional<String> free(List<Cidr> prefixes, Set<String> taken) {
        for (Cidr prefix : prefixes) {
            for (long address = prefix.first() + RESERVED_FIRST; address < prefix.last(); address++) {
                if (!taken.contains(Cidr.text(address))) {
                    return Optional.of(Cidr.text(address));
                }
            }
        }
        return Optional.empty();
    }

    /** Addresses of all other interfaces; networks that overlap share them, which only makes the choice smaller. */
    private Set<String> taken(ResourceId except) {
        Set<String> taken = new HashSet<>();
        for (ObjectNode nic : store.list(TYPE, Optional.empty())) {
            if (!nic.path("id").asText().toLowerCase(Locale.ROOT).equals(except.key())) {
                nic.at("/properties/ipConfigurations")
                        .forEach(configuration -> taken.add(
                                configuration.at("/properties/privateIPAddress").asText()));
            }
        }
        return taken;
    }

    @Override
    public ArmReply delete(ArmRequest request) throws ArmFailure, IOException {
        Optional<ObjectNode> document = store.find(request.id());
        if (document.isEmpty()) {
            return ArmReply.empty(204);
        }
        String user = document.get().at("/properties/virtualMachine/id").asText("");
        if (!user.isEmpty()) {
            throw NetworkErrors.nicInUse(request.id().toString(), user);
        }
        purge(request.id());
        return operations.begin(request, 202, Optional.empty(), new Operations.Done(Optional.empty()));
    }

    @Override
    public void purge(ResourceId id) {
        store.remove(id);
    }
}
