package dev.gen2lift.cli;

import dev.gen2lift.azure.AzureClients;
import dev.gen2lift.azure.OsType;
import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.migration.Migration;
import dev.gen2lift.migration.MigrationPlan;
import dev.gen2lift.migration.MigrationResult;
import dev.gen2lift.migration.PlanException;
import dev.gen2lift.migration.RunRecorder;
import dev.gen2lift.migration.TwoPhaseMigration;
import dev.gen2lift.report.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code migrate}: one VM's disks to managed disks to a Generation 2 VM. */
@Command(
        name = "migrate",
        description = "Moves one VM: its disks to managed disks, and a Generation 2 VM over them.",
        footer = {
            "",
            "Stopped or failed? The same command again does what is left, and nothing twice.",
            "Short of time? --prepare while the VM runs, --cutover once it is shut down."
        })
final class MigrateCommand extends ConsoleCommand {

    @Mixin
    SourceImage source = new SourceImage();

    @Mixin
    AzureOptions azure = new AzureOptions();

    @Mixin
    TransferOptions transfer = new TransferOptions();

    @Mixin
    SecurityOptions security = new SecurityOptions();

    @Mixin
    DiskNetworkOptions network = new DiskNetworkOptions();

    @Mixin
    PhaseOptions phase = new PhaseOptions();

    @Option(names = "--name", required = true, description = "The VM's name in Azure; its disks are named after it.")
    String name = "";

    @Option(names = "--resource-group", required = true, description = "Made where it does not exist.")
    String resourceGroup = "";

    @Option(names = "--location", required = true, description = "Azure's region, as westeurope.")
    String location = "";

    @Option(
            names = "--os-disk",
            paramLabel = "IMAGE",
            required = true,
            description = "The image that the VM starts from.")
    Path osDisk = Path.of("");

    @Option(
            names = "--data-disk",
            paramLabel = "IMAGE",
            description = "A further disk; several times for several, in the order of their LUNs.")
    List<Path> dataDisks = List.of();

    @Option(names = "--create", paramLabel = "disk|vm", description = "How far to go (default: vm).")
    MigrationPlan.Create create = MigrationPlan.Create.VM;

    @Option(names = "--subnet", paramLabel = "ID", description = "Resource id of the VM's subnet; needed for a VM.")
    @Nullable
    String subnet;

    @Option(names = "--size", paramLabel = "SIZE", description = "As Standard_D2s_v5; needed for a VM.")
    @Nullable
    String size;

    @Option(names = "--disk-sku", paramLabel = "SKU", description = "Of the managed disks (default: StandardSSD_LRS).")
    @Nullable
    String sku;

    @Option(
            names = "--os-type",
            paramLabel = "windows|linux",
            description = "The guest's system, where the disk does not tell.")
    @Nullable
    OsType osType;

    @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "Put on everything that is created.")
    Map<String, String> tags = Map.of();

    @Option(names = "--report", paramLabel = "DIR", description = "Write index.html and report.json here.")
    @Nullable
    Path report;

    @Override
    public Integer call() throws PlanException, IOException, InterruptedException {
        Console console = console();
        boolean twoPhases = phase.wanted();
        MigrationPlan plan = plan();
        MigrationDisplay display = new MigrationDisplay(console);
        RunRecorder recorder = new RunRecorder(display);
        try {
            AzureClients clients = new AzureClients(azure.settings());
            MigrationResult result =
                    twoPhases ? runPhase(clients, plan, recorder) : new Migration(clients).run(plan, recorder);
            RunReport done = recorder.succeeded("migrate", title(), plan, result, Optional.empty());
            write(console, done);
            MigrationOutcome.print(console, done, result);
            return ExitCode.DONE;
        } catch (PlanException | IOException e) {
            write(
                    console,
                    recorder.failed(
                            "migrate", title(), plan, Failure.of(e, action()).message(), Optional.empty()));
            throw e;
        } finally {
            display.stop();
        }
    }

    private MigrationResult runPhase(AzureClients clients, MigrationPlan plan, RunRecorder recorder)
            throws PlanException, IOException, InterruptedException {
        TwoPhaseMigration migration = new TwoPhaseMigration(clients, Home.staged());
        return phase.prepare
                ? migration.prepare(plan, phase.place(), phase.force, recorder)
                : migration.cutover(plan, phase.container(), phase.remove, recorder);
    }

    private String title() {
        return (phase.prepare ? "Preparation of " : phase.cutover ? "Cutover of " : "Migration of ") + name;
    }

    private MigrationPlan plan() {
        MigrationPlan.Builder plan = MigrationPlan.builder(name, resourceGroup, location, osDisk)
                .create(create)
                .upload(transfer.upload())
                .open(source.options());
        dataDisks.forEach(plan::dataDisk);
        tags.forEach(plan::tag);
        Optional.ofNullable(subnet).ifPresent(plan::subnet);
        Optional.ofNullable(size).ifPresent(plan::size);
        Optional.ofNullable(sku).ifPresent(plan::sku);
        Optional.ofNullable(osType).ifPresent(plan::osType);
        plan.security(security.security());
        network.network().ifPresent(plan::network);
        return plan.build();
    }

    private void write(Console console, RunReport run) throws IOException {
        if (report != null) {
            console.note("report: " + run.write(report).toAbsolutePath());
        }
    }
}
