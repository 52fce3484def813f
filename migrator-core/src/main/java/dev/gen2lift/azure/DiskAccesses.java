package dev.gen2lift.azure;

import com.azure.resourcemanager.compute.fluent.models.DiskAccessInner;
import com.azure.resourcemanager.compute.models.PrivateEndpointServiceConnectionStatus;
import dev.gen2lift.transfer.AzureRequestException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Disk accesses, whose private endpoints disks are reached through; used and never made. */
public final class DiskAccesses {

    private static final Pattern ID = Pattern.compile(
            "(?i)/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/Microsoft\\.Compute/diskAccesses/([^/]+)");

    private static final String UNSUITABLE = "DiskAccessNotSuitable";

    private final AzureClients clients;

    public DiskAccesses(AzureClients clients) {
        this.clients = clients;
    }

    /** Whether this is the resource id of a disk access. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * Makes sure that disks in {@code location} can be uploaded through it.
     *
     * @throws AzureRequestException where it is missing, lies elsewhere or has no private endpoint
     */
    public void require(String id, String location) throws IOException {
        Matcher parts = ID.matcher(id);
        if (!parts.matches() || !parts.group(1).equalsIgnoreCase(clients.subscriptionId())) {
            throw refused(id, "the disk access is not one of this subscription");
        }
        Optional<DiskAccessInner> found = ArmCalls.find(
                id, () -> clients.compute().getDiskAccesses().getByResourceGroup(parts.group(2), parts.group(3)));
        if (found.isEmpty()) {
            throw refused(id, "no such disk access");
        }
        DiskAccessInner access = found.get();
        if (!ResourceNames.location(access.location()).equals(location)) {
            throw refused(id, "the disk access is in " + access.location() + ", the disks would be in " + location);
        }
        boolean approved = access.privateEndpointConnections() != null
                && access.privateEndpointConnections().stream()
                        .anyMatch(each -> each.privateLinkServiceConnectionState() != null
                                && PrivateEndpointServiceConnectionStatus.APPROVED.equals(
                                        each.privateLinkServiceConnectionState().status()));
        if (!approved) {
            throw refused(id, "the disk access has no approved private endpoint, so nobody can upload through it");
        }
    }

    private static AzureRequestException refused(String id, String reason) {
        return new AzureRequestException(0, UNSUITABLE, reason, id, "list them with: az disk-access list -o table");
    }
}
