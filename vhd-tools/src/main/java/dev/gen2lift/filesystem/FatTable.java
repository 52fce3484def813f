package dev.gen2lift.filesystem;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The first file allocation table (FAT specification 1.03, 4): follows chains of clusters and refuses those that loop. */
final class FatTable {

    static final String STRUCTURE = "FAT cluster chain";

    /** Bytes of the table that are held; an entry of 12 bits can begin in one page and end in the next. */
    private static final int PAGE = 4096;

    private final ByteSource volume;
    private final FatBootSector boot;
    private long heldPage = -1;
    private @Nullable BinaryCursor held;

    FatTable(ByteSource volume, FatBootSector boot) {
        this.volume = volume;
        this.boot = boot;
    }

    /**
     * The clusters of a chain.
     *
     * @param first as a directory entry or the boot sector names it
     * @param needed how many are wanted at most; a chain may go on behind them
     * @throws BadImageException where a number leads out of the volume, a cluster occurs twice, or {@code complete} and
     *     the chain ends too early
     */
    ClusterChain chain(int first, int needed, boolean complete) throws IOException {
        ClusterChain chain = new ClusterChain();
        BitSet seen = new BitSet();
        int cluster = check(first, boot.fatOffset());
        while (true) {
            seen.set(cluster);
            chain.add(cluster);
            long at = entryOffset(cluster);
            int next = entry(cluster);
            if (isEnd(next)) {
                if (complete && chain.length() < needed) {
                    throw corrupt(at, "ends after " + chain.length() + " of " + needed + " clusters");
                }
                return chain;
            }
            next = check(next, at);
            if (seen.get(next)) {
                throw corrupt(at, "loops: cluster " + cluster + " leads back to " + next);
            }
            if (chain.length() >= needed) {
                return chain;
            }
            cluster = next;
        }
    }

    private int check(int cluster, long at) throws BadImageException {
        if (cluster < 2 || cluster > boot.clusters() + 1) {
            throw corrupt(at, "leads to cluster " + cluster + ", the last one is " + (boot.clusters() + 1));
        }
        return cluster;
    }

    private BadImageException corrupt(long at, String reason) {
        return new BadImageException(BadImageException.Kind.CORRUPT, volume.name(), STRUCTURE, at, reason);
    }

    private boolean isEnd(int entry) {
        return switch (boot.type()) {
            case FAT12 -> entry >= 0xFF8;
            case FAT16 -> entry >= 0xFFF8;
            default -> entry >= 0x0FFF_FFF8;
        };
    }

    private long entryOffset(int cluster) {
        return boot.fatOffset()
                + switch (boot.type()) {
                    case FAT12 -> cluster + cluster / 2;
                    case FAT16 -> cluster * 2L;
                    default -> cluster * 4L;
                };
    }

    private int entry(int cluster) throws IOException {
        BinaryCursor cursor = at(entryOffset(cluster));
        return switch (boot.type()) {
            case FAT12 -> {
                int pair = cursor.u16();
                yield cluster % 2 == 0 ? pair & 0xFFF : pair >> 4;
            }
            case FAT16 -> cursor.u16();
            default -> (int) cursor.u32() & 0x0FFF_FFFF;
        };
    }

    private BinaryCursor at(long offset) throws IOException {
        long page = (offset - boot.fatOffset()) / PAGE;
        long begin = boot.fatOffset() + page * PAGE;
        if (held == null || page != heldPage) {
            int length = (int) Math.min(PAGE + 1L, boot.fatOffset() + boot.fatSize() - begin);
            held = BinaryCursor.read(volume, STRUCTURE, begin, length, ByteOrder.LITTLE_ENDIAN);
            heldPage = page;
        }
        return held.at((int) (offset - begin));
    }
}
