package dev.gen2lift.azure;

import com.azure.resourcemanager.network.fluent.models.SubnetInner;
import com.azure.resourcemanager.network.fluent.models.VirtualNetworkInner;
import dev.gen2lift.transfer.AzureRequestException;
import java.io.IOException;
import java.util.Optional;

/** Subnets, which are used and never made. */
public final class Subnets {

    private static final String NOT_FOUND = "SubnetNotFound";

    private final AzureClients clients;

    public Subnets(AzureClients clients) {
        this.clients = clients;
    }

    /**
     * Makes sure that a network interface in {@code location} can be put into the subnet.
     *
     * @throws AzureRequestException where network or subnet are missing, or lie elsewhere
     */
    public void require(ResourceNames.SubnetId id, String location) throws IOException {
        if (!id.subscription().equalsIgnoreCase(clients.subscriptionId())) {
            throw refused(NOT_FOUND, "the subnet lies in another subscription", id);
        }
        Optional<VirtualNetworkInner> found = ArmCalls.find(
                id.network(),
                () -> clients.network().getVirtualNetworks().getByResourceGroup(id.resourceGroup(), id.network()));
        if (found.isEmpty()) {
            throw refused(NOT_FOUND, "no such virtual network", id);
        }
        VirtualNetworkInner network = found.get();
        boolean hasSubnet = network.subnets() != null
                && network.subnets().stream()
                        .map(SubnetInner::name)
                        .anyMatch(name -> id.subnet().equalsIgnoreCase(name));
        if (!hasSubnet) {
            throw refused(NOT_FOUND, "the virtual network has no such subnet", id);
        }
        if (network.location() != null
                && !ResourceNames.location(network.location()).equals(location)) {
            throw refused(
                    AzureRequestException.CONFLICT,
                    "the virtual network is in " + network.location() + ", the VM would be in " + location,
                    id);
        }
    }

    private static AzureRequestException refused(String code, String reason, ResourceNames.SubnetId id) {
        return new AzureRequestException(
                0,
                code,
                reason,
                id.resourceGroup() + "/" + id.network() + "/" + id.subnet(),
                "list subnets with: az network vnet subnet list -g " + id.resourceGroup() + " --vnet-name "
                        + id.network());
    }
}
