package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * What is free by the groups' own count, which is right where the superblock's waits for an unmount (XFS Algorithms and
 * Data Structures, AG Free Space Management).
 */
final class XfsSpace {

    private static final String STRUCTURE = "XFS free space header";
    private static final int FREE_LIST = 48;
    private static final int FREE = 52;
    private static final int TREES = 60;
    private static final int CHECKSUM_AT = 216;
    private static final byte[] MAGIC = {'X', 'A', 'G', 'F'};

    /** As many as 64 TiB have where groups are of 1 GiB. */
    private static final long MAX_GROUPS = 65_536;

    private XfsSpace() {}

    /** Blocks that are free; empty where there are too many groups to ask each. */
    static OptionalLong freeBlocks(XfsVolume volume) throws IOException {
        XfsSuperblock superblock = volume.superblock();
        if (superblock.groups() > MAX_GROUPS) {
            return OptionalLong.empty();
        }
        long free = 0;
        for (long group = 0; group < superblock.groups(); group++) {
            int sector = superblock.sectorSize();
            BinaryCursor header = volume.checked(
                    BinaryCursor.read(
                            volume.metadata(),
                            STRUCTURE,
                            superblock.groupPlace(group) + sector,
                            sector,
                            ByteOrder.BIG_ENDIAN),
                    CHECKSUM_AT);
            if (!header.has(0, MAGIC)) {
                throw header.corrupt(0, "signature is missing");
            }
            // The free list, and the blocks that the trees of free space are made of, count as free.
            long blocks = header.at(FREE_LIST).u32()
                    + header.at(FREE).u32()
                    + header.at(TREES).u32();
            free += Math.min(blocks, superblock.groupLength(group));
        }
        return OptionalLong.of(free);
    }
}
