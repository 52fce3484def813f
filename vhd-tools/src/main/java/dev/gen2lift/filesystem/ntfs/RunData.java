package dev.gen2lift.filesystem.ntfs;

import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that lie in clusters as they are; holes, and what was never written, are zero. */
final class RunData extends FileData {

    private final ByteSource volume;
    private final RunList runs;
    private final int clusterSize;
    private final long initialized;

    /** @param initialized bytes that were ever written */
    RunData(String name, ByteSource volume, RunList runs, int clusterSize, long size, long initialized) {
        super(name, size);
        this.volume = volume;
        this.runs = runs;
        this.clusterSize = clusterSize;
        this.initialized = Math.min(size, initialized);
    }

    @Override
    void fill(long offset, ByteBuffer into) throws IOException {
        long at = offset;
        while (into.hasRemaining() && at < initialized) {
            long vcn = at / clusterSize;
            if (vcn >= runs.end()) {
                throw corrupt(RunList.STRUCTURE, at, "ends after " + runs.end() + " clusters, the file needs more");
            }
            int run = runs.runOf(vcn);
            long end = Math.min(initialized, runs.endOf(run) * clusterSize);
            int length = (int) Math.min(end - at, into.remaining());
            long lcn = runs.lcn(run, vcn);
            if (lcn == RunList.HOLE) {
                zero(into, length);
            } else {
                ByteBuffer part = into.duplicate().limit(into.position() + length);
                volume.read(lcn * clusterSize + at % clusterSize, part);
                into.position(into.position() + length);
            }
            at += length;
        }
        zero(into, into.remaining());
    }
}
