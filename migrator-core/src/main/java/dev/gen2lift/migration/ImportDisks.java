package dev.gen2lift.migration;

import dev.gen2lift.azure.EnsuredResource;
import dev.gen2lift.azure.ManagedDiskImport;
import dev.gen2lift.migration.Blueprint.DiskWork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Makes managed disks of the staging blobs. */
final class ImportDisks implements Step<EnsureDisks.Input, List<ImportDisks.Imported>> {

    /** A disk, and how long it took to be there. */
    record Imported(EnsuredResource disk, Duration time) {}

    @Override
    public MigrationStep kind() {
        return MigrationStep.DISKS;
    }

    @Override
    public List<Imported> ensure(EnsureDisks.Input input, StepContext context)
            throws PlanException, IOException, InterruptedException {
        ManagedDiskImport imports = new ManagedDiskImport(context.clients());
        List<Callable<Imported>> tasks = new ArrayList<>();
        for (DiskWork work : input.blueprint().disks()) {
            tasks.add(() -> {
                long began = System.nanoTime();
                EnsuredResource disk = imports.ensure(work.spec(), input.group().created());
                return new Imported(disk, Duration.ofNanos(System.nanoTime() - began));
            });
        }
        return DisksAtOnce.run(tasks);
    }

    @Override
    public String outcome(List<Imported> disks) {
        long made = disks.stream().filter(each -> each.disk().created()).count();
        return made + " imported, " + (disks.size() - made) + " found";
    }
}
