package dev.gen2lift.assess;

import dev.gen2lift.guest.Generation;
import dev.gen2lift.inventory.BootEntry;
import dev.gen2lift.inventory.DriveLocation;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.LocatedDisk;
import dev.gen2lift.inventory.LocatedMachine;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The disk that a machine's own settings say it starts from.
 *
 * @param why as a short clause
 */
record BootDisk(Path image, String why) {

    /**
     * Of a Generation 2 machine the first disk in its boot order; of a Generation 1 machine, whose BIOS knows no other
     * bus, the first IDE disk. A disk that was read and shows nothing to start from is passed over: firmware would go on
     * to the next as well.
     */
    static Optional<BootDisk> of(LocatedMachine machine, Map<Path, DiskReading> readings) {
        HyperVMachine settings = machine.machine();
        if (settings.generation().is(Generation.V1)) {
            return machine.disks().stream()
                    .filter(disk ->
                            bus(disk).filter(DriveLocation.Bus.IDE::equals).isPresent())
                    .sorted(Comparator.comparing(
                            disk -> disk.disk().at().asOptional().orElseThrow()))
                    .filter(disk -> mayStart(disk, readings))
                    .findFirst()
                    .map(disk -> new BootDisk(disk.image(), "the first IDE disk, where the BIOS looks"));
        }
        List<BootEntry> order = settings.firmware().bootOrder().asOptional().orElse(List.of());
        return order.stream()
                .filter(entry -> entry.kind() == BootEntry.Kind.DISK)
                .flatMap(entry -> entry.at().stream())
                .flatMap(at ->
                        machine.disks().stream().filter(disk -> disk.disk().at().is(at)))
                .filter(disk -> mayStart(disk, readings))
                .findFirst()
                .map(disk -> new BootDisk(disk.image(), "the first disk in the machine's boot order"));
    }

    private static Optional<DriveLocation.Bus> bus(LocatedDisk disk) {
        return disk.disk().at().asOptional().map(DriveLocation::bus);
    }

    private static boolean mayStart(LocatedDisk disk, Map<Path, DiskReading> readings) {
        DiskReading reading = readings.get(disk.image());
        return !(reading instanceof DiskReading.Inspected)
                || DiskRoles.bootSign(reading).isPresent();
    }
}
