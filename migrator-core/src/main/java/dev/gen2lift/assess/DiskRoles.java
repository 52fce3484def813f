package dev.gen2lift.assess;

import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.volume.Partition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells which disk of a machine it starts from, by its settings where they say, else by what lies on the disks. */
public final class DiskRoles {

    private DiskRoles() {}

    static List<DiskFacts> assign(Map<Path, DiskReading> readings, Optional<BootDisk> bySettings) {
        if (bySettings.isPresent()) {
            return assign(readings, bySettings.get());
        }
        boolean alone = readings.size() == 1;
        Optional<Path> os = alone ? Optional.empty() : startsFrom(readings);
        boolean allRead = readings.values().stream().allMatch(DiskReading.Inspected.class::isInstance);
        List<DiskFacts> disks = new ArrayList<>();
        readings.forEach((path, reading) ->
                disks.add(new DiskFacts(path, alone ? onlyDisk() : role(path, reading, os, allRead), reading)));
        return disks;
    }

    private static List<DiskFacts> assign(Map<Path, DiskReading> readings, BootDisk os) {
        List<DiskFacts> disks = new ArrayList<>();
        readings.forEach((path, reading) -> {
            Fact<DiskRole> role = path.equals(os.image())
                    ? Fact.known(DiskRole.OS, os.why())
                    : Fact.known(DiskRole.DATA, "the machine starts from " + os.image());
            disks.add(new DiskFacts(path, role, reading));
        });
        return disks;
    }

    private static Fact<DiskRole> onlyDisk() {
        return Fact.known(DiskRole.OS, "the machine's only disk");
    }

    private static Fact<DiskRole> role(Path path, DiskReading reading, Optional<Path> os, boolean allRead) {
        if (os.isPresent()) {
            return os.get().equals(path)
                    ? Fact.known(DiskRole.OS, bootSign(reading).orElse("named so"))
                    : Fact.known(DiskRole.DATA, "the machine starts from " + os.get());
        }
        return allRead || reading instanceof DiskReading.Inspected
                ? Fact.known(DiskRole.DATA, "nothing on it starts a machine")
                : Fact.unknown("the disk could not be read");
    }

    /** The first disk with the strongest sign: an ESP with a loader, then an ESP, then BIOS boot code, then a system. */
    private static Optional<Path> startsFrom(Map<Path, DiskReading> readings) {
        Path best = null;
        int bestScore = 0;
        for (Map.Entry<Path, DiskReading> entry : readings.entrySet()) {
            int score = score(entry.getValue());
            if (score > bestScore) {
                best = entry.getKey();
                bestScore = score;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int score(DiskReading reading) {
        if (!(reading instanceof DiskReading.Inspected inspected)) {
            return 0;
        }
        DiskInspection disk = inspected.inspection();
        // a family alone may come from a data disk's file systems; a product was read from an installed system
        int guest = disk.guest().product().isPresent() ? 1 : 0;
        if (disk.boot().uefi()) {
            return 6 + guest;
        }
        if (hasEsp(disk)) {
            return 4 + guest;
        }
        return (disk.boot().bios() ? 2 : 0) + guest;
    }

    /** Why a disk is taken for one that a machine starts from; empty where nothing says so. */
    public static Optional<String> bootSign(DiskReading reading) {
        if (!(reading instanceof DiskReading.Inspected inspected) || score(reading) == 0) {
            return Optional.empty();
        }
        DiskInspection disk = inspected.inspection();
        if (disk.boot().uefi()) {
            return Optional.of("an EFI system partition with a boot loader");
        }
        if (hasEsp(disk)) {
            return Optional.of("an EFI system partition");
        }
        return Optional.of(disk.boot().bios() ? "BIOS boot code" : "an installed operating system");
    }

    private static boolean hasEsp(DiskInspection disk) {
        return disk.partitionTable().partitions().stream()
                .anyMatch(partition -> partition.type().equals(Partition.EFI_SYSTEM));
    }
}
