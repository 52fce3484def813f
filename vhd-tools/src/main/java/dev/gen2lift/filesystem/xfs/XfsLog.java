package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The log, as far as it tells whether the file system was unmounted: its last record says so then (XFS Algorithms and
 * Data Structures, Journaling Log). Each sector begins with the number of the cycle it was written in, behind a mark
 * where a record begins.
 */
final class XfsLog {

    private static final String STRUCTURE = "XFS log";
    private static final int SECTOR = 512;
    private static final int MAGIC = 0xFEED_BABE;

    /** Records have at most 256 KiB and their headers. */
    private static final int MAX_RECORD = 256 * 1024 / SECTOR + 16;

    private static final int CYCLE_SIZE = 32 * 1024;
    private static final int UNMOUNT = 0x20;
    private static final String PENDING =
            "was not unmounted, its log is not replayed: the newest changes may be missing";

    private XfsLog() {}

    /** What to say where changes wait in the log. */
    static Optional<ImageWarning> pending(XfsVolume volume) throws IOException {
        XfsSuperblock superblock = volume.superblock();
        long sectors = superblock.logBlocks() * superblock.blockSize() / SECTOR;
        if (superblock.logStart() == 0 || sectors == 0) {
            return Optional.of(
                    new ImageWarning(STRUCTURE, 0, "is on another device: the newest changes may be missing"));
        }
        long log = volume.place(STRUCTURE, superblock.logStart(), superblock.logBlocks());
        long head = head(volume, log, sectors);
        for (int back = 1; back <= Math.min(MAX_RECORD, sectors); back++) {
            long at = log + Math.floorMod(head - back, sectors) * SECTOR;
            BinaryCursor sector = read(volume, at);
            if ((int) sector.at(0).u32() == MAGIC) {
                return isUnmount(volume, sector, log, sectors, Math.floorMod(head - back, sectors))
                        ? Optional.empty()
                        : Optional.of(new ImageWarning(STRUCTURE, at, PENDING));
            }
        }
        // Nothing was ever logged where all is zero.
        return cycle(volume, log) == 0 ? Optional.empty() : Optional.of(new ImageWarning(STRUCTURE, log, PENDING));
    }

    /** The first sector that is of an older cycle than the log's first, by halves; all of one cycle begin again at 0. */
    private static long head(XfsVolume volume, long log, long sectors) throws IOException {
        long first = cycle(volume, log);
        long low = 1;
        long high = sectors;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (cycle(volume, log + middle * SECTOR) == first) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean isUnmount(XfsVolume volume, BinaryCursor record, long log, long sectors, long at)
            throws IOException {
        long operations = record.at(40).u32();
        // Larger log buffers have a further header for each 32 KiB.
        long size = record.at(8).u32() >= 2 ? record.at(320).u32() : CYCLE_SIZE;
        long headers = Math.max(1, Math.min(MAX_RECORD, (size + CYCLE_SIZE - 1) / CYCLE_SIZE));
        BinaryCursor first = read(volume, log + (at + headers) % sectors * SECTOR);
        return operations == 1 && (first.at(9).u8() & UNMOUNT) != 0;
    }

    private static long cycle(XfsVolume volume, long at) throws IOException {
        BinaryCursor sector = read(volume, at);
        long first = sector.at(0).u32();
        return (int) first == MAGIC ? sector.at(4).u32() : first;
    }

    private static BinaryCursor read(XfsVolume volume, long at) throws IOException {
        return BinaryCursor.read(volume.metadata(), STRUCTURE, at, SECTOR, ByteOrder.BIG_ENDIAN);
    }
}
