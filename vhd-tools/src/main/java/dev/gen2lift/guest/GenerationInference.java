package dev.gen2lift.guest;

import dev.gen2lift.guest.boot.BootFacts;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable;
import dev.gen2lift.volume.PartitionTable.Status;
import dev.gen2lift.volume.PartitionTypes;

/** Which generation a disk can start as; docs/decisions/0004-generation-inference.md says why so. */
final class GenerationInference {

    private GenerationInference() {}

    static Generation infer(PartitionTable table, BootFacts boot) {
        if (table.status() == Status.DAMAGED) {
            return Generation.UNKNOWN;
        }
        return switch (table.scheme()) {
            case GPT -> gpt(table, boot);
            case MBR -> table.partitions().stream().anyMatch(Partition::active) ? Generation.V1 : Generation.UNKNOWN;
            case NONE -> Generation.UNKNOWN;
        };
    }

    private static Generation gpt(PartitionTable table, BootFacts boot) {
        if (boot.uefi()) {
            return Generation.V2;
        }
        boolean biosBoot = table.partitions().stream()
                .anyMatch(partition -> partition.type().equals(PartitionTypes.BIOS_BOOT));
        return biosBoot ? Generation.V1 : Generation.UNKNOWN;
    }
}
