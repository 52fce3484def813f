package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.DiskFacts;
import dev.gen2lift.assess.DiskRole;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.linux.AzureFacts;
import dev.gen2lift.guest.linux.DeviceName;
import dev.gen2lift.guest.linux.KernelFacts;
import dev.gen2lift.guest.linux.MountFacts;
import dev.gen2lift.guest.linux.MountFacts.Entry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How Linux names its disks, and what it does with them at start. */
final class LinuxStorageRules {

    private static final Set<DeviceName.Kind> MOVABLE =
            EnumSet.of(DeviceName.Kind.KERNEL_NAME, DeviceName.Kind.HARDWARE);
    private static final Set<String> NEEDED_TO_START = Set.of("/", "/boot", "/usr");

    private static final Rule FSTAB = rule("LNX-FSTAB-UUID")
            .title("Disks are named in fstab by what changes in Azure")
            .why("Names such as /dev/sdb1 follow the order in which disks are found, which is another in Azure at each"
                    + " start; paths and serial numbers of the old host are gone. A volume that is not found stops the"
                    + " start, unless it has nofail.")
            .severity(Severity.BLOCKER)
            .source(Source.PREPARE_UBUNTU)
            .inLinux("""
                    # name each by its UUID, and let the start go on without data disks
                    blkid
                    for device in <devices>; do
                      sed -i "s|^$device[[:space:]]|UUID=$(blkid -s UUID -o value "$device") |" /etc/fstab
                    done
                    """)
            .linux(guest -> guest.where(
                            MountFacts.FSTAB,
                            entries -> entries.stream().anyMatch(LinuxStorageRules::moves),
                            entries -> String.join(
                                    "; ",
                                    entries.stream()
                                            .filter(LinuxStorageRules::moves)
                                            .map(entry -> entry.device() + " on " + entry.mountPoint())
                                            .toList()))
                    .map(seen -> seen.with(
                            "devices",
                            guest.value(MountFacts.FSTAB, List.of()).stream()
                                    .filter(LinuxStorageRules::moves)
                                    .map(Entry::device)
                                    .toList()))
                    .map(seen -> stopsTheStart(guest) ? seen : seen.as(Severity.WARNING)));

    private static boolean moves(Entry entry) {
        return MOVABLE.contains(entry.kind())
                && !entry.options().contains("noauto")
                && !entry.device().matches("/dev/(fd|sr|cdrom|dvd).*");
    }

    /** The first disk keeps its name nearly always; others do not. */
    private static boolean stopsTheStart(Guest guest) {
        return guest.fact(MountFacts.FSTAB).asOptional().isEmpty()
                || guest.value(MountFacts.FSTAB, List.of()).stream()
                        .filter(LinuxStorageRules::moves)
                        .anyMatch(entry -> NEEDED_TO_START.contains(entry.mountPoint()));
    }

