package dev.gen2lift.azure;

import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceInner;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceIpConfigurationInner;
import com.azure.resourcemanager.network.fluent.models.SubnetInner;
import com.azure.resourcemanager.network.models.IpAllocationMethod;
import dev.gen2lift.transfer.AzureRequestException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Network interfaces. */
public final class NetworkInterfaces {

    private static final String TYPE = "Microsoft.Network/networkInterfaces";
    private static final String IP_CONFIGURATION = "primary";

    private final AzureClients clients;

    public NetworkInterfaces(AzureClients clients) {
        this.clients = clients;
    }

    /**
     * A network interface as it has to be.
     *
     * @param subnetId resource id
     * @param vmName of the VM, in the same resource group, that it is for
     * @param tags the user's
     */
    public record Spec(
            String resourceGroup,
            String name,
            String location,
            String subnetId,
            String vmName,
            String migrationId,
            Map<String, String> tags) {}

    /**
     * Looks, and changes nothing.
     *
     * @return the interface, where there is one that serves
     * @throws AzureRequestException where one of that name does not
     */
    public Optional<EnsuredResource> look(Spec spec) throws IOException {
        Optional<NetworkInterfaceInner> found = ArmCalls.find(
                spec.name(),
                () -> clients.network().getNetworkInterfaces().getByResourceGroup(spec.resourceGroup(), spec.name()));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        NetworkInterfaceInner nic = found.get();
        boolean inSubnet = nic.ipConfigurations() != null
                && nic.ipConfigurations().stream()
                        .map(NetworkInterfaceIpConfigurationInner::subnet)
                        .anyMatch(subnet -> subnet != null && spec.subnetId().equalsIgnoreCase(subnet.id()));
        if (!inSubnet) {
            throw conflict(spec, "the network interface is in another subnet");
        }
        if (nic.virtualMachine() != null
                && nic.virtualMachine().id() != null
                && !nic.virtualMachine()
                        .id()
                        .toLowerCase(Locale.ROOT)
                        .endsWith("/virtualmachines/" + spec.vmName().toLowerCase(Locale.ROOT))) {
            throw conflict(spec, "the network interface belongs to another VM");
        }
        return Optional.of(new EnsuredResource(TYPE, spec.name(), nic.id(), false));
    }

    /** An interface with a private address in the subnet. */
    public EnsuredResource ensure(Spec spec) throws IOException {
        Optional<EnsuredResource> found = look(spec);
        if (found.isPresent()) {
            return found.get();
        }
        NetworkInterfaceInner nic = new NetworkInterfaceInner()
                .withLocation(spec.location())
                .withTags(MigrationTags.of(spec.tags(), spec.migrationId()))
                .withIpConfigurations(List.of(new NetworkInterfaceIpConfigurationInner()
                        .withName(IP_CONFIGURATION)
                        .withPrimary(true)
                        .withPrivateIpAllocationMethod(IpAllocationMethod.DYNAMIC)
                        .withSubnet(new SubnetInner().withId(spec.subnetId()))));
        NetworkInterfaceInner created = ArmCalls.call(
                spec.name(),
                () -> clients.network().getNetworkInterfaces().createOrUpdate(spec.resourceGroup(), spec.name(), nic));
        return new EnsuredResource(TYPE, spec.name(), created.id(), true);
    }

    private static AzureRequestException conflict(Spec spec, String reason) {
        return new AzureRequestException(
                0,
                AzureRequestException.CONFLICT,
                reason,
                spec.resourceGroup() + "/" + spec.name(),
                "delete it, or choose another name for the VM");
    }
}
