package dev.gen2lift.azure;

import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.compute.models.NetworkAccessPolicy;
import com.azure.resourcemanager.compute.models.PublicNetworkAccess;
import java.util.Optional;

/**
 * From where a managed disk's content can be written and read, as {@code networkAccessPolicy}, {@code publicNetworkAccess}
 * and {@code diskAccessId} say. A disk that denies all cannot be uploaded to either: it is closed once it is complete.
 *
 * @param diskAccessId resource id of the disk access whose private endpoint is used; for ALLOW_PRIVATE, and for the upload
 *     to a disk that is closed afterwards
 */
public record NetworkAccess(Policy policy, Optional<String> diskAccessId) {

    /** Azure's {@code networkAccessPolicy}. */
    public enum Policy {
        /** From any network, with a SAS. */
        ALLOW_ALL,
        /** Through the private endpoint of a disk access, with a SAS. */
        ALLOW_PRIVATE,
        /** From nowhere. */
        DENY_ALL
    }

    /** What is wrong with it, as a clause; empty where nothing is. */
    public Optional<String> problem() {
        if (policy == Policy.ALLOW_PRIVATE && diskAccessId.isEmpty()) {
            return Optional.of("private access needs the disk access whose private endpoint is to be used");
        }
        if (policy == Policy.ALLOW_ALL && diskAccessId.isPresent()) {
            return Optional.of(
                    "a disk access is for disks with private access, or for uploading to one that is closed");
        }
        return Optional.empty();
    }

    /** What holds while the disk is uploaded. */
    NetworkAccess forUpload() {
        return policy == Policy.DENY_ALL
                ? new NetworkAccess(diskAccessId.isPresent() ? Policy.ALLOW_PRIVATE : Policy.ALLOW_ALL, diskAccessId)
                : this;
    }

    /** What holds once the disk is complete. */
    NetworkAccess afterwards() {
        return policy == Policy.DENY_ALL ? new NetworkAccess(Policy.DENY_ALL, Optional.empty()) : this;
    }

    /** Writes it into a request. */
    DiskInner applyTo(DiskInner disk) {
        return disk.withNetworkAccessPolicy(sdkPolicy())
                .withPublicNetworkAccess(
                        policy == Policy.ALLOW_ALL ? PublicNetworkAccess.ENABLED : PublicNetworkAccess.DISABLED)
                .withDiskAccessId(diskAccessId.orElse(null));
    }

    /** Whether a disk is as this says. */
    boolean holdsFor(DiskInner disk) {
        String id = disk.diskAccessId();
        return sdkPolicy().equals(disk.networkAccessPolicy())
                && diskAccessId.map(wanted -> wanted.equalsIgnoreCase(id)).orElse(id == null || id.isEmpty());
    }

    private NetworkAccessPolicy sdkPolicy() {
        return switch (policy) {
            case ALLOW_ALL -> NetworkAccessPolicy.ALLOW_ALL;
            case ALLOW_PRIVATE -> NetworkAccessPolicy.ALLOW_PRIVATE;
            case DENY_ALL -> NetworkAccessPolicy.DENY_ALL;
        };
    }
}
