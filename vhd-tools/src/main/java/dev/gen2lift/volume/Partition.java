package dev.gen2lift.volume;

import java.util.Optional;
import java.util.UUID;

/**
 * One entry of a partition table.
 *
 * @param index the number operating systems give it, from 1; logical MBR partitions from 5
 * @param type the standard name of its type ("efi-system", "linux-filesystem", "unknown", ...)
 * @param typeId the type as stored: a GUID in upper case, or two hexadecimal digits of an MBR type
 * @param name the GPT name, empty where there is none; hostile text, escape it
 * @param uniqueId the GPT partition GUID
 * @param offset first byte within the disk
 * @param size bytes
 * @param active the MBR active flag; false on GPT
 */
public record Partition(
        int index,
        String type,
        String typeId,
        String name,
        Optional<UUID> uniqueId,
        long offset,
        long size,
        boolean active) {

    /** {@link #type} of the EFI system partition. */
    public static final String EFI_SYSTEM = "efi-system";

    /** The first byte behind the partition. */
    public long end() {
        return offset + size;
    }
}
