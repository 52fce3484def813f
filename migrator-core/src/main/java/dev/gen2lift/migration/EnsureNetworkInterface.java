package dev.gen2lift.migration;

import dev.gen2lift.azure.EnsuredResource;
import dev.gen2lift.azure.NetworkInterfaces;
import java.io.IOException;

/** The VM's network interface in the plan's subnet. */
final class EnsureNetworkInterface implements Step<Blueprint, EnsuredResource> {

    @Override
    public MigrationStep kind() {
        return MigrationStep.NETWORK_INTERFACE;
    }

    @Override
    public EnsuredResource ensure(Blueprint blueprint, StepContext context) throws IOException {
        return new NetworkInterfaces(context.clients()).ensure(blueprint.nic());
    }

    @Override
    public String outcome(EnsuredResource nic) {
        return Outcomes.of(nic);
    }
}
