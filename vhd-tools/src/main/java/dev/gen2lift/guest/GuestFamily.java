package dev.gen2lift.guest;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.guest.GuestFacts.Family;
import dev.gen2lift.guest.boot.BootLoader;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable;
import dev.gen2lift.volume.PartitionTypes;
import dev.gen2lift.volume.PartitionView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which family of systems a disk's outside speaks for, before any file of the system is read. What starts the system
 * counts more than how the disk is divided; where both sides are as strong, the family is unknown.
 */
final class GuestFamily {

    private static final int SECTOR = 512;

    private static final String WINDOWS_BOOT_MANAGER = "efi/microsoft/boot/bootmgfw.efi";

    private static final Set<String> WINDOWS_TYPES = Set.of(
            PartitionTypes.MICROSOFT_RESERVED,
            PartitionTypes.WINDOWS_RECOVERY,
            PartitionTypes.LDM_METADATA,
            PartitionTypes.LDM_DATA,
            PartitionTypes.STORAGE_SPACES);

    private static final Set<String> LINUX_FILE_SYSTEMS =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "lvm2", "swap", "luks");

    /** Folders below /EFI that distributions install their loaders into. */
    private static final Set<String> LINUX_VENDORS = Set.of(
            "almalinux",
            "alpine",
            "amzn",
            "arch",
            "azurelinux",
            "centos",
            "debian",
            "fedora",
            "flatcar",
            "gentoo",
            "kali",
            "linux",
            "linuxmint",
            "mageia",
            "manjaro",
            "nixos",
            "opensuse",
            "oracle",
            "photon",
            "redhat",
            "rocky",
            "sles",
            "suse",
            "systemd",
            "ubuntu",
            "void");

    /** The beginnings of names that only loaders of Linux have. */
    private static final List<String> LINUX_LOADERS = List.of("grub", "shim", "systemd-boot", "elilo", "vmlinuz");

    private final List<String> windowsBoot = new ArrayList<>();
    private final List<String> linuxBoot = new ArrayList<>();
    private final List<String> windowsLayout = new ArrayList<>();
    private final List<String> linuxLayout = new ArrayList<>();

    private GuestFamily() {}

    static GuestFamily of(ByteSource disk, PartitionTable table, List<VolumeFacts> volumes, List<BootLoader> loaders)
            throws IOException {
        GuestFamily family = new GuestFamily();
        loaders.forEach(family::add);
        for (Partition partition : table.partitions()) {
            family.add(partition);
            if (partition.active()) {
                family.addBootRecord(disk, partition);
            }
        }
        volumes.forEach(family::add);
        if (table.scheme() == PartitionTable.Scheme.MBR && holds(disk, 0, "GRUB ")) {
            family.linuxBoot.add("GRUB in the MBR");
        }
        return family;
    }

    Family family() {
        if (windowsBoot.isEmpty() != linuxBoot.isEmpty()) {
            return windowsBoot.isEmpty() ? Family.LINUX : Family.WINDOWS;
        }
        if (windowsBoot.isEmpty() && windowsLayout.isEmpty() != linuxLayout.isEmpty()) {
            return windowsLayout.isEmpty() ? Family.LINUX : Family.WINDOWS;
        }
        return Family.UNKNOWN;
    }

    /** What was found, the strongest first; for the reader of a report. */
    List<String> evidence() {
        List<String> all = new ArrayList<>(windowsBoot);
        all.addAll(linuxBoot);
        all.addAll(windowsLayout);
        all.addAll(linuxLayout);
        return all.stream().distinct().toList();
    }

    private void add(BootLoader loader) {
        String path = loader.path().toLowerCase(Locale.ROOT);
        String[] parts = path.split("/");
        String file = parts[parts.length - 1];
        if (path.equals(WINDOWS_BOOT_MANAGER)) {
            windowsBoot.add(loader.path());
        } else if (LINUX_LOADERS.stream().anyMatch(file::startsWith)
                || parts.length > 2 && LINUX_VENDORS.contains(parts[1])) {
            linuxBoot.add(loader.path());
        }
    }

    private void add(Partition partition) {
        if (WINDOWS_TYPES.contains(partition.type())) {
            windowsLayout.add(partition.type());
        } else if (partition.type().startsWith("linux-")) {
            linuxLayout.add(partition.type());
        }
    }

    private void add(VolumeFacts volume) {
        if (LINUX_FILE_SYSTEMS.contains(volume.fileSystem())) {
            linuxLayout.add(volume.fileSystem());
        }
    }

    /** Windows' boot record names the file that it loads, in its error messages. */
    private void addBootRecord(ByteSource disk, Partition partition) throws IOException {
        long at = PartitionView.of(disk, partition).offset();
        for (String name : List.of("BOOTMGR", "NTLDR")) {
            if (holds(disk, at, name + " is ")) {
                windowsBoot.add(name + " in the boot record of partition " + partition.index());
            }
        }
    }

    private static boolean holds(ByteSource disk, long at, String text) throws IOException {
        if (at > disk.size() - SECTOR) {
            return false;
        }
        ByteBuffer sector = ByteBuffer.allocate(SECTOR);
        try {
            disk.read(at, sector);
        } catch (BadImageException e) {
            return false;
        }
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i <= SECTOR - wanted.length; i++) {
            if (Arrays.equals(sector.array(), i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
