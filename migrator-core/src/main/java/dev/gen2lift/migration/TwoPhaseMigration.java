package dev.gen2lift.migration;

import dev.gen2lift.azure.AzureClients;
import dev.gen2lift.azure.EnsuredResource;
import dev.gen2lift.azure.ManagedDiskSpec.OsTraits;
import dev.gen2lift.azure.ResourceNames;
import dev.gen2lift.azure.StorageAccounts;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.migration.MigrationPlan.PlannedDisk;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.StagingContainer;
import dev.gen2lift.transfer.UploadResult;
import dev.gen2lift.transfer.UploadSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves one VM in two phases, so that it is down only for what changed. {@link #prepare} sends its disks into page blobs
 * while it runs, as often as one likes; {@link #cutover}, once it is shut down, sends what changed since, makes managed disks
 * of the blobs, and the VM. Each looks first and goes on where it, or an earlier run, broke off.
 */
public final class TwoPhaseMigration {

    private static final String BLOB = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";

    private final AzureClients clients;
    private final StagedMachines machines;

    /** @param records folder of the documents that say what was prepared */
    public TwoPhaseMigration(AzureClients clients, Path records) {
        this.clients = clients;
        this.machines = new StagedMachines(records);
    }

    /**
     * Where a VM's disks are staged.
     *
     * @param account resource id of the container's storage account; where absent it is looked for in the subscription
     */
    public record Staging(StagingContainer container, Optional<String> account) {}

    /**
     * Brings the blobs to the state that the images have now. Makes nothing else.
     *
     * @param anew whether a disk may be sent as a whole again where it is not known what changed
     * @throws PlanException where the plan says too little or what cannot be; nothing was touched
     * @throws BadImageException where an image is damaged, cannot be a disk in Azure or cannot start as generation 2
     * @throws AzureRequestException where Azure or the network refuses
     */
    public MigrationResult prepare(MigrationPlan plan, Staging staging, boolean anew, MigrationListener listener)
            throws PlanException, IOException, InterruptedException {
        long began = System.nanoTime();
        PlanCheck.requireForImport(plan);
        StepContext context = new StepContext(plan, clients, listener);
        try (OpenDisks open = OpenDisks.of(plan, UploadSource.SIZE_MULTIPLE)) {
            LiveImages.warnBeforePreparing(open, plan.open(), listener);
            StagingBlobs blobs = blobs(plan, staging.container(), account(plan, staging), machines.find(plan.id()));
            Blueprint blueprint = look(context, open, blobs);
            blobs.begin(open);
            StageDisks.Phase phase = anew ? StageDisks.Phase.PREPARE_ANEW : StageDisks.Phase.PREPARE;
            List<UploadResult> uploads = context.run(new StageDisks(blobs, phase), blueprint);
            List<EnsuredResource> resources = new ArrayList<>();
            List<MigrationResult.DiskResult> results = new ArrayList<>();
            for (int i = 0; i < uploads.size(); i++) {
                PlannedDisk disk = plan.disks().get(i);
                String url = blobs.of(disk).redacted();
                String name = url.substring(url.lastIndexOf('/') + 1);
                resources.add(
                        new EnsuredResource(BLOB, name, url, !uploads.get(i).found()));
                results.add(result(disk, uploads.get(i), blobs, Optional.empty()));
            }
            return new MigrationResult(plan.id(), resources, results, since(began));
        }
    }

    /**
     * Sends what changed since the preparation, and brings about disks, network interface and VM. The VM must be shut down.
     *
     * @param container with a SAS where nobody is signed in who may write to it; else the one that was prepared is known
     * @param removeStaging whether to delete the blobs when everything is there
     * @throws PlanException where nothing was prepared, or the plan cannot be carried out; nothing was touched
     * @throws BadImageException where an image is damaged, cannot be a disk in Azure or cannot start as generation 2
     * @throws AzureRequestException where Azure or the network refuses, or nobody knows what changed
     */
    public MigrationResult cutover(
            MigrationPlan plan, Optional<StagingContainer> container, boolean removeStaging, MigrationListener listener)
            throws PlanException, IOException, InterruptedException {
        long began = System.nanoTime();
        PlanCheck.requireForImport(plan);
        StagedMachine known = prepared(plan);
        StagingContainer place = place(known, container);
        StepContext context = new StepContext(plan, clients, listener);
        try (OpenDisks open = OpenDisks.of(plan, UploadSource.SIZE_MULTIPLE)) {
            requireNewest(plan);
            LiveImages.warn(open, listener);
            StagingBlobs blobs = blobs(plan, place, known.account(), Optional.of(known));
            Blueprint blueprint = look(context, open, blobs);
            List<UploadResult> uploads = context.run(new StageDisks(blobs, StageDisks.Phase.CUTOVER), blueprint);
            List<EnsuredResource> resources = new ArrayList<>();
            EnsuredResource group = context.run(new EnsureResourceGroup(), plan);
            resources.add(group);
            List<ImportDisks.Imported> disks = context.run(new ImportDisks(), new EnsureDisks.Input(blueprint, group));
            List<EnsuredResource> ensured =
                    disks.stream().map(ImportDisks.Imported::disk).toList();
            resources.addAll(ensured);
            if (plan.create() == MigrationPlan.Create.VM) {
                EnsuredResource nic = context.run(new EnsureNetworkInterface(), blueprint);
                resources.add(nic);
                resources.add(context.run(new EnsureVirtualMachine(), blueprint.vm(ensured, nic)));
            }
            if (removeStaging) {
                context.run(new RemoveStaging(blobs), plan.disks());
            }
            List<MigrationResult.DiskResult> results = new ArrayList<>();
            for (int i = 0; i < uploads.size(); i++) {
                results.add(result(
                        plan.disks().get(i),
                        uploads.get(i),
                        blobs,
                        Optional.of(disks.get(i).time())));
            }
            return new MigrationResult(plan.id(), resources, results, since(began));
        }
    }

    /** Everything that Azure could refuse in the window is asked in both phases. */
    private static Blueprint look(StepContext context, OpenDisks open, StagingBlobs blobs)
            throws PlanException, IOException, InterruptedException {
        OsTraits traits = context.run(new InspectOsDisk(), open);
        Blueprint blueprint = Blueprint.of(context.plan(), traits, open, disk -> Optional.of(blobs.imported(disk)));
        context.run(new CheckAzure(), blueprint);
        return blueprint;
    }

    private StagingBlobs blobs(
            MigrationPlan plan, StagingContainer container, String account, Optional<StagedMachine> known) {
        return new StagingBlobs(plan, container, account, machines, known, InstantSource.system());
    }

    private String account(MigrationPlan plan, Staging staging) throws PlanException, IOException {
        String name = staging.container().account();
        Optional<String> given = staging.account();
        if (given.isPresent()
                && !StorageAccounts.nameIn(given.get())
                        .map(name::equalsIgnoreCase)
                        .orElse(false)) {
            throw new PlanException(
                    "staging",
                    "not the resource id of the storage account " + name + ": " + given.get(),
                    "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Storage/storageAccounts/" + name);
        }
        Optional<StorageAccounts.Account> found = new StorageAccounts(clients).find(name);
        String location = ResourceNames.location(plan.location());
        if (found.isPresent() && !found.get().location().equals(location)) {
            throw new PlanException(
                    "staging",
                    "the storage account " + name + " is in " + found.get().location() + ", but the disks go to "
                            + location,
                    "a disk is imported from a blob of its own region; use an account in " + location);
        }
        return given.or(() -> found.map(StorageAccounts.Account::id))
                .orElseThrow(() -> new PlanException(
                        "staging",
                        "the storage account " + name + " is not to be seen in the subscription",
                        "name it with --staging-account, its resource id"));
    }

    private StagedMachine prepared(MigrationPlan plan) throws PlanException, IOException {
        String hint =
                "run the same command with --prepare instead of --cutover first; what was prepared is known to the"
                        + " GEN2LIFT_HOME that it was prepared with";
        StagedMachine known = machines.find(plan.id())
                .orElseThrow(() -> new PlanException("staging", plan.vmName() + " has not been prepared", hint));
        if (known.disks().size() != plan.disks().size()) {
            throw new PlanException(
                    "dataDisks",
                    "prepared with " + known.disks().size() + " disks, not "
                            + plan.disks().size(),
                    hint);
        }
        for (PlannedDisk disk : plan.disks()) {
            if (known.disk(disk.name()).isEmpty()) {
                throw new PlanException("dataDisks", "the disk " + disk.name() + " has not been prepared", hint);
            }
        }
        return known;
    }

    private static StagingContainer place(StagedMachine known, Optional<StagingContainer> given) throws PlanException {
        if (given.isEmpty()) {
            return StagingContainer.parse(known.container());
        }
        if (!given.get().redacted().equals(known.container())) {
            throw new PlanException(
                    "staging",
                    "prepared in " + known.container() + ", not in "
                            + given.get().redacted(),
                    "give that container, with a new SAS where the old one has expired");
        }
        return given.get();
    }

    /** A parent sent for its child would be a disk without all that was written since the checkpoint. */
    private static void requireNewest(MigrationPlan plan) throws PlanException, IOException {
        for (PlannedDisk disk : plan.disks()) {
            Optional<Path> newer = NewerImages.above(disk.image(), plan.open());
            if (newer.isPresent()) {
                throw new PlanException(
                        "osDisk",
                        "what the VM wrote last is not in " + disk.image() + " but in a checkpoint's image above it: "
                                + newer.get(),
                        "give that image instead; its parents are found from it");
            }
        }
    }

    private static MigrationResult.DiskResult result(
            PlannedDisk disk, UploadResult upload, StagingBlobs blobs, Optional<Duration> importing) {
        return new MigrationResult.DiskResult(
                disk.name(),
                disk.image(),
                upload,
                Optional.of(new MigrationResult.Staged(blobs.of(disk).redacted(), importing)));
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
