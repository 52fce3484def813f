package dev.gen2lift.migration;

import dev.gen2lift.azure.EnsuredResource;
import dev.gen2lift.azure.ResourceGroups;
import dev.gen2lift.azure.ResourceNames;
import java.io.IOException;

/** The resource group that everything goes into. */
final class EnsureResourceGroup implements Step<MigrationPlan, EnsuredResource> {

    @Override
    public MigrationStep kind() {
        return MigrationStep.RESOURCE_GROUP;
    }

    @Override
    public EnsuredResource ensure(MigrationPlan plan, StepContext context) throws IOException {
        return new ResourceGroups(context.clients())
                .ensure(plan.resourceGroup(), ResourceNames.location(plan.location()), plan.tags(), plan.id());
    }

    @Override
    public String outcome(EnsuredResource group) {
        return Outcomes.of(group);
    }
}
