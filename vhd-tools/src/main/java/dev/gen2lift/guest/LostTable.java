package dev.gen2lift.guest;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.filesystem.FileSystemInfo;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.filesystem.FileSystems;
import dev.gen2lift.volume.PartitionTable;
import dev.gen2lift.volume.PartitionView;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * Tells a disk whose partition table is gone from one that never had any: where a first partition would begin, there is
 * a file system, and in front of it none.
 */
final class LostTable {

    /** Where partitioning tools have let the first partition begin: at 1 MiB, and at the 63rd sector before 2006. */
    private static final long[] FIRST_PARTITIONS = {1 << 20, 63 * 512};

    /** A member of a Linux RAID keeps its file system at 1 MiB too (Linux, include/uapi/linux/raid/md_p.h). */
    private static final int RAID_OFFSET = 4096;

    private static final long RAID_MAGIC = 0xA92B_4EFCL;

    private LostTable() {}

    /** What tells that {@code disk}, which has no table, has lost one. */
    static Optional<ImageWarning> find(ByteSource disk) throws IOException {
        if (disk.size() < RAID_OFFSET + 4 || isRaidMember(disk)) {
            return Optional.empty();
        }
        for (long at : FIRST_PARTITIONS) {
            if (at >= disk.size()) {
                continue;
            }
            try {
                FileSystemInfo info = FileSystems.detect(new PartitionView(disk, disk.name(), at, disk.size() - at));
                if (info.type() != FileSystemType.NONE && info.type() != FileSystemType.UNKNOWN) {
                    return Optional.of(new ImageWarning(
                            "partition table",
                            0,
                            "there is none, but " + info.type().id() + " begins at byte " + at
                                    + ", where a first partition would"));
                }
            } catch (BadImageException e) {
                // No file system, so no sign of a lost partition.
                continue;
            }
        }
        return Optional.empty();
    }

    static PartitionTable damaged(ImageWarning warning) {
        return new PartitionTable(
                PartitionTable.Scheme.NONE,
                PartitionTable.Status.DAMAGED,
                Optional.empty(),
                List.of(),
                List.of(warning));
    }

    private static boolean isRaidMember(ByteSource disk) throws IOException {
        return BinaryCursor.read(disk, "RAID superblock", RAID_OFFSET, 4, ByteOrder.LITTLE_ENDIAN)
                        .u32()
                == RAID_MAGIC;
    }
}
