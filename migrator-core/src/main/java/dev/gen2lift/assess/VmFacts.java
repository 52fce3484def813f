package dev.gen2lift.assess;

import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.LocatedMachine;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that rules may see of a virtual machine.
 *
 * @param name as the user or the inventory gives it; hostile text, escape it
 * @param disks in the order of their controllers' locations
 * @param family the guest's family of operating systems
 * @param architecture the processor architecture that the guest is made for
 * @param configuration the machine as Hyper-V describes it; empty where only its disks were given
 */
public record VmFacts(
        String name,
        List<DiskFacts> disks,
        Fact<GuestFacts.Family> family,
        Fact<Architecture> architecture,
        Optional<HyperVMachine> configuration) {

    public VmFacts {
        disks = List.copyOf(disks);
    }

    /** A machine that no inventory describes. */
    public VmFacts(
            String name, List<DiskFacts> disks, Fact<GuestFacts.Family> family, Fact<Architecture> architecture) {
        this(name, disks, family, architecture, Optional.empty());
    }

    /** The same as an inventory describes it. */
    public VmFacts withConfiguration(HyperVMachine machine) {
        return new VmFacts(name, disks, family, architecture, Optional.of(machine));
    }

    /** Looks into every image; those that cannot be read become part of the facts. */
    public static VmFacts read(String name, List<Path> images, ImageInspector inspector) {
        Map<Path, DiskReading> readings = new LinkedHashMap<>();
        images.forEach(image -> readings.put(image, DiskReading.of(image, List.of(), inspector)));
        return of(name, together(readings, inspector));
    }

    /**
     * Looks once more, with the machine's other disks at hand, into those that are part of a volume group: logical
     * volumes may reach onto several disks.
     */
    static Map<Path, DiskReading> together(Map<Path, DiskReading> readings, ImageInspector inspector) {
        Map<Path, DiskReading> together = new LinkedHashMap<>(readings);
        if (readings.size() > 1) {
            together.replaceAll((image, reading) -> {
                List<Path> others = readings.keySet().stream()
                        .filter(other -> !other.equals(image))
                        .toList();
                return isPartOfGroup(reading) ? DiskReading.of(image, others, inspector) : reading;
            });
        }
        return together;
    }

    private static boolean isPartOfGroup(DiskReading reading) {
        return reading instanceof DiskReading.Inspected inspected
                && inspected.inspection().isPartOfVolumeGroup();
    }

    /**
     * Works out the disks' roles and the guest from what was read.
     *
     * @param readings each image and how reading it went, in the order of the machine's controllers
     */
    public static VmFacts of(String name, Map<Path, DiskReading> readings) {
        List<DiskFacts> disks = DiskRoles.assign(readings, Optional.empty());
        Optional<DiskFacts> os = osDiskOf(disks);
        return new VmFacts(name, disks, GuestSigns.family(os), GuestSigns.architecture(os));
    }

    /**
     * A machine that an inventory describes. Which disk it starts from is taken from its settings where these tell, else
     * from what lies on the disks.
     *
     * @param readings one for each image of the machine's disks, in their order
     */
    public static VmFacts of(LocatedMachine machine, Map<Path, DiskReading> readings) {
        List<DiskFacts> disks = DiskRoles.assign(readings, BootDisk.of(machine, readings));
        Optional<DiskFacts> os = osDiskOf(disks);
        HyperVMachine settings = machine.machine();
        String name = settings.name().isBlank() ? settings.origin() : settings.name();
        return new VmFacts(name, disks, GuestSigns.family(os), GuestSigns.architecture(os), Optional.of(settings));
    }

    /** The disk that the machine starts from. */
    public Optional<DiskFacts> osDisk() {
        return osDiskOf(disks);
    }

    private static Optional<DiskFacts> osDiskOf(List<DiskFacts> disks) {
        return disks.stream().filter(disk -> disk.role().is(DiskRole.OS)).findFirst();
    }
}
