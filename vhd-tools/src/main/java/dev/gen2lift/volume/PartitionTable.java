package dev.gen2lift.volume;

import dev.gen2lift.disk.ImageWarning;
import java.util.List;
import java.util.Optional;

/**
 * How a disk is divided.
 *
 * @param diskId the GPT disk GUID in upper case, or the MBR disk signature in eight hexadecimal digits
 * @param partitions in the order of their index; empty where {@code status} is DAMAGED
 * @param warnings what is wrong with the table but did not stop it from being read, or why it could not be
 */
public record PartitionTable(
        Scheme scheme,
        Status status,
        Optional<String> diskId,
        List<Partition> partitions,
        List<ImageWarning> warnings) {

    /** The layout of the table. */
    public enum Scheme {
        GPT,
        MBR,
        NONE
    }

    /** Which copy of the table could be used. */
    public enum Status {
        HEALTHY,
        /** GPT: the primary header or array is damaged, the backup served. */
        BACKUP_USED,
        /** Neither the primary nor the backup could be used. */
        DAMAGED
    }

    public PartitionTable {
        partitions = List.copyOf(partitions);
        warnings = List.copyOf(warnings);
    }
}