    private static final Rule ROOT = rule("LNX-ROOT-CMDLINE")
            .title("The kernel's command line names disks that may not be there")
            .why(
                    "A root= by a kernel's name follows the order in which disks are found; a resume= with a volume that is"
                            + " gone lets each start wait for it.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_LINUX)
            .inLinux("""
                    # let GRUB name the root by its UUID, and take resume= away
                    sed -i -E 's/^#?(GRUB_DISABLE_LINUX_UUID)=.*/\\1=false/; s/ ?resume=[^ "]+//' /etc/default/grub
                    rm -f /etc/initramfs-tools/conf.d/resume
                    update-grub || grub2-mkconfig -o /boot/grub2/grub.cfg
                    """)
            .linux(LinuxStorageRules::commandLine);

    private static Stream<Observation> commandLine(Guest guest) {
        if (guest.fact(KernelFacts.COMMAND_LINE).asOptional().isEmpty()) {
            return Stream.of(guest.notKnown(KernelFacts.COMMAND_LINE));
        }
        List<String> wrong = new ArrayList<>();
        guest.fact(KernelFacts.ROOT_DEVICE)
                .asOptional()
                .filter(root -> MOVABLE.contains(root.kind()))
                .ifPresent(root -> wrong.add("root=" + root.value()));
        guest.value(KernelFacts.RESUME_DEVICES, List.of()).stream()
                .filter(device -> !isThere(guest, device))
                .forEach(device -> wrong.add("resume=" + device.value()));
        return wrong.isEmpty()
                ? Stream.empty()
                : Stream.of(guest.saw(String.join(", ", wrong), guest.fact(KernelFacts.COMMAND_LINE)));
    }

    private static boolean isThere(Guest guest, DeviceName device) {
        return device.kind() != DeviceName.Kind.UUID && !MOVABLE.contains(device.kind())
                || guest.disk().seen().volumes().stream()
                        .flatMap(volume -> volume.identifier().stream())
                        .anyMatch(device.value()::equalsIgnoreCase);
    }

    private static final Rule SWAP = rule("LNX-SWAP-OSDISK")
            .title("The system swaps to the OS disk")
            .why("A remote disk is slow to swap to, and the writing is paid for. Azure's temporary disk is made for it,"
                    + " on sizes that have one.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_LINUX)
            .inLinux("""
                    # where the size has a temporary disk: let cloud-init make swap there
                    swapoff -a
                    sed -i -E '/^[^#].*[[:space:]]swap[[:space:]]/s/^/# /' /etc/fstab
                    """)
            .linux(guest -> guest.where(
                    MountFacts.FSTAB,
                    entries -> entries.stream().anyMatch(LinuxStorageRules::isSwap),
                    entries -> String.join(
                            ", ",
                            entries.stream()
                                    .filter(LinuxStorageRules::isSwap)
                                    .map(Entry::device)
                                    .toList())));

    private static boolean isSwap(Entry entry) {
        return entry.swap()
                && !entry.device().startsWith("/dev/zram")
                && !entry.device().startsWith("/mnt/");
    }

    private static final Rule ESP_FSTAB = rule("BOOT-ESP-FSTAB")
            .title("The EFI system partition is not mounted at start")
            .why("Updates of the boot loader then go to the root, and firmware starts the old one.")
            .gen2(Severity.WARNING)
            .source(Source.UPGRADE_GEN1)
            .inLinux("""
                    mkdir -p /boot/efi
                    echo "UUID=$(blkid -s UUID -o value <esp>) /boot/efi vfat defaults,umask=0077 0 1" >> /etc/fstab
                    mount /boot/efi
                    """)
            .linux(guest -> guest.disk().usableEsps().isEmpty()
                    ? Stream.empty()
                    : guest.where(MountFacts.SYSTEM_PARTITION_MOUNTED, false, "no line of fstab mounts it"));

    private static final Rule SPLIT_BOOT = rule("PART-SPLIT-BOOT")
            .title("The system needs another disk to start")
            .why("Loader, /boot and the root have to lie on the OS disk: Azure's firmware knows no other, and a volume"
                    + " group starts only when all of its disks are there.")
            .severity(Severity.BLOCKER)
            .source(Source.AZURE_MIGRATE)
            .inLinux("""
                    # bring the volume group onto the OS disk, then take the other disk out of it
                    pvs
                    pvmove <pv>
                    vgreduce <vg> <pv>
                    """)
            .linux(LinuxStorageRules::splitBoot);

    private static Stream<Observation> splitBoot(Guest guest) {
        if (guest.fact(MountFacts.FSTAB).asOptional().isEmpty()) {
            return Stream.of(guest.notKnown(MountFacts.FSTAB));
        }
        Set<DeviceName.Kind> exact = EnumSet.of(DeviceName.Kind.UUID, DeviceName.Kind.PARTUUID);
        Optional<Entry> elsewhere = guest.value(MountFacts.FSTAB, List.of()).stream()
                .filter(entry -> NEEDED_TO_START.contains(entry.mountPoint()) && exact.contains(entry.kind()))
                .filter(entry -> entry.volume().isEmpty() && !entry.nofail())
                .findFirst();
        if (elsewhere.isPresent()) {
            return Stream.of(guest.saw(elsewhere.get().mountPoint() + " is "
                    + elsewhere.get().device() + ", which is no volume of the OS disk"));
        }
        String root = guest.value(MountFacts.ROOT_VOLUME, "");
        int slash = root.indexOf('/');
        if (slash <= 0) {
            return Stream.empty();
        }
        String group = root.substring(0, slash + 1);
        return guest.vm().disks().stream()
                .filter(disk -> disk.role().is(DiskRole.DATA))
                .filter(disk -> holdsPartOf(disk, group))
                .findFirst()
                .map(disk -> guest.saw(
                                "the volume group " + root.substring(0, slash) + " lies on " + disk.path() + " too")
                        .as(Severity.WARNING)
                        .with("vg", root.substring(0, slash)))
                .stream();
    }

    private static boolean holdsPartOf(DiskFacts disk, String group) {
        return disk.inspection().stream()
                .flatMap(seen -> seen.volumes().stream())
                .flatMap(volume -> volume.logicalVolume().stream())
                .anyMatch(name -> name.startsWith(group));
    }

    private static final Rule NETWORK_MOUNT = rule("VM-NFS-SMB-MOUNT")
            .title("The system mounts shares of the network")
            .why("They are not moved with the disks, and may be out of reach in Azure.")
            .severity(Severity.INFO)
            .source(Source.AZURE_MIGRATE)
            .inLinux("""
                    # see that they are reached from Azure, or move them to Azure Files; and let the start go on without
                    findmnt -t nfs,nfs4,cifs
                    sed -i -E '/[[:space:]](nfs4?|cifs)[[:space:]]/{/nofail/!s/defaults/defaults,nofail,_netdev/}' /etc/fstab
                    """)
            .linux(guest -> guest.where(
                    MountFacts.FSTAB,
                    entries -> entries.stream().anyMatch(Entry::network),
                    entries -> String.join(
                            ", ",
                            entries.stream()
                                    .filter(Entry::network)
                                    .map(entry -> entry.device() + " on " + entry.mountPoint())
                                    .toList())));

    private static final Rule RESOURCE_DISK = rule("LNX-WAAGENT-RESDISK")
            .title("The agent and cloud-init both want the temporary disk")
            .why("With cloud-init, the agent has to leave the temporary disk alone: ResourceDisk.Format and"
                    + " ResourceDisk.EnableSwap are n.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_LINUX)
            .inLinux("""
                    sed -i -E 's/^(ResourceDisk\\.(Format|EnableSwap))=y/\\1=n/' /etc/waagent.conf
                    """)
            .linux(guest -> guest.fact(AzureFacts.CLOUD_INIT_ENABLED).is(true)
                    ? guest.where(
                            AzureFacts.AGENT_SETTINGS,
                            settings -> isYes(settings.get("ResourceDisk.Format"))
                                    || isYes(settings.get("ResourceDisk.EnableSwap")),
                            settings -> "ResourceDisk.Format=" + settings.get("ResourceDisk.Format")
                                    + ", ResourceDisk.EnableSwap=" + settings.get("ResourceDisk.EnableSwap"))
                    : Stream.empty());

    private static boolean isYes(@Nullable String value) {
        return value != null && value.toLowerCase(Locale.ROOT).startsWith("y");
    }

    private static final Rule REISERFS = rule("PART-FS-REISERFS")
            .title("The system uses ReiserFS")
            .why("ReiserFS has left the kernel, Azure Migrate refuses it, and gen2lift does not read it.")
            .severity(Severity.WARNING)
            .source(Source.AZURE_MIGRATE)
            .remedy(Remedy.sh("""
                    # make a new volume and copy what lies on the old one, then change fstab
                    mkfs.ext4 <new>
                    rsync -aHAX <old>/ <mounted>/
                    """))
            .linux(
                    MountFacts.FSTAB,
                    entries -> entries.stream().anyMatch(LinuxStorageRules::isReiser),
                    entries -> String.join(
                            ", ",
                            entries.stream()
                                    .filter(LinuxStorageRules::isReiser)
                                    .map(Entry::mountPoint)
                                    .toList()));

    private static boolean isReiser(Entry entry) {
        return entry.type().toLowerCase(Locale.ROOT).startsWith("reiser");
    }

    static final List<Rule> ALL =
            List.of(ESP_FSTAB, SPLIT_BOOT, FSTAB, ROOT, SWAP, RESOURCE_DISK, REISERFS, NETWORK_MOUNT);

    private LinuxStorageRules() {}
}
