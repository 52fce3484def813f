package dev.gen2lift.rehearsal.compute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.arm.ArmFailure;
import dev.gen2lift.rehearsal.arm.ResourceId;
import dev.gen2lift.rehearsal.arm.ResourceStore;
import dev.gen2lift.rehearsal.blob.BlobStore;
import dev.gen2lift.rehearsal.blob.DiskEndpoint;
import dev.gen2lift.rehearsal.blob.PageBlob;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The guest state (VMGS) that is uploaded beside a disk of {@code UploadPreparedSecure}: a page blob under an account, and
 * so a URL, of its own, in {@code disks/<group>/<name>.vmgs}.
 */
final class GuestStates {

    /** 4 MiB and the footer of a VHD, as Azure's own have. */
    static final long SIZE = (4L << 20) + FixedVhdFooter.SIZE;

    private static final byte[] SIGNATURE = "GUESTRTS".getBytes(StandardCharsets.US_ASCII);
    private static final String ACCOUNT = "guestStateAccount";
    private static final String CONTAINER = "guestStateContainer";
    private static final String BLOB = "guestStateBlob";

    private final ResourceStore store;
    private final BlobStore blobs;
    private final Supplier<URI> origin;

    /** @param origin {@code https://host:port} of the addresses at which guest state is uploaded */
    GuestStates(ResourceStore store, BlobStore blobs, Supplier<URI> origin) {
        this.store = store;
        this.blobs = blobs;
        this.origin = origin;
    }

    /** Whether a disk has one. */
    boolean has(ResourceId disk) {
        return store.internal(disk).hasNonNull(ACCOUNT);
    }

    /** Makes room for one, all zero. */
    void create(ResourceId disk, Path file) throws IOException {
        DiskEndpoint endpoint = blobs.createDisk(file, SIZE);
        store.internal(disk)
                .put(ACCOUNT, endpoint.account())
                .put(CONTAINER, endpoint.container())
                .put(BLOB, endpoint.blob());
    }

    /** Lets it be reached; returns its URL with the signature. */
    String grant(ResourceId disk, String permissions, Instant expiry) throws IOException {
        return origin.get() + endpoint(disk).path() + "?" + blobs.grant(endpoint(disk), permissions, expiry);
    }

    void revoke(ResourceId disk) throws IOException {
        if (has(disk)) {
            blobs.revoke(endpoint(disk));
        }
    }

    void delete(ResourceId disk) throws IOException {
        if (has(disk)) {
            blobs.deleteDisk(endpoint(disk));
        }
    }

    /**
     * Refuses one that was not uploaded. What Azure says of that is not known; here a disk without its guest state never
     * becomes complete.
     */
    void requireUploaded(ResourceId disk) throws IOException, ArmFailure {
        if (!has(disk)) {
            return;
        }
        PageBlob content = blobs.disk(endpoint(disk));
        String name = "the guest state of disk '" + disk.name() + "'";
        ByteBuffer footer = ByteBuffer.allocate(FixedVhdFooter.SIZE);
        content.read(SIZE - FixedVhdFooter.SIZE, footer);
        FixedVhdFooter.check(footer, SIZE - FixedVhdFooter.SIZE, name);
        ByteBuffer head = ByteBuffer.allocate(SIGNATURE.length);
        content.read(0, head);
        if (!Arrays.equals(head.array(), SIGNATURE)) {
            throw new ArmFailure(400, "InvalidVhd", name + " is no guest state.");
        }
    }

    private DiskEndpoint endpoint(ResourceId disk) {
        ObjectNode internal = store.internal(disk);
        return new DiskEndpoint(
                internal.path(ACCOUNT).asText(),
                internal.path(CONTAINER).asText(),
                internal.path(BLOB).asText());
    }
}
