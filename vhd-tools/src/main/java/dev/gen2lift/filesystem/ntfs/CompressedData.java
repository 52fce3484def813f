package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes that NTFS itself has compressed, in units of some clusters: one whose last clusters are holes is compressed,
 * one without holes is stored as it is, one of holes alone is zero. Keeps the unit that was read last.
 */
final class CompressedData extends FileData {

    private static final String STRUCTURE = "NTFS compression unit";

    /** Windows uses 64 KiB; more than this cannot be decoded within bounded memory. */
    private static final int MAX_UNIT = 1 << 20;

    private final ByteSource volume;
    private final RunList runs;
    private final int clusterSize;
    private final int unitClusters;
    private final long initialized;
    private final byte[] unit;
    private long held = -1;

    private CompressedData(
            String name, ByteSource volume, RunList runs, int clusterSize, int unitClusters, Attribute first)
            throws BadImageException {
        super(name, first.size());
        this.volume = volume;
        this.runs = runs;
        this.clusterSize = clusterSize;
        this.unitClusters = unitClusters;
        this.initialized = Math.min(first.size(), first.initializedSize());
        this.unit = new byte[unitClusters * clusterSize];
    }

    static CompressedData of(String name, ByteSource volume, RunList runs, int clusterSize, Attribute first)
            throws BadImageException {
        int log = first.compressionUnit();
        if (log < 1 || log > 16 || (long) clusterSize << log > MAX_UNIT) {
            throw first.raw().corrupt(34, "compression unit of 2^" + log + " clusters of " + clusterSize + " bytes");
        }
        return new CompressedData(name, volume, runs, clusterSize, 1 << log, first);
    }

    @Override
    void fill(long offset, ByteBuffer into) throws IOException {
        long at = offset;
        while (into.hasRemaining() && at < initialized) {
            load(at / unit.length);
            int begin = (int) (at % unit.length);
            int length = (int) Math.min(Math.min(unit.length - begin, initialized - at), into.remaining());
            into.put(unit, begin, length);
            at += length;
        }
        zero(into, into.remaining());
    }

    private void load(long index) throws IOException {
        if (index == held) {
            return;
        }
        held = -1;
        long begin = index * unitClusters;
        long end = begin + unitClusters;
        // A file's last unit may end with its last cluster.
        if (begin >= runs.end()) {
            throw corrupt(RunList.STRUCTURE, index * unit.length, "ends after " + runs.end() + " clusters");
        }
        byte[] stored = new byte[unit.length];
        int length = 0;
        for (long vcn = begin; vcn < Math.min(end, runs.end()); ) {
            int run = runs.runOf(vcn);
            long next = Math.min(end, runs.endOf(run));
            long lcn = runs.lcn(run, vcn);
            if (lcn != RunList.HOLE) {
                int bytes = (int) (next - vcn) * clusterSize;
                volume.read(lcn * clusterSize, ByteBuffer.wrap(stored, length, bytes));
                length += bytes;
            }
            vcn = next;
        }
        try {
            if (length == unit.length || length == 0) {
                System.arraycopy(stored, 0, unit, 0, unit.length);
            } else {
                Lznt1.unpack(stored, length, unit);
            }
        } catch (CorruptDataException e) {
            throw corrupt(STRUCTURE, index * unit.length, e.reason());
        }
        held = index;
    }
}
