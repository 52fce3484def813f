package dev.gen2lift.guest;

import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.guest.boot.BootFacts;
import dev.gen2lift.volume.PartitionTable;
import java.util.List;

/**
 * Everything that looking at one disk image tells.
 *
 * @param volumes one for each partition, in the table's order; a single one with index 0 where there is no table
 * @param bytesRead of the virtual disk, for all of this
 * @param warnings all of them: the container's, the table's, the file systems'
 */
public record DiskInspection(
        DiskInfo image,
        PartitionTable partitionTable,
        List<VolumeFacts> volumes,
        BootFacts boot,
        GuestFacts guest,
        Generation generation,
        long bytesRead,
        List<ImageWarning> warnings) {

    public DiskInspection {
        volumes = List.copyOf(volumes);
        warnings = List.copyOf(warnings);
    }

    /** Whether a volume of it belongs to an LVM2 volume group, whose logical volumes may reach onto other disks. */
    public boolean isPartOfVolumeGroup() {
        return volumes.stream().anyMatch(volume -> volume.fileSystem().equals(FileSystemType.LVM2.id()));
    }
}
