package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.AzureLimits;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.volume.PartitionTable;
import dev.gen2lift.volume.PartitionTypes;
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

    private static final Rule BITLOCKER_OS = rule("ENC-BITLOCKER-OS")
            .title("BitLocker encrypts a volume of the OS disk")
            .why(
                    "Its key is sealed to this machine's TPM, which stays behind; in Azure the machine stops at the recovery"
                            + " prompt that nobody can reach.")
            .severity(Severity.BLOCKER)
            .source(Source.SERVER_SOFTWARE)
            .remedy(Remedy.powershell("""
                    # in the guest, elevated; wait until the status says fully decrypted, then shut down
                    manage-bde -off C:
                    manage-bde -status
                    """))
            .osDisk(disk -> volume(disk, "bitlocker"));

    private static final Rule BITLOCKER_DATA = rule("ENC-BITLOCKER-DATA")
            .title("BitLocker encrypts a volume of the data disk")
            .why("Automatic unlocking depends on keys on the OS disk; without them the recovery key is needed.")
            .severity(Severity.WARNING)
            .source(Source.AZURE_MIGRATE)
            .remedy(Remedy.powershell("""
                    # in the guest, elevated: decrypt, or at least write the recovery key down
                    manage-bde -off <letter>:
                    manage-bde -protectors -get <letter>:
                    """))
            .dataDisks(disk -> volume(disk, "bitlocker"));

    private static final Rule LUKS_ROOT = rule("ENC-LUKS-ROOT")
            .title("LUKS encrypts a volume of the OS disk")
            .why("The machine asks for a passphrase on a console that nobody sits at.")
            .severity(Severity.BLOCKER)
            .source(Source.AZURE_MIGRATE)
            .remedy(Remedy.sh("""
                    # from a rescue system as root, after a backup; Azure encrypts the disk on its side
                    cryptsetup reencrypt --decrypt <device>
                    """))
            .osDisk(disk -> volume(disk, "luks"));

    private static final Rule LUKS_DATA = rule("ENC-LUKS-DATA")
            .title("LUKS encrypts a volume of the data disk")
            .why("It opens in Azure only where the machine can reach its key file unattended.")
            .severity(Severity.WARNING)
            .source(Source.AZURE_MIGRATE)
            .remedy(Remedy.sh("""
                    # in the guest as root: see that the volume opens with a key file and does not stop the start
                    grep -v '^#' /etc/crypttab /etc/fstab
                    """))
            .dataDisks(disk -> volume(disk, "luks"));

    private static Optional<Observation> volume(InspectedDisk disk, String fileSystem) {
        return disk.volumeWith(fileSystem)
                .map(volume -> disk.sawIn(
                        volume.partitionIndex(),
                        "the volume begins with the signature of "
                                + (fileSystem.equals("luks") ? "LUKS" : "BitLocker")));
    }

    static final List<Rule> ALL = List.of(
            GPT_BACKUP,
            DYNAMIC_DISK,
            STORAGE_SPACES_MEMBER,
            LVM_ROOT,
            BITLOCKER_OS,
            BITLOCKER_DATA,
            LUKS_ROOT,
            LUKS_DATA);

    private PartitionRules() {}
}
