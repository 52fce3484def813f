package dev.gen2lift.cli;

import dev.gen2lift.assess.FleetReader;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.DiskCount;
import dev.gen2lift.inventory.Inventory;
import dev.gen2lift.inventory.LocatedMachine;
import dev.gen2lift.inventory.Problem;
import dev.gen2lift.inventory.document.InventoryFile;
import dev.gen2lift.inventory.folder.ExportFolder;
import dev.gen2lift.inventory.folder.ImageFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The machines that a command is given: images, folders of them, exports of Hyper-V, inventories. */
final class MachineSources {

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "VHDX, VHD or raw disk images, or folders: exported VMs, or disk images alone.")
    List<Path> paths = List.of();

    @Option(names = "--vm", paramLabel = "NAME", description = "All images are the disks of one machine of this name.")
    @Nullable
    String vm;

    @Option(
            names = "--inventory",
            paramLabel = "FILE",
            description =
                    "VMs as discover, PowerShell (docs/discovering.md) or an Azure Migrate import file describe them;"
                            + " may be given several times.")
    List<Path> inventories = List.of();

    @Option(
            names = "--disks",
            paramLabel = "DIR",
            description = "Where the images of an inventory's VMs lie now; may be given several times.")
    List<Path> diskFolders = List.of();

    @Mixin
    HostDisks hostDisks = new HostDisks();

    /** Looks into all disks; what cannot be read becomes a warning or part of the facts, and stops nothing else. */
    List<VmFacts> read(Console console, SourceImage source) throws IOException, InterruptedException {
        List<Path> images = new ArrayList<>();
        List<Path> loose = new ArrayList<>();
        List<LocatedMachine> machines = new ArrayList<>(inventoried(console));
        if (paths.isEmpty() && inventories.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "USAGE", "neither PATH nor --inventory is given", "");
        }
        for (Path path : paths) {
            if (Files.notExists(path)) {
                throw new CommandFailure(ExitCode.BAD_INPUT, "NOT_FOUND", "no such file (" + path + ")", "");
            }
            if (Files.isDirectory(path) && vm == null) {
                ExportFolder folder = ExportFolder.read(path);
                warn(console, folder.problems());
                machines.addAll(folder.machines());
                loose.addAll(folder.loose());
                if (folder.machines().isEmpty() && folder.loose().isEmpty()) {
                    throw new CommandFailure(
                            ExitCode.BAD_INPUT,
                            "NO_MACHINES",
                            "neither exported VMs nor disk images (" + path + ")",
                            "");
                }
            } else if (Files.isDirectory(path)) {
                throw new CommandFailure(
                        ExitCode.BAD_INPUT,
                        "NOT_A_FILE",
                        "a folder, not a disk image (" + path + ")",
                        "--vm takes images: " + path.resolve("*.vhdx"));
            } else {
                images.add(path);
            }
        }
        try (DiskCount progress = console.count("assess");
                HostDisks hosts = hostDisks;
                FleetReader reader = new FleetReader(
                        (image, others) -> hosts.inspect(image, others, source), threads(), listener(progress))) {
            List<VmFacts> facts = new ArrayList<>(reader.machines(machines));
            facts.addAll(reader.folders(loose));
            if (vm == null) {
                facts.addAll(reader.images(images));
            } else if (!images.isEmpty()) {
                facts.add(reader.machine(vm, images));
            }
            return facts;
        }
    }

    private List<LocatedMachine> inventoried(Console console) throws IOException {
        List<LocatedMachine> machines = new ArrayList<>();
        ImageFinder finder = ImageFinder.in(diskFolders, true);
        for (Path file : inventories) {
            if (Files.notExists(file)) {
                throw new CommandFailure(ExitCode.BAD_INPUT, "NOT_FOUND", "no such file (" + file + ")", "");
            }
            Inventory inventory = InventoryFile.read(file);
            warn(console, inventory.problems());
            inventory.machines().forEach(machine -> machines.add(hostDisks.locate(finder.locate(machine))));
        }
        return machines;
    }

    private static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    static void warn(Console console, List<Problem> problems) {
        problems.forEach(problem -> console.warn(problem.reason() + " (" + problem.where() + ")"));
    }

    private static FleetReader.Listener listener(DiskCount progress) {
        return new FleetReader.Listener() {
            @Override
            public void planned(int disks) {
                progress.planned(disks);
            }

            @Override
            public void read(Path image) {
                progress.done();
            }
        };
    }
}
