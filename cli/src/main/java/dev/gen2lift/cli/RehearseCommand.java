package dev.gen2lift.cli;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.Assessor;
import dev.gen2lift.assess.DiskFacts;
import dev.gen2lift.assess.SitePolicy;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.assess.rules.StandardRules;
import dev.gen2lift.azure.AzureClients;
import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.migration.Migration;
import dev.gen2lift.migration.MigrationPlan;
import dev.gen2lift.migration.MigrationResult;
import dev.gen2lift.migration.PlanException;
import dev.gen2lift.migration.RunRecorder;
import dev.gen2lift.rehearsal.RehearsalCloud;
import dev.gen2lift.report.RunReport;
import dev.gen2lift.testimages.SampleVm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rehearse}: a migration against the rehearsal cloud. */
@Command(
        name = "rehearse",
        description = {
            "Migrates a VM from end to end on this machine alone, against a stand-in for Azure.",
            "Without images: the sample VM that comes with gen2lift."
        })
final class RehearseCommand extends ConsoleCommand {

    @Mixin
    SourceImage source = new SourceImage();

    @Parameters(
            paramLabel = "IMAGE",
            arity = "0..*",
            description = "The VM's disk images; the one that shows an installed system is what it starts from.")
    List<Path> images = List.of();

    @Option(names = "--name", description = "The VM's name in the rehearsal (default: after its OS disk).")
    @Nullable
    String name;

    @Option(names = "--size", description = "The VM's size (default: Standard_D2s_v5).")
    String size = "Standard_D2s_v5";

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description =
                    "Where everything lies (default: rehearsal in GEN2LIFT_HOME); an earlier rehearsal there is replaced.")
    @Nullable
    Path folder;

    @Option(names = "--serve", description = "Keep the cloud up for other clients until interrupted; migrates nothing.")
    boolean serve;

    @Option(names = "--port", description = "The cloud's port on 127.0.0.1 (default: any free one).")
    int port;

    @Override
    public Integer call() throws PlanException, IOException, InterruptedException {
        Console console = console();
        Path home = folder == null ? Home.folder().resolve("rehearsal") : folder.toAbsolutePath();
        if (serve) {
            return RehearsalServer.run(console, home, port);
        }
        try (RehearsalFolder place = RehearsalFolder.fresh(home);
                RehearsalCloud cloud = RehearsalCloud.start(place.cloudOptions().withPort(port))) {
            return migrate(console, place, cloud);
        }
    }

    private int migrate(Console console, RehearsalFolder place, RehearsalCloud cloud)
            throws PlanException, IOException, InterruptedException {
        VmFacts vm = machine(place);
        Assessment assessment = new Assessor(StandardRules.catalogue(), SitePolicy.only(Target.GEN2)).assess(vm);
        AzureClients clients = new AzureClients(RehearsalServer.settings(cloud));
        MigrationPlan plan = plan(vm, RehearsalServer.subnet(clients));
        String title = "Rehearsal of " + vm.name();
        MigrationDisplay display = new MigrationDisplay(console);
        RunRecorder recorder = new RunRecorder(display);
        try {
            MigrationResult result = new Migration(clients).run(plan, recorder);
            RunReport report = recorder.succeeded("rehearse", title, plan, result, Optional.of(assessment));
            Path page = report.write(place.report());
            MigrationOutcome.print(console, report, result);
            if (!console.json()) {
                console.result("");
                for (MigrationResult.DiskResult disk : result.disks()) {
                    cloud.diskFile(RehearsalServer.RESOURCE_GROUP, disk.name())
                            .ifPresent(file -> console.result(disk.name() + ": " + file));
                }
                console.result("report: " + page);
            }
            return ExitCode.DONE;
        } catch (PlanException | IOException e) {
            String why = Failure.of(e, action()).message();
            console.note("report: "
                    + recorder.failed("rehearse", title, plan, why, Optional.of(assessment))
                            .write(place.report()));
            throw e;
        } finally {
            display.stop();
        }
    }

    private VmFacts machine(RehearsalFolder place) throws IOException {
        if (images.isEmpty()) {
            SampleVm sample = SampleVm.build(place.sample());
            return VmFacts.read(
                    name == null ? sample.name() : name, List.of(sample.osDisk(), sample.dataDisk()), source::inspect);
        }
        for (Path image : images) {
            // Says at once and in the usual words what is wrong with an image; a plan needs all of them.
            source.open(image).close();
        }
        VmFacts vm = VmFacts.read("vm", images, source::inspect);
        return new VmFacts(name == null ? VmName.of(osImage(vm)) : name, vm.disks(), vm.family(), vm.architecture());
    }

    private MigrationPlan plan(VmFacts vm, String subnet) {
        Path os = osImage(vm);
        MigrationPlan.Builder plan = MigrationPlan.builder(
                        vm.name(), RehearsalServer.RESOURCE_GROUP, RehearsalServer.LOCATION, os)
                .vm(size, subnet)
                .open(images.isEmpty() ? OpenOptions.DEFAULT : source.options());
        vm.disks().stream()
                .map(DiskFacts::path)
                .filter(image -> !image.equals(os))
                .forEach(plan::dataDisk);
        return plan.build();
    }

    private static Path osImage(VmFacts vm) {
        return vm.osDisk()
                .map(DiskFacts::path)
                .orElseGet(() -> vm.disks().get(0).path());
    }
}
