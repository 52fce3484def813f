package dev.gen2lift.migration;

import dev.gen2lift.azure.DiskAccesses;
import dev.gen2lift.azure.ManagedDiskSpec;
import dev.gen2lift.azure.ManagedDisks;
import dev.gen2lift.azure.NetworkAccess;
import dev.gen2lift.azure.NetworkInterfaces;
import dev.gen2lift.azure.ResourceNames;
import dev.gen2lift.azure.Subnets;
import dev.gen2lift.azure.VirtualMachines;
import dev.gen2lift.azure.VmSizes;
import dev.gen2lift.disk.BadImageException;
import java.io.IOException;
import java.util.Optional;

/** Everything that Azure could refuse later, asked before the first byte is sent. Changes nothing. */
final class CheckAzure implements Step<Blueprint, Integer> {

    private static final long GIB = 1L << 30;

    /** Largest disk that a VM starts from; the documented 4 TiB less one GiB. */
    private static final long MAX_OS_DISK = 4095 * GIB;

    /** Largest disk of the skus that a plan can name. */
    private static final long MAX_DATA_DISK = 32767 * GIB;

    @Override
    public MigrationStep kind() {
        return MigrationStep.CHECK;
    }

    @Override
    public Integer ensure(Blueprint blueprint, StepContext context) throws IOException {
        MigrationPlan plan = context.plan();
        for (Blueprint.DiskWork work : blueprint.disks()) {
            requireSize(work);
        }
        if (plan.create() == MigrationPlan.Create.VM) {
            requireVm(blueprint, context);
        }
        Optional<String> diskAccess = plan.network().flatMap(NetworkAccess::diskAccessId);
        if (diskAccess.isPresent()) {
            new DiskAccesses(context.clients()).require(diskAccess.get(), ResourceNames.location(plan.location()));
        }
        ManagedDisks disks = new ManagedDisks(context.clients());
        int done = 0;
        for (Blueprint.DiskWork work : blueprint.disks()) {
            if (disks.look(work.spec()) == ManagedDisks.Standing.DONE) {
                done++;
            }
        }
        return blueprint.disks().size() - done;
    }

    @Override
    public String outcome(Integer open) {
        return open == 0 ? "all disks are there already" : open + " to upload";
    }

    private static void requireSize(Blueprint.DiskWork work) throws BadImageException {
        ManagedDiskSpec spec = work.spec();
        long most = spec.os().isPresent() ? MAX_OS_DISK : MAX_DATA_DISK;
        if (spec.size() > most) {
            throw new BadImageException(
                    BadImageException.Kind.UNSUPPORTED,
                    work.disk().planned().image().toString(),
                    "virtual disk",
                    0,
                    (spec.os().isPresent() ? "an OS disk" : "a " + spec.sku() + " disk") + " takes up to " + most / GIB
                            + " GiB, not " + (spec.size() + GIB - 1) / GIB);
        }
    }

    private static void requireVm(Blueprint blueprint, StepContext context) throws IOException {
        MigrationPlan plan = context.plan();
        String location = ResourceNames.location(plan.location());
        new VmSizes(context.clients())
                .require(
                        plan.size().orElseThrow(),
                        location,
                        new VmSizes.Needs(
                                plan.dataDisks().size(),
                                plan.sku().startsWith("Premium"),
                                blueprint.traits().architecture(),
                                blueprint.traits().security().isTrustedLaunch()));
        ResourceNames.SubnetId subnet =
                ResourceNames.parseSubnet(plan.subnetId().orElseThrow()).orElseThrow();
        new Subnets(context.clients()).require(subnet, location);
        new NetworkInterfaces(context.clients()).look(blueprint.nic());
        new VirtualMachines(context.clients()).requireFreeOrOurs(plan.resourceGroup(), plan.vmName(), plan.id());
    }
}
