package dev.gen2lift.guest;

import java.util.Optional;

/**
 * What lies in one partition, or on a disk without a partition table.
 *
 * @param partitionIndex the partition's {@link dev.gen2lift.volume.Partition#index()}; 0 for a whole disk
 * @param fileSystem the contract's name: "fat32", "ntfs", "ext4", "lvm2", "bitlocker", "none", "unknown", ...
 * @param label the volume label; hostile text, escape it
 */
public record VolumeFacts(int partitionIndex, String fileSystem, Optional<String> label) {}
