package dev.gen2lift.guest;

import dev.gen2lift.filesystem.FileSystemInfo;
import dev.gen2lift.filesystem.FileSystemType;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What lies in one partition, in a logical volume, or on a disk without a partition table. All texts are hostile, escape
 * them.
 *
 * @param partitionIndex the partition's {@link dev.gen2lift.volume.Partition#index()}; 0 for a whole disk and for a
 *     logical volume
 * @param logicalVolume a logical volume's group and name, "vg/root"; empty for the others
 * @param size bytes
 * @param fileSystem the contract's name: "fat32", "ntfs", "ext4", "lvm2", "bitlocker", "none", "unknown", ...
 * @param identifier what tells the volume from others, as blkid writes it
 * @param usedBytes see {@link dev.gen2lift.filesystem.FileSystem#usedBytes}
 * @param unreadable why its files cannot be looked at; empty where they can, and where there are none
 * @param encryption how it is locked; empty where it is not, and where that cannot be told
 */
public record VolumeFacts(
        int partitionIndex,
        Optional<String> logicalVolume,
        long size,
        String fileSystem,
        Optional<String> label,
        Optional<String> identifier,
        OptionalLong usedBytes,
        Optional<String> unreadable,
        Optional<Encryption> encryption) {

    /** A volume of which only the signature is known. */
    public static VolumeFacts ofSignature(int partitionIndex, long size, String fileSystem, Optional<String> label) {
        return new VolumeFacts(
                partitionIndex,
                Optional.empty(),
                size,
                fileSystem,
                label,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A logical volume of which nothing is known yet. */
    static VolumeFacts ofLogicalVolume(String name, long size) {
        return new VolumeFacts(
                0,
                Optional.of(name),
                size,
                FileSystemType.UNKNOWN.id(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What the reader of a report calls it: "partition 2", "vg/root", "the disk". */
    public String name() {
        return logicalVolume.orElse(partitionIndex == 0 ? "the disk" : "partition " + partitionIndex);
    }

    VolumeFacts with(FileSystemInfo signature) {
        return new VolumeFacts(
                partitionIndex,
                logicalVolume,
                size,
                signature.type().id(),
                signature.label(),
                identifier,
                usedBytes,
                unreadable,
                encryption);
    }

    VolumeFacts unreadable(String reason) {
        return new VolumeFacts(
                partitionIndex,
                logicalVolume,
                size,
                fileSystem,
                label,
                identifier,
                usedBytes,
                Optional.of(reason),
                encryption);
    }

    VolumeFacts with(Encryption found) {
        return new VolumeFacts(
                partitionIndex,
                logicalVolume,
                size,
                fileSystem,
                label,
                identifier,
                usedBytes,
                unreadable,
                Optional.of(found));
    }
}
