package dev.gen2lift.rehearsal.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.arm.ArmErrors;
import dev.gen2lift.rehearsal.arm.ArmFailure;
import dev.gen2lift.rehearsal.arm.ArmReply;
import dev.gen2lift.rehearsal.arm.ArmRequest;
import dev.gen2lift.rehearsal.arm.Operations;
import dev.gen2lift.rehearsal.arm.ResourceId;
import dev.gen2lift.rehearsal.arm.ResourceStore;
import dev.gen2lift.rehearsal.arm.TopLevelKind;
import dev.gen2lift.rehearsal.compute.VmSizes.VmSize;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Microsoft.Compute/virtualMachines: machines of attached, specialised disks. None ever runs; their disks can be booted. */
public final class VirtualMachines extends TopLevelKind {

    public static final String TYPE = "Microsoft.Compute/virtualMachines";

    private static final String NIC_TYPE = "Microsoft.Network/networkInterfaces";
    private static final String POWER = "powerState";
    private static final String RUNNING = "running";
    private static final String DEALLOCATED = "deallocated";

    private final Disks disks;
    private final InstantSource clock;

    public VirtualMachines(ResourceStore store, Operations operations, Disks disks, InstantSource clock) {
        super(store, operations);
        this.disks = disks;
        this.clock = clock;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public ArmReply put(ArmRequest request) throws ArmFailure, IOException {
        ResourceId id = request.id();
        VmRules.checkName(id.name());
        String location = location(request);
        ObjectNode properties = properties(request);
        VmSize size = VmRules.checkShape(properties);
        Optional<ObjectNode> before = store.find(id);

        List<ResourceId> wantedDisks = references(properties, "disk");
        List<ResourceId> ownedDisks =
                before.map(vm -> ids(vm.path("properties"), true)).orElse(List.of());
        List<ResourceId> wantedNics = references(properties, "network interface");
        checkDisks(id, location, size, properties, wantedDisks, ownedDisks);
        checkNics(id, location, size, wantedNics);
        if (before.isPresent()) {
            checkChange(id, properties, before.get());
        }

        String self = id.toString();
        for (ResourceId disk : ownedDisks) {
            if (!contains(wantedDisks, disk)) {
                disks.move(disk, DiskEvent.DETACH, self);
            }
        }
        for (ResourceId disk : wantedDisks) {
            if (!contains(ownedDisks, disk)) {
                disks.move(disk, DiskEvent.ATTACH, self);
            }
        }
        before.ifPresent(vm -> ids(vm.path("properties"), false).forEach(this::releaseNic));
        ObjectNode document = begin(request, location);
        if (request.body().hasNonNull("zones")) {
            document.set("zones", request.body().get("zones"));
        }
        complete(properties, before);
        document.set("properties", properties);
        store.put(id, document);
        if (before.isEmpty()) {
            store.internal(id).put(POWER, RUNNING);
        }
        bindNics(document, wantedNics);
        ObjectNode now = document.deepCopy();
        now.withObjectProperty("properties").put("provisioningState", before.isPresent() ? "Updating" : "Creating");
        return operations.begin(
                request,
                before.isPresent() ? 200 : 201,
                Optional.of(now),
                new Operations.Done(Optional.of(document.deepCopy())));
    }

    private void checkDisks(
            ResourceId id,
            String location,
            VmSize size,
            ObjectNode properties,
            List<ResourceId> wanted,
            List<ResourceId> owned)
            throws ArmFailure {
        for (int i = 0; i < wanted.size(); i++) {
            ResourceId disk = wanted.get(i);
            ObjectNode document = store.find(disk)
                    .filter(found -> disk.is(Disks.TYPE))
                    .orElseThrow(() -> ComputeErrors.referenceNotFound("Disk", disk.toString()));
            checkLocation("Disk", document, location);
            if (contains(wanted.subList(0, i), disk)) {
                throw ArmErrors.parameterInvalid("dataDisk.managedDisk.id", "Disk " + disk.name() + " is given twice.");
            }
            if (!contains(owned, disk)) {
                disks.check(disk, DiskEvent.ATTACH, id.toString());
            }
            VmRules.checkDiskKind(size, document);
            if (i == 0) {
                VmRules.checkBoot(size, properties, document);
            }
        }
    }

    private void checkNics(ResourceId id, String location, VmSize size, List<ResourceId> nics) throws ArmFailure {
        for (ResourceId nic : nics) {
            ObjectNode document = store.find(nic)
                    .filter(found -> nic.is(NIC_TYPE))
                    .orElseThrow(() -> ComputeErrors.referenceNotFound("Network interface", nic.toString()));
            checkLocation("Network interface", document, location);
            String user = document.at("/properties/virtualMachine/id").asText("");
            if (!user.isEmpty() && !user.equalsIgnoreCase(id.toString())) {
                throw ComputeErrors.nicInUse(nic.toString(), user);
            }
        }
        int most = size.number("MaxNetworkInterfaces");
        if (nics.size() > most) {
            throw ComputeErrors.tooManyNics(id.name(), nics.size(), size.name(), most);
        }
    }

    private static void checkLocation(String what, ObjectNode document, String location) throws ArmFailure {
        String its = document.path("location").asText();
        if (!its.equals(location)) {
            throw ComputeErrors.locationMismatch(what, document.path("name").asText(), its, location);
        }
    }

    /** An OS disk is swapped only while the machine is deallocated. */
    private void checkChange(ResourceId id, ObjectNode properties, ObjectNode before) throws ArmFailure {
        String pointer = "/storageProfile/osDisk/managedDisk/id";
        boolean swapped = !properties
                .at(pointer)
                .asText()
                .equalsIgnoreCase(before.path("properties").at(pointer).asText());
        if (swapped && !store.internal(id).path(POWER).asText().equals(DEALLOCATED)) {
            throw ArmErrors.changeNotAllowed("osDisk.managedDisk.id");
        }
    }

    /** Fills in what the service tells beside what it was told. */
    private void complete(ObjectNode properties, Optional<ObjectNode> before) {
        properties.put("provisioningState", "Succeeded");
        properties.put(
                "vmId",
                before.map(vm -> vm.at("/properties/vmId").asText())
                        .orElseGet(() -> UUID.randomUUID().toString()));
        properties.put(
                "timeCreated",
                before.map(vm -> vm.at("/properties/timeCreated").asText())
                        .orElseGet(() -> clock.instant().toString()));
        ObjectNode storage = properties.withObjectProperty("storageProfile");
        if (!storage.has("dataDisks")) {
            storage.putArray("dataDisks");
        }
        describe(storage.withObjectProperty("osDisk"), "ReadWrite");
        for (JsonNode disk : storage.path("dataDisks")) {
            describe((ObjectNode) disk, "None");
        }
        for (JsonNode nic : properties.at("/networkProfile/networkInterfaces")) {
            if (nic instanceof ObjectNode object && !object.has("properties")) {
                object.putObject("properties").put("primary", true);
            }
        }
    }

    private void describe(ObjectNode disk, String caching) {
        ObjectNode stored = store.find(disk.at("/managedDisk/id")).orElseThrow();
        disk.put("name", stored.path("name").asText());
        disk.put("diskSizeGB", stored.at("/properties/diskSizeGB").asInt());
        if (!disk.has("caching")) {
            disk.put("caching", caching);
        }
        if (!disk.has("deleteOption")) {
            disk.put("deleteOption", "Detach");
        }
        disk.withObjectProperty("managedDisk")
                .put("id", stored.path("id").asText())
                .put("storageAccountType", stored.at("/sku/name").asText());
    }

    private void bindNics(ObjectNode vm, List<ResourceId> nics) {
        for (ResourceId nic : nics) {
            store.find(nic)
                    .ifPresent(document -> document.withObjectProperty("properties")
                            .putObject("virtualMachine")
                            .put("id", vm.path("id").asText()));
        }
    }

    private void releaseNic(ResourceId nic) {
        store.find(nic)
                .ifPresent(document -> document.withObjectProperty("properties").remove("virtualMachine"));
    }

    private static boolean contains(List<ResourceId> ids, ResourceId id) {
        return ids.stream().anyMatch(one -> one.key().equals(id.key()));
    }

    /** The disks, OS disk first, or the network interfaces that a body refers to. */
    private static List<ResourceId> references(JsonNode properties, String what) throws ArmFailure {
        List<JsonNode> nodes = nodes(properties, what.equals("disk"));
        List<ResourceId> ids = ids(properties, what.equals("disk"));
        if (ids.size() != nodes.size()) {
            throw new ArmFailure(400, "LinkedInvalidPropertyId", "The id of a " + what + " is not a resource id.");
        }
        return ids;
    }

    private static List<ResourceId> ids(JsonNode properties, boolean ofDisks) {
        return nodes(properties, ofDisks).stream()
                .flatMap(node -> ResourceId.parse(node.asText("")).stream())
                .toList();
    }

    private static List<JsonNode> nodes(JsonNode properties, boolean ofDisks) {
        List<JsonNode> nodes = new ArrayList<>();
        if (ofDisks) {
            nodes.add(properties.at("/storageProfile/osDisk/managedDisk/id"));
            properties.at("/storageProfile/dataDisks").forEach(disk -> nodes.add(disk.at("/managedDisk/id")));
        } else {
            properties.at("/networkProfile/networkInterfaces").forEach(nic -> nodes.add(nic.path("id")));
        }
        return nodes;
    }

    @Override
    public ArmReply get(ArmRequest request) throws ArmFailure {
        ObjectNode document = existing(request.id());
        if (request.expand().toLowerCase(Locale.ROOT).contains("instanceview")) {
            document = document.deepCopy();
            document.withObjectProperty("properties").set("instanceView", instanceView(request.id(), document));
        }
        return ArmReply.ok(document);
    }

    @Override
    public ArmReply action(ArmRequest request, String verb) throws ArmFailure, IOException {
        ObjectNode document = existing(request.id());
        String action = verb.toLowerCase(Locale.ROOT);
        if (request.method().equals("GET")) {
            return action.equals("instanceview")
                    ? ArmReply.ok(instanceView(request.id(), document))
                    : super.action(request, verb);
        }
        switch (action) {
            case "poweroff" -> power(request.id(), document, "stopped", DiskEvent.START);
            case "start", "restart" -> power(request.id(), document, RUNNING, DiskEvent.START);
            case "deallocate" -> power(request.id(), document, DEALLOCATED, DiskEvent.DEALLOCATE);
            default -> {
                return super.action(request, verb);
            }
        }
        return operations.begin(request, 202, Optional.empty(), new Operations.Done(Optional.empty()));
    }

    private void power(ResourceId id, ObjectNode document, String state, DiskEvent event) throws ArmFailure {
        for (ResourceId disk : ids(document.path("properties"), true)) {
            disks.move(disk, event, id.toString());
        }
        store.internal(id).put(POWER, state);
    }

    private ObjectNode instanceView(ResourceId id, ObjectNode document) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        JsonNode os = document.at("/properties/storageProfile/osDisk");
        view.put(
                "hyperVGeneration",
                store.find(os.at("/managedDisk/id"))
                        .map(disk -> disk.at("/properties/hyperVGeneration").asText("V1"))
                        .orElse("V1"));
        String power = store.internal(id).path(POWER).asText();
        Map<String, String> statuses =
                Map.of("ProvisioningState/succeeded", "Provisioning succeeded", "PowerState/" + power, "VM " + power);
        statuses.keySet().stream()
                .sorted()
                .toList()
                .forEach(code -> view.withArrayProperty("statuses")
                        .insertObject(0)
                        .put("code", code)
                        .put("level", "Info")
                        .put("displayStatus", statuses.get(code)));
        return view;
    }

