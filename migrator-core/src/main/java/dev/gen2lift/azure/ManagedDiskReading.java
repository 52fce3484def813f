package dev.gen2lift.azure;

import com.azure.resourcemanager.compute.fluent.DisksClient;
import com.azure.resourcemanager.compute.fluent.models.AccessUriInner;
import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.compute.models.AccessLevel;
import com.azure.resourcemanager.compute.models.DiskState;
import com.azure.resourcemanager.compute.models.GrantAccessData;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.PageBlobAddress;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Read access to a managed disk, from {@link #grant} until it is closed. The disk must not be attached to a VM that runs.
 */
public final class ManagedDiskReading implements Closeable {

    private static final Pattern DISK_ID = Pattern.compile(
            "(?i)/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/Microsoft\\.Compute/disks/([^/]+)");

    private final DisksClient disks;
    private final String group;
    private final String name;
    private final PageBlobAddress address;

    private ManagedDiskReading(DisksClient disks, String group, String name, PageBlobAddress address) {
        this.disks = disks;
        this.group = group;
        this.name = name;
        this.address = address;
    }

    /** Whether this is the resource id of a managed disk. */
    public static boolean isDiskId(String text) {
        return DISK_ID.matcher(text).matches();
    }

    /**
     * Asks for read access.
     *
     * @param id resource id of the disk, in the subscription of {@code clients}
     * @param duration after which Azure ends the access by itself
     * @throws IllegalArgumentException where {@code id} is no such id
     * @throws AzureRequestException where there is no such disk, it is in use, or Azure refuses
     */
    public static ManagedDiskReading grant(AzureClients clients, String id, Duration duration) throws IOException {
        Matcher parts = DISK_ID.matcher(id);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not the resource id of a managed disk: " + id);
        }
        if (!parts.group(1).equalsIgnoreCase(clients.subscriptionId())) {
            throw new IllegalArgumentException("the disk is in another subscription than " + clients.subscriptionId());
        }
        DisksClient disks = clients.compute().getDisks();
        String group = parts.group(2);
        String name = parts.group(3);
        DiskInner disk = ArmCalls.call(id, () -> disks.getByResourceGroup(group, name));
        if (DiskState.READY_TO_UPLOAD.equals(disk.diskState()) || DiskState.ACTIVE_UPLOAD.equals(disk.diskState())) {
            throw new AzureRequestException(
                    0,
                    AzureRequestException.UNEXPECTED_STATE,
                    "the disk is still waiting for its upload: " + disk.diskState(),
                    id,
                    "finish the migration first: the same command again goes on with it");
        }
        if (DiskState.ACTIVE_SAS.equals(disk.diskState())) {
            // Left by a run that was killed; a new grant could end with the old one's time.
            ArmCalls.call(id, () -> {
                disks.revokeAccess(group, name);
                return name;
            });
        }
        GrantAccessData access = new GrantAccessData()
                .withAccess(AccessLevel.READ)
                .withDurationInSeconds(Math.toIntExact(duration.toSeconds()));
        AccessUriInner granted = AccessGrant.request(disks, group, name, access);
        return new ManagedDiskReading(disks, group, name, PageBlobAddress.parse(granted.accessSas(), name));
    }

    /** Where the disk can be read. */
    public PageBlobAddress address() {
        return address;
    }

    /** Ends the access: a disk that may be read cannot be attached to a VM. */
    @Override
    public void close() throws IOException {
        ArmCalls.call(name, () -> {
            disks.revokeAccess(group, name);
            return name;
        });
    }
}
