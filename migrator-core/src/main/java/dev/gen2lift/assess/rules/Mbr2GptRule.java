package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable;
import dev.gen2lift.volume.PartitionTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether MBR2GPT would accept the disk, as far as the partition table tells (MBR2GPT.EXE, disk prerequisites). */
final class Mbr2GptRule {

    private static final int MAX_PRIMARY = 3;
    private static final int FIRST_LOGICAL = 5;

    /** Bytes of the GPT's partition entries. */
    private static final long ENTRIES = 16 * ByteSize.KIB;

    /** MBR types that MBR2GPT has a GPT type for: NTFS/exFAT, recovery, FAT, EFI system. */
    private static final Set<String> RECOGNISED = Set.of("07", "27", "01", "04", "06", "0B", "0C", "0E", "EF");

    static final Rule RULE = rule("BOOT-MBR2GPT-READY")
            .title("What MBR2GPT would say of the OS disk")
            .why(
                    "MBR2GPT turns the disk of a running Windows into one that starts as Generation 2, if the disk meets its"
                            + " conditions. The default boot entry and Windows itself (build 15063 or later, not Server 2016) are"
                            + " checked only when it runs.")
            .severity(Severity.INFO)
            .source(Source.MBR2GPT)
            .remedy(Remedy.powershell("""
                    # in the guest, elevated; where a condition is not met: delete a spare recovery partition, or make room
                    mbr2gpt.exe /validate /allowFullOS
                    """))
            .osDisk(Mbr2GptRule::look);

    private Mbr2GptRule() {}

    private static Optional<Observation> look(InspectedDisk disk) {
        if (disk.table().scheme() != PartitionTable.Scheme.MBR || !disk.guestIs(GuestFacts.Family.WINDOWS)) {
            return Optional.empty();
        }
        List<String> unmet = unmetConditions(disk);
        return Optional.of(disk.saw(
                unmet.isEmpty() ? "the partition table meets its conditions" : "not met: " + String.join("; ", unmet)));
    }

    private static List<String> unmetConditions(InspectedDisk disk) {
        List<Partition> partitions = disk.table().partitions();
        int sector = disk.image().logicalSectorSize();
        List<String> unmet = new ArrayList<>();
        long primary = partitions.stream()
                .filter(partition -> partition.index() < FIRST_LOGICAL)
                .count();
        if (primary > MAX_PRIMARY) {
            unmet.add("at most " + MAX_PRIMARY + " primary partitions, and there are " + primary);
        }
        if (partitions.stream().anyMatch(partition -> partition.index() >= FIRST_LOGICAL || isExtended(partition))) {
            unmet.add("no extended or logical partition");
        }
        if (partitions.stream().noneMatch(Partition::active)) {
            unmet.add("an active system partition");
        }
        long first = partitions.stream().mapToLong(Partition::offset).min().orElse(Long.MAX_VALUE);
        if (first < ENTRIES + 2L * sector) {
            unmet.add("16 KiB and two sectors free in front of the first partition");
        }
        long last = partitions.stream().mapToLong(Partition::end).max().orElse(0);
        if (disk.capacity() - last < ENTRIES + sector) {
            unmet.add("16 KiB and a sector free behind the last partition");
        }
        partitions.stream()
                .filter(partition -> !RECOGNISED.contains(partition.typeId()) && !isExtended(partition))
                .forEach(partition -> unmet.add(
                        "a known type for partition " + partition.index() + ", which has " + partition.typeId()));
        return unmet;
    }

    private static boolean isExtended(Partition partition) {
        return partition.type().equals(PartitionTypes.EXTENDED);
    }
}
