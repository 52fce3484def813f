package dev.gen2lift.rehearsal.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.arm.ArmErrors;
import dev.gen2lift.rehearsal.arm.ArmFailure;
import dev.gen2lift.rehearsal.arm.ResourceId;
import dev.gen2lift.rehearsal.arm.ResourceStore;
import dev.gen2lift.rehearsal.blob.BlobStore;
import dev.gen2lift.rehearsal.blob.PageBlob;
import dev.gen2lift.rehearsal.storage.StorageAccounts;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The page blob that a disk is imported from: {@code creationData.sourceUri} in the account that
 * {@code creationData.storageAccountId} names.
 */
record ImportSource(PageBlob blob, String uri) {

    private static final long MIB = 1L << 20;
    private static final int SEGMENTS = 4;

    /**
     * Finds the blob and lets it pass where it is a fixed VHD of whole mebibytes in the disk's region.
     *
     * @param location of the disk, in its normal form
     */
    static ImportSource find(JsonNode creation, String location, BlobStore blobs, ResourceStore resources)
            throws ArmFailure, IOException {
        URI uri = uri(creation.path("sourceUri").asText());
        // /account/container/blob/with/slashes
        String[] path = uri.getPath().split("/", SEGMENTS);
        if (path.length != SEGMENTS) {
            throw ArmErrors.parameterInvalid("disk.creationData.sourceUri", "It names no blob.");
        }
        ResourceId account = account(creation.path("storageAccountId"), path[1]);
        String bare = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        PageBlob blob =
                blobs.blob(path[1], path[2], path[3]).orElseThrow(() -> ComputeErrors.importSourceNotFound(bare));
        Optional<ObjectNode> known = resources.find(account);
        if (known.isPresent() && !known.get().path("location").asText().equals(location)) {
            throw ComputeErrors.importRegion(bare, known.get().path("location").asText(), location);
        }
        checkVhd(blob, bare);
        return new ImportSource(blob, bare);
    }

    private static URI uri(String text) throws ArmFailure {
        try {
            URI uri = new URI(text);
            if ("https".equalsIgnoreCase(uri.getScheme()) && uri.getPath() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // What it is, is said below without what it may carry in its query.
        }
        throw ArmErrors.parameterInvalid("disk.creationData.sourceUri", "It is not the https URI of a blob.");
    }

    private static ResourceId account(JsonNode id, String name) throws ArmFailure {
        return ResourceId.parse(id.asText())
                .filter(account -> account.is(StorageAccounts.TYPE))
                .filter(account -> account.name().equals(name))
                .orElseThrow(() -> ArmErrors.parameterInvalid(
                        "disk.creationData.storageAccountId",
                        "It is not the id of the storage account '" + name + "' that the source URI names."));
    }

    private static void checkVhd(PageBlob blob, String uri) throws ArmFailure, IOException {
        long capacity = blob.size() - FixedVhdFooter.SIZE;
        if (capacity <= 0) {
            throw ComputeErrors.importNoVhd(uri, "It has " + blob.size() + " bytes.");
        }
        ByteBuffer footer = ByteBuffer.allocate(FixedVhdFooter.SIZE);
        blob.read(capacity, footer);
        try {
            FixedVhdFooter.check(footer, capacity, "blob " + uri);
        } catch (ArmFailure e) {
            throw ComputeErrors.importNoVhd(uri, e.text());
        }
        if (capacity % MIB != 0) {
            throw ComputeErrors.importSize(uri, capacity);
        }
    }

    /** Bytes of the virtual disk. */
    long capacity() {
        return blob.size() - FixedVhdFooter.SIZE;
    }
}
