package dev.gen2lift.guest;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTable;
import dev.gen2lift.volume.PartitionTables;
import dev.gen2lift.volume.PartitionView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The volumes of a machine's other disks. What is damaged there is told when those disks are inspected themselves. */
final class OtherDisks {

    private OtherDisks() {}

    /** Every partition, and every disk that has none. */
    static List<ByteSource> volumes(List<VirtualDisk> disks) throws IOException {
        List<ByteSource> volumes = new ArrayList<>();
        for (VirtualDisk disk : disks) {
            try {
                PartitionTable table = PartitionTables.read(disk, disk.info().logicalSectorSize());
                if (table.scheme() == PartitionTable.Scheme.NONE) {
                    volumes.add(disk);
                }
                for (Partition partition : table.partitions()) {
                    if (volumes.size() < Volumes.MAX) {
                        volumes.add(PartitionView.of(disk, partition));
                    }
                }
            } catch (BadImageException e) {
                continue;
            }
        }
        return volumes;
    }
}
