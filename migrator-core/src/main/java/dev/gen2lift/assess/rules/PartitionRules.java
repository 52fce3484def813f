package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.AzureLimits;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.windows.EncryptionFacts;
import dev.gen2lift.guest.windows.SystemFacts;
import dev.gen2lift.volume.PartitionTable;
import dev.gen2lift.volume.PartitionTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the disk is divided. */
final class PartitionRules {

    private static final Rule GPT_BACKUP = rule("PART-GPT-BACKUP")
            .title("The two copies of the partition table are not both sound and in place")
            .why(
                    "Where the primary table is damaged, some systems and firmware see no partitions. Where the disk grows"
                            + " to the next MiB, the backup has to follow to its last sector, which gen2lift does while it reads.")
            .severity(Severity.BLOCKER)
            .source(Source.UEFI_GPT)
            .remedy(Remedy.sh("""
                    # on a copy of the disk, or in the guest as root: look, repair, and move the backup to the disk's end
                    sgdisk --verify <device>
                    sgdisk --move-second-header <device>
                    """))
            .eachDisk(PartitionRules::gptCopies);

    private static Optional<Observation> gptCopies(InspectedDisk disk) {
        if (!disk.isGpt()) {
            return Optional.empty();
        }
        PartitionTable table = disk.table();
        String warnings = table.warnings().stream().map(ImageWarning::toString).collect(Collectors.joining("\n"));
        if (table.status() == PartitionTable.Status.DAMAGED) {
            return Optional.of(disk.saw(("neither the primary nor the backup table can be used\n" + warnings).strip()));
        }
        if (table.status() == PartitionTable.Status.BACKUP_USED) {
            return Optional.of(disk.saw(("the primary table is damaged, the backup served\n" + warnings).strip())
                    .as(Severity.WARNING));
        }
        if (!warnings.isEmpty()) {
            return Optional.of(disk.saw(warnings).as(Severity.WARNING));
        }
        long padding = AzureLimits.managedDiskSize(disk.capacity()) - disk.capacity();
        return padding == 0
                ? Optional.empty()
                : Optional.of(disk.saw("rounding up to the next MiB adds %d bytes behind the backup; gen2lift moves it"
                                .formatted(padding))
                        .as(Severity.INFO));
    }

    private static final Rule DYNAMIC_DISK = rule("PART-DYNAMIC-DISK")
            .title("The disk is a Windows dynamic disk")
            .why("Azure wants a basic OS disk. A dynamic data volume needs all of its disks, and to be imported again.")
            .severity(Severity.BLOCKER)
            .source(Source.SITE_RECOVERY)
            .remedy(Remedy.powershell("""
                    # back up first; an OS disk cannot be converted in place: image its volumes onto a new basic disk.
                    # A data disk, once emptied:
                    "select disk <number>", "convert basic" | diskpart
                    """))
            .eachDisk(disk -> heavierOnOs(disk, PartitionTypes.LDM_METADATA, PartitionTypes.LDM_DATA));

    private static final Rule STORAGE_SPACES_MEMBER = rule("PART-STORAGE-SPACES")
            .title("The disk belongs to a Storage Spaces pool")
            .why("A pool starts only when its disks are together, and it cannot hold the volume that starts Windows.")
            .severity(Severity.BLOCKER)
            .source(Source.SITE_RECOVERY)
            .remedy(Remedy.powershell("""
                    # move all disks of the pool together, or copy the data to a plain disk; which disks those are:
                    Get-StoragePool -IsPrimordial $false | Get-PhysicalDisk
                    """))
            .eachDisk(disk -> heavierOnOs(disk, PartitionTypes.STORAGE_SPACES));

    private static Optional<Observation> heavierOnOs(InspectedDisk disk, String... types) {
        return disk.table().partitions().stream()
                .filter(partition -> List.of(types).contains(partition.type()))
                .findFirst()
                .map(partition -> {
                    Observation seen =
                            disk.sawIn(partition, "type " + partition.type() + " (" + partition.typeId() + ")");
                    return disk.isOs() ? seen : seen.as(Severity.WARNING);
                });
    }

    private static final Rule LVM_ROOT = rule("PART-LVM-ROOT")
            .title("The OS disk uses LVM")
            .why("It works. But two machines made from one image have the same volume group names, which clash when the"
                    + " disk is attached to the other one for repair.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_LINUX)
            .remedy(Remedy.sh("""
                    # in the guest as root: give the volume group a name of its own, then renew fstab and boot loader
                    vgrename <old> <new>
                    """))
            .osDisk(disk -> disk.table().partitions().stream()
                    .filter(partition -> partition.type().equals("linux-lvm")
                            || disk.fileSystem(partition).equals("lvm2"))
                    .findFirst()
                    .map(partition -> disk.sawIn(partition, "an LVM physical volume")));

    /** Structures of file systems whose warnings say that the last changes are not in place. */
    private static final List<String> UNFINISHED = List.of(
            "NTFS volume information",
            "ext journal",
            "ext fast commits",
            "ext state",
            "ext mount",
            "XFS log",
            "btrfs log tree");

    /** Whether a warning tells of a file system that was not unmounted; {@code PART-DIRTY-FS} reports these. */
    static boolean isUnfinished(ImageWarning warning) {
        return UNFINISHED.stream().anyMatch(warning.structure()::startsWith);
    }

    private static final Rule DIRTY = rule("PART-DIRTY-FS")
            .title("The guest was not shut down properly")
            .why("What it had not written yet is missing from the disk, or waits in journals and in a hibernated"
                    + " memory. Windows checks such disks at its next start, where nobody sees the screen.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # without fast startup, check the disk, then shut down
                    powercfg.exe /hibernate off
                    chkdsk.exe C: /f
                    Stop-Computer
                    """)
            .inLinux("""
                    # check at the next start, then shut down
                    touch /forcefsck
                    shutdown -h now
                    """)
            .eachDisk(disk -> {
                List<String> signs = new ArrayList<>();
                disk.seen().warnings().stream()
                        .filter(PartitionRules::isUnfinished)
                        .map(ImageWarning::toString)
                        .forEach(signs::add);
                Facts facts = disk.seen().guest().facts();
                if (facts.get(EncryptionFacts.HIBERNATED).is(true)) {
                    signs.add("Windows is hibernated, or was shut down fast");
                }
                facts.get(SystemFacts.REPLAYED_HIVES)
                        .asOptional()
                        .filter(hives -> !hives.isEmpty())
                        .ifPresent(hives -> signs.add("hives with changes in their logs: " + String.join(", ", hives)));
                return signs.isEmpty() ? Optional.empty() : Optional.of(disk.saw(String.join("\n", signs)));
            });

    private static final int OLD_MOST = 4;

    private static final Rule COUNT = rule("PART-COUNT")
            .title("The OS disk has more partitions than older tools took")
            .why("The limit of four or five partitions held where UEFI machines were turned into Generation 1; a native"
                    + " Generation 2 machine has no such limit.")
            .severity(Severity.INFO)
            .source(Source.AZURE_MIGRATE)
            .inWords("Nothing to do.")
            .osDisk(disk -> disk.isGpt() && disk.table().partitions().size() > OLD_MOST
                    ? Optional.of(disk.saw(disk.table().partitions().size() + " partitions"))
                    : Optional.empty());

    static final List<Rule> ALL = List.of(GPT_BACKUP, DYNAMIC_DISK, STORAGE_SPACES_MEMBER, LVM_ROOT, COUNT, DIRTY);

    private PartitionRules() {}
}
