package dev.gen2lift.rehearsal.storage;

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
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Microsoft.Storage/storageAccounts. A rehearsal cloud has one account, whose blobs are there with or without a resource;
 * as a resource it also has a region. Deleting the resource deletes no blob.
 */
public final class StorageAccounts extends TopLevelKind {

    public static final String TYPE = "Microsoft.Storage/storageAccounts";

    private final InstantSource clock;
    private final Supplier<URI> blobOrigin;

    /** @param blobOrigin {@code https://host:port} of the addresses at which blobs lie */
    public StorageAccounts(ResourceStore store, Operations operations, InstantSource clock, Supplier<URI> blobOrigin) {
        super(store, operations);
        this.clock = clock;
        this.blobOrigin = blobOrigin;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public ArmReply put(ArmRequest request) throws ArmFailure, IOException {
        ResourceId id = request.id();
        if (!id.name().equals(BlobStore.ACCOUNT)) {
            throw ArmErrors.parameterInvalid(
                    "accountName", "The rehearsal cloud has one storage account, '" + BlobStore.ACCOUNT + "'.");
        }
        if (!request.body().at("/sku/name").isTextual()) {
            throw ArmErrors.parameterMissing("account.sku.name");
        }
        ObjectNode document = begin(request, location(request));
        complete(
                document,
                request.body().at("/sku/name").asText(),
                request.body().path("kind").asText("StorageV2"));
        store.put(id, document);
        return operations.begin(request, 202, Optional.empty(), new Operations.Done(Optional.of(document.deepCopy())));
    }

    /** Makes the account a resource, as a client's PUT does. */
    public void register(ResourceId id, String location) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("name", id.name());
        document.put("id", id.toString());
        document.put("type", TYPE);
        document.put("location", location);
        complete(document, "Standard_LRS", "StorageV2");
        store.put(id, document);
    }

    private void complete(ObjectNode document, String sku, String kind) {
        document.putObject("sku").put("name", sku).put("tier", sku.replaceFirst("_.*", ""));
        document.put("kind", kind);
        ObjectNode properties = document.putObject("properties");
        properties.put("provisioningState", "Succeeded");
        properties.put("creationTime", clock.instant().toString());
        properties.put("primaryLocation", document.path("location").asText());
        properties
                .putObject("primaryEndpoints")
                .put("blob", blobOrigin.get() + "/" + document.path("name").asText() + "/");
    }

    @Override
    public ArmReply delete(ArmRequest request) {
        if (store.find(request.id()).isEmpty()) {
            return ArmReply.empty(204);
        }
        store.remove(request.id());
        return ArmReply.empty(200);
    }

    @Override
    public void purge(ResourceId id) {
        store.remove(id);
    }
}
