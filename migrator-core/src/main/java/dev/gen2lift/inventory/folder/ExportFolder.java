package dev.gen2lift.inventory.folder;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.inventory.AttachedDisk;
import dev.gen2lift.inventory.Availability;
import dev.gen2lift.inventory.Checkpoint;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.Inventory;
import dev.gen2lift.inventory.LocatedDisk;
import dev.gen2lift.inventory.LocatedMachine;
import dev.gen2lift.inventory.PowerState;
import dev.gen2lift.inventory.Problem;
import dev.gen2lift.inventory.Replication;
import dev.gen2lift.inventory.configuration.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Machines that Hyper-V exported, however deep below a folder: configurations in {@code Virtual Machines}, checkpoints in
 * {@code Snapshots}, images in {@code Virtual Hard Disks} or elsewhere near.
 *
 * @param machines in the order of their configurations' paths
 * @param loose disk images outside of the folder of every machine whose configuration could be read, in the order of
 *     their paths
 * @param problems files that could not be read
 */
public record ExportFolder(List<LocatedMachine> machines, List<Path> loose, List<Problem> problems) {

    public ExportFolder {
        machines = List.copyOf(machines);
        loose = List.copyOf(loose);
        problems = List.copyOf(problems);
    }

    /**
     * Reads every configuration below {@code folder}; one that cannot be read becomes a problem and spoils nothing.
     *
     * @throws IOException where the folder cannot be listed
     */
    public static ExportFolder read(Path folder) throws IOException {
        FolderFiles files = FolderFiles.in(folder);
        List<Problem> problems = new ArrayList<>();
        files.unread().forEach(path -> problems.add(new Problem(path, "the folder cannot be read")));
        ImageFinder finder = ImageFinder.of(files.images());
        List<LocatedMachine> machines = new ArrayList<>();
        Set<Path> homes = new HashSet<>();
        for (Path file : files.configurations()) {
            Optional<LocatedMachine> machine = read(file, problems)
                    .map(settings -> atRest(withCheckpoints(settings, file, files, problems)))
                    .map(settings -> finder.locate(settings, home(file)));
            machine.ifPresent(machines::add);
            if (machine.isPresent()) {
                home(file).ifPresent(homes::add);
            }
        }
        Set<Path> taken = taken(machines);
        List<Path> loose = files.images().stream()
                .filter(image -> !taken.contains(image) && homes.stream().noneMatch(image::startsWith))
                .toList();
        return new ExportFolder(machines, loose, problems);
    }

    /** The machines as an inventory. */
    public Inventory inventory() {
        return new Inventory(machines.stream().map(LocatedMachine::machine).toList(), problems);
    }

    private static Set<Path> taken(List<LocatedMachine> machines) {
        Set<Path> taken = new HashSet<>();
        machines.stream()
                .flatMap(machine -> machine.disks().stream())
                .filter(disk -> disk.missing().isEmpty())
                .map(LocatedDisk::image)
                .forEach(taken::add);
        return taken;
    }

    private static Optional<HyperVMachine> read(Path file, List<Problem> problems) {
        try {
            return Optional.of(ConfigurationFile.read(file));
        } catch (BadImageException e) {
            problems.add(
                    new Problem(file.toString(), e.reason() + " (" + e.structure() + ", at byte " + e.offset() + ")"));
        } catch (IOException e) {
            problems.add(new Problem(file.toString(), "it cannot be read: " + e.getMessage()));
        }
        return Optional.empty();
    }

    /** The folder of one machine's export: the one around that of its configuration. */
    private static Optional<Path> home(Path configuration) {
        return Optional.ofNullable(configuration.getParent()).map(Path::getParent);
    }

    /** What holds of every copy: it does not run, but for a saved state, and no other copy is kept of it. */
    private static HyperVMachine atRest(HyperVMachine machine) {
        HyperVMachine.Builder copy = machine.toBuilder()
                .availability(new Availability(
                        Fact.known(Replication.NONE, "an exported copy is not replicated"),
                        machine.availability().clustered()));
        return machine.state().is(PowerState.SAVED)
                ? copy.build()
                : copy.state(Fact.known(PowerState.OFF, "an exported copy does not run"))
                        .build();
    }

    /** Several machines may keep their checkpoints in one folder: where a configuration names its own, only those are its. */
    private static HyperVMachine withCheckpoints(
            HyperVMachine machine, Path configuration, FolderFiles files, List<Problem> problems) {
        Optional<List<Checkpoint>> named = machine.checkpoints().asOptional();
        Set<Optional<UUID>> ids = new HashSet<>();
        named.orElse(List.of()).forEach(checkpoint -> ids.add(checkpoint.id()));
        Optional<Path> home = home(configuration);
        List<Checkpoint> found = new ArrayList<>();
        for (Path file : files.checkpoints()) {
            Optional<UUID> id = Optional.of(id(file));
            if (home.equals(home(file)) && (named.isEmpty() || ids.remove(id))) {
                read(file, problems).map(saved -> checkpoint(saved, file)).ifPresent(found::add);
            }
        }
        named.orElse(List.of()).stream()
                .filter(checkpoint -> ids.contains(checkpoint.id()))
                .forEach(found::add);
        return found.isEmpty()
                ? machine
                : machine.toBuilder()
                        .checkpoints(Fact.known(found, "the export"))
                        .build();
    }

    private static UUID id(Path configuration) {
        return UUID.fromString(configuration.getFileName().toString().substring(0, 36));
    }

    private static Checkpoint checkpoint(HyperVMachine saved, Path file) {
        String silent = "the configuration does not say";
        Fact<List<String>> disks = saved.disks()
                .asOptional()
                .map(list -> Fact.known(
                        list.stream()
                                .map(AttachedDisk::path)
                                .flatMap(path -> path.asOptional().stream())
                                .toList(),
                        "the checkpoint's configuration"))
                .orElseGet(() -> Fact.unknown(silent));
        return new Checkpoint(saved.name(), Optional.of(id(file)), Optional.empty(), Fact.unknown(silent), disks);
    }
}
