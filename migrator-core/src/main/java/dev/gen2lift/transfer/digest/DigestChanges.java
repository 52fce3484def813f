package dev.gen2lift.transfer.digest;

import dev.gen2lift.copy.CopyEngine;
import dev.gen2lift.copy.CopyOptions;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.copy.DiskTarget;
import dev.gen2lift.copy.WriteShape;
import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chunks whose digests differ between two trees, as extents: DATA where they differ, ZERO where they do not. */
public final class DigestChanges implements ExtentCursor {

    private final DigestFile before;
    private final DigestFile now;
    private final ChunkLayout layout;
    private long chunk;

    /** Two sealed trees of disks of the same size. */
    public DigestChanges(DigestFile before, DigestFile now) {
        if (!before.layout().equals(now.layout())) {
            throw new IllegalArgumentException("disks of different sizes");
        }
        this.before = before;
        this.now = now;
        this.layout = now.layout();
    }

    /** Reads all of a disk and seals the tree of its digests. */
    public static void scan(VirtualDisk disk, DigestFile into, int threads, CopyProgress progress)
            throws IOException, InterruptedException {
        CopyEngine.copy(
                new DigestingDisk(disk, into), new Nowhere(), new CopyOptions(threads, false), new Reading(progress));
        into.seal();
    }

    @Override
    public @Nullable Extent next() throws IOException {
        long first = chunk;
        boolean differs = false;
        while (chunk < layout.count()) {
            boolean here = !before.get(chunk).equals(now.get(chunk));
            if (chunk > first && here != differs) {
                break;
            }
            differs = here;
            chunk++;
        }
        if (chunk == first) {
            return null;
        }
        long from = layout.offset(first);
        long length = layout.offset(chunk - 1) + layout.length(chunk - 1) - from;
        return differs ? Extent.data(from, length, Optional.empty()) : Extent.zero(from, length);
    }

    /** Tells how far the reading is; nothing is written. */
    private record Reading(CopyProgress progress) implements CopyProgress {

        @Override
        public void started(long virtualBytes) {
            progress.started(virtualBytes);
        }

        @Override
        public void advanced(long virtualBytes, long writtenBytes) {
            progress.advanced(virtualBytes, 0);
        }
    }

    /** Reading is all that is wanted. */
    private static final class Nowhere implements DiskTarget {

        @Override
        public WriteShape shape() {
            return new WriteShape(512, ChunkLayout.CHUNK, ChunkLayout.CHUNK);
        }

        @Override
        public void write(long offset, ByteBuffer data) {}

        @Override
        public void complete() {}

        @Override
        public void close() {}
    }
}
