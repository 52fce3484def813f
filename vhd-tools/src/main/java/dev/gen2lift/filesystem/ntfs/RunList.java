package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.util.Arrays;

/**
 * Where the clusters of an attribute lie: runs in the order of their virtual numbers, holes included (ntfs-3g,
 * layout.h, "mapping pairs").
 */
final class RunList {

    static final String STRUCTURE = "NTFS run list";

    /** What {@link #lcn} gives for a hole. */
    static final long HOLE = -1;

    /** More than any file has: an attribute list of 256 KiB cannot name more. */
    private static final int MAX_RUNS = 1 << 21;

    private final int clusterSize;
    private final long clusters;

    /** First virtual cluster of each run, and behind the last one the end. */
    private long[] vcns = new long[9];

    private long[] lcns = new long[8];
    private int count;

    /** @param clusters number of clusters of the volume, which no run may leave */
    RunList(int clusterSize, long clusters) {
        this.clusterSize = clusterSize;
        this.clusters = clusters;
    }

    /**
     * Appends the runs of an attribute's next part.
     *
     * @throws BadImageException CORRUPT where they do not follow the part before, or leave the volume
     */
    void append(Attribute part) throws BadImageException {
        BinaryCursor runs = part.runs();
        if (part.firstVcn() != end()) {
            throw runs.corrupt(0, "part begins at cluster " + part.firstVcn() + " instead of " + end());
        }
        long lcn = 0;
        while (runs.position() < runs.length()) {
            int at = runs.position();
            int header = runs.u8();
            if (header == 0) {
                break;
            }
            long length = signed(runs, header & 0xF);
            if (length <= 0 || length > Long.MAX_VALUE / clusterSize - end()) {
                throw runs.corrupt(at, "run of " + length + " clusters");
            }
            if (header >> 4 == 0) {
                add(runs, HOLE, length);
            } else {
                lcn += signed(runs, header >> 4);
                if (lcn < 0 || lcn > clusters - length) {
                    throw runs.corrupt(
                            at, "run of " + length + " clusters at " + lcn + " leaves the volume of " + clusters);
                }
                add(runs, lcn, length);
            }
        }
        if (part.lastVcn() != end() - 1) {
            throw runs.corrupt(0, "part ends at cluster " + end() + " instead of " + (part.lastVcn() + 1));
        }
    }

    private void add(BinaryCursor runs, long lcn, long length) throws BadImageException {
        if (count == MAX_RUNS) {
            throw runs.limit(0, "more than " + MAX_RUNS + " runs");
        }
        if (count == lcns.length) {
            lcns = Arrays.copyOf(lcns, 2 * count);
            vcns = Arrays.copyOf(vcns, 2 * count + 1);
        }
        lcns[count] = lcn;
        vcns[count + 1] = vcns[count] + length;
        count++;
    }

    private static long signed(BinaryCursor runs, int bytes) throws BadImageException {
        if (bytes > 8) {
            throw runs.corrupt(runs.position(), "number of " + bytes + " bytes");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) runs.u8() << 8 * i;
        }
        int unused = 64 - 8 * bytes;
        return bytes == 0 ? 0 : value << unused >> unused;
    }

    /** The number of virtual clusters that are mapped, holes included. */
    long end() {
        return vcns[count];
    }

    /**
     * The run that a virtual cluster lies in.
     *
     * @param vcn from 0 to less than {@link #end}
     */
    int runOf(long vcn) {
        int found = Arrays.binarySearch(vcns, 0, count, vcn);
        return found >= 0 ? found : -found - 2;
    }

    /** Where a virtual cluster lies on the volume, or {@link #HOLE}. */
    long lcn(int run, long vcn) {
        return lcns[run] == HOLE ? HOLE : lcns[run] + vcn - vcns[run];
    }

    /** The first virtual cluster behind a run. */
    long endOf(int run) {
        return vcns[run + 1];
    }
}
