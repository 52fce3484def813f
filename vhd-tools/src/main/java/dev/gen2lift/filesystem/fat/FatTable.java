package dev.gen2lift.filesystem.fat;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
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

    /** A chain that begins at {@code first}, as a directory entry or the boot sector names it. */
    ClusterChain begin(long first) throws BadImageException {
        return new ClusterChain(check(first, boot.fatOffset()));
    }

    /**
     * Follows a chain until it has {@code count} clusters or ends.
     *
     * @throws BadImageException where a number leads out of the volume, or to a cluster that the chain has already
     */
    void follow(ClusterChain chain, int count) throws IOException {
        while (chain.length() < count && chain.follower() != ClusterChain.END) {
            int cluster = chain.follower();
            long at = entryOffset(cluster);
            int entry = entry(cluster);
            int next = isEnd(entry) ? ClusterChain.END : check(entry, at);
            if (next == cluster || next != ClusterChain.END && chain.contains(next)) {
                throw corrupt(at, "loops: cluster " + cluster + " leads back to " + next);
            }
            chain.advance(next);
        }
    }

    /** As {@link #follow}, for a file that is long enough to need them all. */
    void require(ClusterChain chain, int count) throws IOException {
        follow(chain, count);
        if (chain.length() < count) {
            throw corrupt(
                    entryOffset(chain.cluster(chain.length() - 1)),
                    "ends after " + chain.length() + " clusters, the file needs " + count);
        }
    }

    private int check(long cluster, long at) throws BadImageException {
        if (cluster < 2 || cluster > boot.clusters() + 1) {
            throw corrupt(at, "leads to cluster " + cluster + ", the last one is " + (boot.clusters() + 1));
        }
        return (int) cluster;
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

    /** Clusters that hold something; a bad one cannot, but is lost to a copy as well. */
    int used() throws IOException {
        int used = 0;
        for (int cluster = 2; cluster <= boot.clusters() + 1; cluster++) {
            used += entry(cluster) == 0 ? 0 : 1;
        }
        return used;
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