    @Override
    public ArmReply delete(ArmRequest request) throws ArmFailure, IOException {
        if (store.find(request.id()).isEmpty()) {
            return ArmReply.empty(204);
        }
        List<ResourceId> going = new ArrayList<>();
        JsonNode storage = existing(request.id()).at("/properties/storageProfile");
        collectDeleted(storage.path("osDisk"), going);
        storage.path("dataDisks").forEach(disk -> collectDeleted(disk, going));
        purge(request.id());
        for (ResourceId disk : going) {
            disks.purge(disk);
        }
        return operations.begin(request, 202, Optional.empty(), new Operations.Done(Optional.empty()));
    }

    private static void collectDeleted(JsonNode disk, List<ResourceId> going) {
        if (disk.path("deleteOption").asText().equals("Delete")) {
            ResourceId.parse(disk.at("/managedDisk/id").asText()).ifPresent(going::add);
        }
    }

    @Override
    public void purge(ResourceId id) throws IOException {
        ObjectNode document = store.find(id).orElseThrow();
        try {
            for (ResourceId disk : ids(document.path("properties"), true)) {
                if (store.find(disk).isPresent()) {
                    disks.move(disk, DiskEvent.DETACH, id.toString());
                }
            }
        } catch (ArmFailure e) {
            throw new IllegalStateException("a machine's disk is not attached to it: " + id, e);
        }
        ids(document.path("properties"), false).forEach(this::releaseNic);
        store.remove(id);
    }
}
