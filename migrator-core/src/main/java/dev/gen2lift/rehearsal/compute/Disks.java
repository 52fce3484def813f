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
import dev.gen2lift.rehearsal.blob.BlobStore;
import dev.gen2lift.rehearsal.blob.DiskEndpoint;
import dev.gen2lift.rehearsal.blob.PageBlob;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Microsoft.Compute/disks: managed disks, uploaded or imported, whose bytes lie in {@code disks/<group>/<name>.vhd}. */
public final class Disks extends TopLevelKind {

    public static final String TYPE = "Microsoft.Compute/disks";

    private static final long GIB = 1L << 30;
    private static final String STATE = "diskState";

    private final BlobStore blobs;
    private final Path root;
    private final InstantSource clock;
    private final Supplier<URI> blobOrigin;
    private final GuestStates guestStates;

    /**
     * @param blobOrigin {@code https://host:port} of the addresses at which disks are uploaded
     * @param guestStateOrigin likewise for their guest state
     */
    public Disks(
            ResourceStore store,
            Operations operations,
            BlobStore blobs,
            Path root,
            InstantSource clock,
            Supplier<URI> blobOrigin,
            Supplier<URI> guestStateOrigin) {
        super(store, operations);
        this.blobs = blobs;
        this.root = root;
        this.clock = clock;
        this.blobOrigin = blobOrigin;
        this.guestStates = new GuestStates(store, blobs, guestStateOrigin);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public ArmReply put(ArmRequest request) throws ArmFailure, IOException {
        ResourceId id = request.id();
        DiskRules.checkName(id.name(), "diskName");
        String location = location(request);
        Optional<ObjectNode> before = store.find(id);
        ObjectNode document;
        if (before.isPresent()) {
            DiskRules.checkUpdate(request.body(), before.get());
            document = before.get();
            DiskNetworkRules.replace(
                    document.withObjectProperty("properties"), request.body().path("properties"), store);
            update(request, document);
        } else {
            DiskRules.checkCreate(request.body());
            document = create(request, location);
        }
        ObjectNode now = document.deepCopy();
        now.withObjectProperty("properties").put("provisioningState", "Updating");
        return operations.begin(request, 202, Optional.of(now), new Operations.Done(Optional.of(document.deepCopy())));
    }

    private ObjectNode create(ArmRequest request, String location) throws IOException, ArmFailure {
        ResourceId id = request.id();
        ObjectNode document = begin(request, location);
        String sku = request.body().at("/sku/name").asText("Standard_LRS");
        document.putObject("sku").put("name", sku).put("tier", sku.substring(0, sku.indexOf('_')));
        if (request.body().hasNonNull("zones")) {
            document.set("zones", request.body().get("zones"));
        }
        ObjectNode properties = properties(request);
        ObjectNode creation = properties.withObjectProperty("creationData");
        Optional<ImportSource> source = Optional.empty();
        long capacity = creation.path("uploadSizeBytes").asLong() - FixedVhdFooter.SIZE;
        if (creation.path("createOption").asText().equals(DiskRules.IMPORT)) {
            ImportSource found = ImportSource.find(creation, location, blobs, store);
            capacity = found.capacity();
            DiskRules.checkCapacity(properties, capacity);
            creation.put("sourceUri", found.uri());
            source = Optional.of(found);
        }
        if (properties.hasNonNull("osType") && !properties.hasNonNull("hyperVGeneration")) {
            properties.put("hyperVGeneration", "V1");
        }
        properties.put("diskSizeGB", (capacity + GIB - 1) / GIB);
        properties.put("diskSizeBytes", capacity);
        properties.put("timeCreated", clock.instant().toString());
        properties.put("uniqueId", UUID.randomUUID().toString());
        properties.put(STATE, (source.isPresent() ? DiskState.UNATTACHED : DiskState.READY_TO_UPLOAD).word());
        properties.put("provisioningState", "Succeeded");
        DiskNetworkRules.complete(properties, store);
        if (!properties.has("encryption")) {
            properties.putObject("encryption").put("type", "EncryptionAtRestWithPlatformKey");
        }
        document.set("properties", properties);

        Path file = root.resolve("disks").resolve(id.group()).resolve(id.name() + ".vhd");
        DiskEndpoint endpoint;
        try {
            endpoint = source.isPresent()
                    ? blobs.copyToDisk(source.get().blob(), file)
                    : blobs.createDisk(file, capacity + FixedVhdFooter.SIZE);
        } catch (IOException e) {
            throw new ArmFailure(
                    500,
                    "InternalServerError",
                    "The rehearsal cloud's folder cannot hold a disk of " + capacity + " bytes: " + e.getMessage());
        }
        store.put(id, document);
        store.internal(id)
                .put("account", endpoint.account())
                .put("container", endpoint.container())
                .put("blob", endpoint.blob());
        if (creation.path("createOption").asText().equals(DiskRules.UPLOAD_SECURE)) {
            guestStates.create(id, file.resolveSibling(id.name() + ".vmgs"));
        }
        return document;
    }

    private static void update(ArmRequest request, ObjectNode document) {
        if (request.body().get("tags") instanceof ObjectNode tags) {
            document.set("tags", tags);
        }
        String sku = request.body().at("/sku/name").asText("");
        if (!sku.isEmpty()) {
            document.putObject("sku").put("name", sku).put("tier", sku.replaceFirst("_.*", ""));
        }
    }

    @Override
    public ArmReply patch(ArmRequest request) throws ArmFailure, IOException {
        ObjectNode document = existing(request.id());
        DiskRules.checkUpdate(request.body(), document);
        update(request, document);
        return operations.begin(
                request, 202, Optional.of(document.deepCopy()), new Operations.Done(Optional.of(document.deepCopy())));
    }

    @Override
    public ArmReply delete(ArmRequest request) throws ArmFailure, IOException {
        ResourceId id = request.id();
        if (store.find(id).isEmpty()) {
            return ArmReply.empty(204);
        }
        move(id, DiskEvent.DELETE, "");
        purge(id);
        return operations.begin(request, 202, Optional.empty(), new Operations.Done(Optional.empty()));
    }

    @Override
    public void purge(ResourceId id) throws IOException {
        blobs.deleteDisk(endpoint(id));
        guestStates.delete(id);
        store.remove(id);
    }

    @Override
    public ArmReply action(ArmRequest request, String verb) throws ArmFailure, IOException {
        existing(request.id());
        if (request.method().equals("POST")) {
            switch (verb.toLowerCase(Locale.ROOT)) {
                case "begingetaccess" -> {
                    return beginGetAccess(request);
                }
                case "endgetaccess" -> {
                    return endGetAccess(request);
                }
                default -> {}
            }
        }
        return super.action(request, verb);
    }

    private ArmReply beginGetAccess(ArmRequest request) throws ArmFailure, IOException {
        ResourceId id = request.id();
        JsonNode body = request.body();
        JsonNode seconds = body.path("durationInSeconds");
        if (!seconds.isIntegralNumber() || seconds.asLong() <= 0) {
            throw ArmErrors.parameterMissing("grantAccessData.durationInSeconds");
        }
        boolean guestState = body.path("getSecureVMGuestStateSAS").asBoolean(false);
        if (guestState && !guestStates.has(id)) {
            throw ArmErrors.badRequest("getSecureVMGuestStateSAS is only supported for disks with a security profile.");
        }
        DiskNetworkRules.requireOpen(existing(id).path("properties"), id.name());
        String access = body.path("access").asText("");
        Instant expiry = clock.instant().plusSeconds(seconds.asLong());
        String query = switch (access) {
            case "Write" -> {
                move(id, DiskEvent.GRANT_WRITE, "");
                yield blobs.grant(endpoint(id), "rw", expiry);
            }
            case "Read" -> {
                move(id, DiskEvent.GRANT_READ, "");
                yield blobs.grant(endpoint(id), "r", expiry);
            }
            default -> throw ArmErrors.parameterInvalid("grantAccessData.access", "Its values are [Read, Write].");
        };
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.put("accessSAS", url(id) + "?" + query);
        if (guestState) {
            output.put("securityDataAccessSAS", guestStates.grant(id, access.equals("Write") ? "rw" : "r", expiry));
        }
        return operations.begin(request, 202, Optional.empty(), new Operations.Done(Optional.of(output)));
    }

    private String url(ResourceId id) {
        return blobOrigin.get() + endpoint(id).path();
    }

    /**
     * Revokes access. The end of an upload is where Azure looks at what was uploaded: a footer that is not a fixed VHD's
     * fails the operation, not the request, and leaves the disk in ActiveUpload, without a signature.
     */
    private ArmReply endGetAccess(ArmRequest request) throws ArmFailure, IOException {
        ResourceId id = request.id();
        blobs.revoke(endpoint(id));
        guestStates.revoke(id);
        if (state(id) == DiskState.ACTIVE_UPLOAD) {
            PageBlob content = blobs.disk(endpoint(id));
            ByteBuffer footer = ByteBuffer.allocate(FixedVhdFooter.SIZE);
            content.read(content.size() - FixedVhdFooter.SIZE, footer);
            try {
                FixedVhdFooter.check(
                        footer,
                        content.size() - FixedVhdFooter.SIZE,
                        "disk '" + endpoint(id).blob() + "' with blob " + url(id));
                guestStates.requireUploaded(id);
            } catch (ArmFailure e) {
                return operations.begin(request, 202, Optional.empty(), new Operations.Failed(e));
            }
        }
        move(id, DiskEvent.REVOKE, "");
        return operations.begin(request, 202, Optional.empty(), new Operations.Done(Optional.empty()));
    }

    DiskState state(ResourceId id) throws ArmFailure {
        return DiskState.of(existing(id).at("/properties/" + STATE).asText());
    }

    /** Whether {@code event} may happen; nothing changes. */
    void check(ResourceId id, DiskEvent event, String vm) throws ArmFailure {
        after(id, event, vm);
    }

    private DiskState after(ResourceId id, DiskEvent event, String vm) throws ArmFailure {
        DiskState before = state(id);
        boolean granted = blobs.grantedUntil(endpoint(id))
                .filter(expiry -> clock.instant().isBefore(expiry))
                .isPresent();
        String owner = existing(id).path("managedBy").asText("");
        return before.after(event, granted)
                .orElseThrow(() -> ComputeErrors.refused(event, before, id.name(), owner, vm));
    }

    /**
     * Lets {@code event} happen to a disk.
     *
     * @param vm the virtual machine's id where the event is about one
     */
    void move(ResourceId id, DiskEvent event, String vm) throws ArmFailure {
        DiskState next = after(id, event, vm);
        ObjectNode document = existing(id);
        document.withObjectProperty("properties").put(STATE, next.word());
        if (event == DiskEvent.ATTACH) {
            document.put("managedBy", vm);
        } else if (event == DiskEvent.DETACH) {
            document.remove("managedBy");
        }
    }

    private DiskEndpoint endpoint(ResourceId id) {
        ObjectNode internal = store.internal(id);
        return new DiskEndpoint(
                internal.path("account").asText(),
                internal.path("container").asText(),
                internal.path("blob").asText());
    }

    /** Where a disk's bytes lie; empty where there is no such disk. */
    public Optional<Path> file(ResourceId id) {
        return store.find(id).map(document -> blobs.disk(endpoint(id)).file());
    }
}
