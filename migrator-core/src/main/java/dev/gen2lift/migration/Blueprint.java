package dev.gen2lift.migration;

import dev.gen2lift.azure.EnsuredResource;
import dev.gen2lift.azure.ManagedDiskSpec;
import dev.gen2lift.azure.ManagedDiskSpec.OsTraits;
import dev.gen2lift.azure.ManagedDiskSpec.StagedBlob;
import dev.gen2lift.azure.NetworkInterfaces;
import dev.gen2lift.azure.ResourceNames;
import dev.gen2lift.azure.VmSpec;
import dev.gen2lift.migration.OpenDisks.OpenDisk;
import dev.gen2lift.transfer.GuestState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The plan in Azure's terms, once the disks were looked into. */
record Blueprint(MigrationPlan plan, OsTraits traits, List<DiskWork> disks) {

    /**
     * An image and the disk that it becomes.
     *
     * @param guestState what goes with an OS disk for Trusted Launch
     */
    record DiskWork(OpenDisk disk, ManagedDiskSpec spec, Optional<GuestState> guestState) {}

    /**
     * @throws dev.gen2lift.disk.BadImageException where the guest state is none
     * @throws IOException where it cannot be read
     */
    static Blueprint of(MigrationPlan plan, OsTraits traits, OpenDisks open) throws IOException {
        return of(plan, traits, open, planned -> Optional.empty());
    }

    /** @param staged the blob that a disk is imported from; empty for one that is uploaded */
    static Blueprint of(
            MigrationPlan plan,
            OsTraits traits,
            OpenDisks open,
            Function<MigrationPlan.PlannedDisk, Optional<StagedBlob>> staged)
            throws IOException {
        Optional<Path> file = plan.security().guestState();
        Optional<GuestState> guestState = file.isPresent() ? Optional.of(GuestState.of(file.get())) : Optional.empty();
        List<DiskWork> work = new ArrayList<>();
        for (OpenDisk disk : open.all()) {
            boolean os = disk == open.os();
            work.add(new DiskWork(
                    disk,
                    new ManagedDiskSpec(
                            plan.resourceGroup(),
                            disk.planned().name(),
                            ResourceNames.location(plan.location()),
                            plan.sku(),
                            disk.source().size(),
                            disk.source().identity(),
                            plan.id(),
                            os ? Optional.of(traits) : Optional.empty(),
                            staged.apply(disk.planned()),
                            plan.network(),
                            plan.tags()),
                    os ? guestState : Optional.empty()));
        }
        return new Blueprint(plan, traits, List.copyOf(work));
    }

    NetworkInterfaces.Spec nic() {
        return new NetworkInterfaces.Spec(
                plan.resourceGroup(),
                plan.nicName(),
                ResourceNames.location(plan.location()),
                plan.subnetId().orElseThrow(),
                plan.vmName(),
                plan.id(),
                plan.tags());
    }

    /** @param disks in the order of {@link #disks} */
    VmSpec vm(List<EnsuredResource> disks, EnsuredResource nic) {
        return new VmSpec(
                plan.resourceGroup(),
                plan.vmName(),
                ResourceNames.location(plan.location()),
                plan.size().orElseThrow(),
                traits.type(),
                disks.get(0).id(),
                disks.stream().skip(1).map(EnsuredResource::id).toList(),
                nic.id(),
                traits.security(),
                plan.id(),
                plan.tags());
    }
}
