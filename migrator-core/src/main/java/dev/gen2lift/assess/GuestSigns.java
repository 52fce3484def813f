package dev.gen2lift.assess;

import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.BootLoader;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.VolumeFacts;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTypes;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the OS disk tells of its guest where the guest itself was not, or not fully, read. */
final class GuestSigns {

    private static final Set<String> LINUX_FILE_SYSTEMS =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "lvm2", "luks");
    private static final Set<String> WINDOWS_FILE_SYSTEMS = Set.of("ntfs", "refs", "bitlocker");
    private static final Set<String> WINDOWS_TYPES =
            Set.of(PartitionTypes.MICROSOFT_RESERVED, PartitionTypes.WINDOWS_RECOVERY, PartitionTypes.LDM_METADATA);

    private GuestSigns() {}

    static Fact<GuestFacts.Family> family(Optional<DiskFacts> os) {
        Optional<DiskInspection> seen = os.flatMap(DiskFacts::inspection);
        if (seen.isEmpty()) {
            return Fact.unknown("no OS disk could be read");
        }
        DiskInspection disk = seen.get();
        if (disk.guest().family() != GuestFacts.Family.UNKNOWN) {
            return Fact.known(disk.guest().family(), "the installed system");
        }
        Map<GuestFacts.Family, String> signs = new EnumMap<>(GuestFacts.Family.class);
        disk.boot().loaders().forEach(loader -> addSign(signs, loader));
        disk.volumes().forEach(volume -> addSign(signs, volume));
        disk.partitionTable().partitions().forEach(partition -> addSign(signs, partition));
        if (signs.size() == 1) {
            Map.Entry<GuestFacts.Family, String> sign =
                    signs.entrySet().iterator().next();
            return Fact.known(sign.getKey(), sign.getValue());
        }
        return Fact.unknown(
                signs.isEmpty()
                        ? "neither file systems nor boot loaders tell the operating system"
                        : "signs of more than one operating system: " + String.join("; ", signs.values()));
    }

    private static void addSign(Map<GuestFacts.Family, String> signs, BootLoader loader) {
        String path = loader.path().toLowerCase(Locale.ROOT);
        if (path.startsWith("efi/microsoft/")) {
            signs.putIfAbsent(GuestFacts.Family.WINDOWS, "boot loader " + loader.path());
        } else if (path.contains("grub") || path.contains("shim") || path.contains("systemd")) {
            signs.putIfAbsent(GuestFacts.Family.LINUX, "boot loader " + loader.path());
        }
    }

    private static void addSign(Map<GuestFacts.Family, String> signs, VolumeFacts volume) {
        String where = volume.fileSystem() + " in partition " + volume.partitionIndex();
        if (LINUX_FILE_SYSTEMS.contains(volume.fileSystem())) {
            signs.putIfAbsent(GuestFacts.Family.LINUX, where);
        } else if (WINDOWS_FILE_SYSTEMS.contains(volume.fileSystem())) {
            signs.putIfAbsent(GuestFacts.Family.WINDOWS, where);
        }
    }

    // "microsoft-basic-data" says nothing: partitioning tools gave it to Linux file systems for years
    private static void addSign(Map<GuestFacts.Family, String> signs, Partition partition) {
        String where = "partition " + partition.index() + " of type " + partition.type();
        if (partition.type().startsWith("linux-")) {
            signs.putIfAbsent(GuestFacts.Family.LINUX, where);
        } else if (WINDOWS_TYPES.contains(partition.type())) {
            signs.putIfAbsent(GuestFacts.Family.WINDOWS, where);
        }
    }

    static Fact<Architecture> architecture(Optional<DiskFacts> os) {
        Optional<DiskInspection> seen = os.flatMap(DiskFacts::inspection);
        if (seen.isEmpty()) {
            return Fact.unknown("no OS disk could be read");
        }
        DiskInspection disk = seen.get();
        Optional<Architecture> guest =
                disk.guest().architecture().filter(architecture -> architecture != Architecture.UNKNOWN);
        if (guest.isPresent()) {
            return Fact.known(guest.get(), "the installed system");
        }
        List<BootLoader> loaders = disk.boot().loaders().stream()
                .filter(loader -> loader.architecture() != Architecture.UNKNOWN)
                .toList();
        Set<Architecture> architectures = EnumSet.noneOf(Architecture.class);
        loaders.forEach(loader -> architectures.add(loader.architecture()));
        // media for every firmware carries a 32-bit loader beside the 64-bit one; the 64-bit one counts
        if (architectures.contains(Architecture.X64)) {
            architectures.remove(Architecture.X86);
        }
        if (architectures.size() == 1) {
            Architecture only = architectures.iterator().next();
            return loaders.stream()
                    .filter(loader -> loader.architecture() == only)
                    .findFirst()
                    .map(loader -> Fact.known(only, "boot loader " + loader.path()))
                    .orElseThrow();
        }
        return Fact.unknown(
                architectures.isEmpty() ? "no boot loader tells it" : "boot loaders for more than one architecture");
    }
}
