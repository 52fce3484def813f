package dev.gen2lift.migration;

import dev.gen2lift.azure.AzureClients;
import dev.gen2lift.azure.EnsuredResource;
import dev.gen2lift.azure.ManagedDiskSpec.OsTraits;
import dev.gen2lift.azure.ManagedDiskUpload;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.transfer.AzureRequestException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves one VM: looks into its disks, asks Azure everything that could be refused, and then brings about resource group,
 * disks, network interface and VM, in that order. Every step looks first. A run that broke off, wherever, is followed by
 * the same plan again; a plan that was carried out has nothing left to do.
 */
public final class Migration {

    private final AzureClients clients;

    public Migration(AzureClients clients) {
        this.clients = clients;
    }

    /**
     * Carries out the plan.
     *
     * @throws PlanException where the plan says too little or what cannot be; nothing was touched
     * @throws BadImageException where an image is damaged, cannot be a disk in Azure or cannot start as generation 2
     * @throws AzureRequestException where Azure or the network refuses
     * @throws InterruptedException where the thread was interrupted; the same plan again goes on
     */
    public MigrationResult run(MigrationPlan plan, MigrationListener listener)
            throws PlanException, IOException, InterruptedException {
        long began = System.nanoTime();
        PlanCheck.requireForUpload(plan);
        StepContext context = new StepContext(plan, clients, listener);
        try (OpenDisks open = OpenDisks.of(plan)) {
            OsTraits traits = context.run(new InspectOsDisk(), open);
            Blueprint blueprint = Blueprint.of(plan, traits, open);
            context.run(new CheckAzure(), blueprint);
            List<EnsuredResource> resources = new ArrayList<>();
            EnsuredResource group = context.run(new EnsureResourceGroup(), plan);
            resources.add(group);
            List<ManagedDiskUpload.Result> uploads =
                    context.run(new EnsureDisks(), new EnsureDisks.Input(blueprint, group));
            List<EnsuredResource> disks =
                    uploads.stream().map(ManagedDiskUpload.Result::disk).toList();
            resources.addAll(disks);
            if (plan.create() == MigrationPlan.Create.VM) {
                EnsuredResource nic = context.run(new EnsureNetworkInterface(), blueprint);
                resources.add(nic);
                resources.add(context.run(new EnsureVirtualMachine(), blueprint.vm(disks, nic)));
            }
            return new MigrationResult(
                    plan.id(), resources, results(plan, uploads), Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static List<MigrationResult.DiskResult> results(
            MigrationPlan plan, List<ManagedDiskUpload.Result> uploads) {
        List<MigrationResult.DiskResult> results = new ArrayList<>();
        for (int i = 0; i < uploads.size(); i++) {
            MigrationPlan.PlannedDisk disk = plan.disks().get(i);
            results.add(new MigrationResult.DiskResult(
                    disk.name(), disk.image(), uploads.get(i).upload(), Optional.empty()));
        }
        return results;
    }
}
