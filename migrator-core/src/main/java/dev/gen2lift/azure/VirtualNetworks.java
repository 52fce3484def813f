package dev.gen2lift.azure;

import com.azure.resourcemanager.network.fluent.models.SubnetInner;
import com.azure.resourcemanager.network.fluent.models.VirtualNetworkInner;
import com.azure.resourcemanager.network.models.AddressSpace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A virtual network of its own for migrated VMs, where there is none to put them into: a rehearsal, a first try. */
public final class VirtualNetworks {

    private static final String TYPE = "Microsoft.Network/virtualNetworks";

    private final AzureClients clients;

    public VirtualNetworks(AzureClients clients) {
        this.clients = clients;
    }

    /**
     * A network with one subnet that takes all of it.
     *
     * @param addresses in CIDR notation, {@code 10.20.0.0/24}
     * @param tags the user's
     */
    public record Spec(
            String resourceGroup,
            String name,
            String location,
            String addresses,
            String subnet,
            String migrationId,
            Map<String, String> tags) {}

    /** The network and its subnet's resource id. */
    public record Result(EnsuredResource network, String subnetId) {}

    /** A network of that name; one that exists is used as it is. */
    public Result ensure(Spec spec) throws IOException {
        Optional<VirtualNetworkInner> found = ArmCalls.find(
                spec.name(),
                () -> clients.network().getVirtualNetworks().getByResourceGroup(spec.resourceGroup(), spec.name()));
        if (found.isPresent()) {
            return result(spec, found.get(), false);
        }
        VirtualNetworkInner network = new VirtualNetworkInner()
                .withLocation(ResourceNames.location(spec.location()))
                .withTags(MigrationTags.of(spec.tags(), spec.migrationId()))
                .withAddressSpace(new AddressSpace().withAddressPrefixes(List.of(spec.addresses())))
                .withSubnets(List.of(new SubnetInner().withName(spec.subnet()).withAddressPrefix(spec.addresses())));
        VirtualNetworkInner created = ArmCalls.call(
                spec.name(),
                () -> clients.network()
                        .getVirtualNetworks()
                        .createOrUpdate(spec.resourceGroup(), spec.name(), network));
        return result(spec, created, true);
    }

    private static Result result(Spec spec, VirtualNetworkInner network, boolean created) {
        return new Result(
                new EnsuredResource(TYPE, spec.name(), network.id(), created),
                network.id() + "/subnets/" + spec.subnet());
    }
}
