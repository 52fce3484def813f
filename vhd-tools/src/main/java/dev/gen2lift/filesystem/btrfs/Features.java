package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.util.Map;
import java.util.TreeMap;

/** What a superblock asks of its readers, and what of that is refused, by name. */
final class Features {

    static final long METADATA_UUID = 0x400;

    /**
     * Mixed back references, default subvolume, mixed block groups, LZO, zstd, big tree blocks, extended references,
     * skinny extents, no holes, metadata UUID; simple quotas, which change nothing that is read here.
     */
    private static final long KNOWN =
            0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x20 | 0x40 | 0x100 | 0x200 | METADATA_UUID | 0x10000;

    private static final Map<Long, String> REFUSED = new TreeMap<>(Map.of(
            0x80L, "RAID 5 or 6",
            0x800L, "RAID 1 of three or four copies",
            0x1000L, "zoned device",
            0x2000L, "extent tree v2",
            0x4000L, "RAID stripe tree",
            0x20000L, "remap tree"));

    private static final Map<Long, String> REFUSED_FLAGS = new TreeMap<>(Map.of(
            1L << 32, "seed device of other file systems",
            1L << 33, "image of metadata alone",
            1L << 34, "image of metadata alone",
            1L << 35, "change of its UUID was interrupted",
            1L << 36, "change of its UUID was interrupted",
            1L << 38, "conversion to a block group tree was interrupted",
            1L << 39, "conversion from a block group tree was interrupted",
            1L << 40, "change of its data checksums was interrupted",
            1L << 41, "change of its checksums was interrupted"));

    private static final int FLAGS = 0x38;
    private static final int DEVICES = 0x88;
    private static final int INCOMPATIBLE = 0xBC;

    private Features() {}

    /** @throws BadImageException UNSUPPORTED for what cannot be read */
    static void requireKnown(BinaryCursor superblock) throws BadImageException {
        long flags = superblock.at(FLAGS).u64();
        for (Map.Entry<Long, String> refused : REFUSED_FLAGS.entrySet()) {
            if ((flags & refused.getKey()) != 0) {
                throw superblock.unsupported(FLAGS, refused.getValue());
            }
        }
        long devices = superblock.at(DEVICES).u64();
        if (devices != 1) {
            throw superblock.unsupported(DEVICES, "spans " + Long.toUnsignedString(devices) + " devices");
        }
        long unknown = superblock.at(INCOMPATIBLE).u64() & ~KNOWN;
        if (unknown != 0) {
            long lowest = Long.lowestOneBit(unknown);
            throw superblock.unsupported(
                    INCOMPATIBLE,
                    REFUSED.getOrDefault(lowest, "unknown incompatible feature 0x" + Long.toHexString(lowest)));
        }
    }
}
