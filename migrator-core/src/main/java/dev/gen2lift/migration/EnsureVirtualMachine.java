package dev.gen2lift.migration;

import dev.gen2lift.azure.EnsuredResource;
import dev.gen2lift.azure.VirtualMachines;
import dev.gen2lift.azure.VmSpec;
import java.io.IOException;

/** The VM over its disks. */
final class EnsureVirtualMachine implements Step<VmSpec, EnsuredResource> {

    @Override
    public MigrationStep kind() {
        return MigrationStep.VIRTUAL_MACHINE;
    }

    @Override
    public EnsuredResource ensure(VmSpec spec, StepContext context) throws IOException {
        return new VirtualMachines(context.clients()).ensure(spec);
    }

    @Override
    public String outcome(EnsuredResource vm) {
        return Outcomes.of(vm);
    }
}
