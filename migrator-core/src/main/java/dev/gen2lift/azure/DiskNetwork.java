package dev.gen2lift.azure;

import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.compute.models.NetworkAccessPolicy;
import com.azure.resourcemanager.compute.models.PublicNetworkAccess;
import dev.gen2lift.transfer.AzureRequestException;

/**
 * What a disk's network settings mean for an upload to it. Policies of a subscription may change what a disk was created
 * with, so they are judged as Azure tells them, not as they were asked for.
 */
final class DiskNetwork {

    /** {@link AzureRequestException#code} of a disk whose settings let nobody upload. */
    static final String NETWORK_ACCESS = "NetworkAccessDenied";

    private DiskNetwork() {}

    /**
     * Makes sure that somebody could upload.
     *
     * @param name of the disk, for messages
     */
    static void requireOpen(DiskInner disk, String name) throws AzureRequestException {
        NetworkAccessPolicy policy = disk.networkAccessPolicy();
        if (NetworkAccessPolicy.DENY_ALL.equals(policy)) {
            throw refused(
                    name,
                    "the disk's network access policy is DenyAll: nothing can be uploaded to it",
                    "where a policy of the subscription sets that, have the resource group exempted, or give"
                            + " --network-access allow-private with --disk-access; to open the disk: az disk update"
                            + " --network-access-policy AllowAll --public-network-access Enabled");
        }
        if (isPrivate(disk)
                && (disk.diskAccessId() == null || disk.diskAccessId().isEmpty())) {
            throw refused(
                    name,
                    "the disk's network access policy is AllowPrivate, but it has no disk access: nothing can be"
                            + " uploaded to it",
                    "az disk update --network-access-policy AllowPrivate --disk-access ID, or delete the disk and give"
                            + " --disk-access");
        }
        if (!isPrivate(disk) && PublicNetworkAccess.DISABLED.equals(disk.publicNetworkAccess())) {
            throw refused(
                    name,
                    "the disk's public network access is disabled, and it has no private one: nothing can be uploaded"
                            + " to it",
                    "az disk update --public-network-access Enabled, or give --network-access allow-private with"
                            + " --disk-access");
        }
    }

    /** Whether the disk lets nobody in but through a private endpoint. */
    static boolean isPrivate(DiskInner disk) {
        return NetworkAccessPolicy.ALLOW_PRIVATE.equals(disk.networkAccessPolicy());
    }

    private static AzureRequestException refused(String name, String reason, String hint) {
        return new AzureRequestException(0, NETWORK_ACCESS, reason, name, hint);
    }
}
