package dev.gen2lift.migration;

import dev.gen2lift.azure.ManagedDiskSpec.StagedBlob;
import dev.gen2lift.migration.MigrationPlan.PlannedDisk;
import dev.gen2lift.migration.StagedMachine.Disk;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.StagingContainer;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a plan's disks are staged, and the record of it, which is written down with every change. Safe for several threads. */
final class StagingBlobs {

    private final MigrationPlan plan;
    private final StagingContainer container;
    private final String account;
    private final StagedMachines machines;
    private final InstantSource clock;
    private final List<Disk> disks = new ArrayList<>();

    /** @param known the record of an earlier run, if any */
    StagingBlobs(
            MigrationPlan plan,
            StagingContainer container,
            String account,
            StagedMachines machines,
            Optional<StagedMachine> known,
            InstantSource clock) {
        this.plan = plan;
        this.container = container;
        this.account = account;
        this.machines = machines;
        this.clock = clock;
        known.ifPresent(machine -> disks.addAll(machine.disks()));
    }

    /** Where a disk is staged; the same for every run of the same plan with the same container. */
    PageBlobAddress of(PlannedDisk disk) {
        int lun = plan.dataDisks().indexOf(disk);
        return container.blob(plan.id() + (lun < 0 ? "-os" : "-data-" + lun) + ".vhd");
    }

    StagedBlob imported(PlannedDisk disk) {
        return new StagedBlob(of(disk).redacted(), account);
    }

    /** Writes down that all disks of the plan are, or are about to be, staged here. */
    synchronized void begin(OpenDisks open) throws IOException {
        List<Disk> now = new ArrayList<>();
        for (OpenDisks.OpenDisk each : open.all()) {
            String blob = of(each.planned()).redacted();
            now.add(disks.stream()
                    .filter(known -> known.name().equals(each.planned().name())
                            && known.blob().equals(blob))
                    .findFirst()
                    .orElseGet(() -> disk(each, Optional.empty())));
        }
        disks.clear();
        disks.addAll(now);
        save();
    }

    /** Writes down that the blob holds the image as it is now. */
    synchronized void complete(OpenDisks.OpenDisk open) throws IOException {
        disks.replaceAll(known -> known.name().equals(open.planned().name())
                ? disk(open, Optional.of(clock.instant().truncatedTo(ChronoUnit.SECONDS)))
                : known);
        save();
    }

    private Disk disk(OpenDisks.OpenDisk open, Optional<Instant> complete) {
        return new Disk(
                open.planned().name(),
                of(open.planned()).redacted(),
                open.planned().image().toString(),
                open.source().identity(),
                open.source().size(),
                complete);
    }

    private void save() throws IOException {
        machines.save(new StagedMachine(
                StagedMachine.SCHEMA,
                plan.id(),
                plan.vmName(),
                plan.resourceGroup(),
                plan.location(),
                container.redacted(),
                account,
                List.copyOf(disks)));
    }
}
