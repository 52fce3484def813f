package dev.gen2lift.copy;

import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether two virtual disks hold the same bytes. Disks of different sizes differ, at the latest where the shorter one
 * ends, even if the rest of the longer one is zero.
 *
 * @param capacityA bytes of the first disk
 * @param capacityB bytes of the second disk
 * @param firstDifference offset of the first byte that differs; empty where the disks are the same
 */
public record DiskComparison(long capacityA, long capacityB, OptionalLong firstDifference) {

    /** Readers; memory is this × 2 × {@link #PIECE}. */
    private static final int THREADS = 2;

    private static final int PIECE = 1 << 20;

    /** How closely disks are compared. */
    public enum Depth {
        /** Every byte that either of them stores. */
        CONTENT,
        /**
         * What one of them stores and the other does not has to be zero; what both store is taken for the same and not
         * read.
         */
        MAPS
    }

    public boolean same() {
        return firstDifference.isEmpty();
    }

    /**
     * Compares byte by byte what either disk stores; ranges that are known to be zero on both are not read. Stops at the
     * first difference.
     *
     * @param progress hears of the shorter disk's bytes
     * @throws InterruptedException where the calling thread was interrupted; the disks may still be used
     */
    public static DiskComparison compare(VirtualDisk a, VirtualDisk b, CopyProgress progress)
            throws IOException, InterruptedException {
        return compare(a, b, Depth.CONTENT, THREADS, progress);
    }

    /**
     * The same, or only what the maps of stored ranges leave in doubt.
     *
     * @param threads readers, which hold 2 MiB each
     */
    public static DiskComparison compare(VirtualDisk a, VirtualDisk b, Depth depth, int threads, CopyProgress progress)
            throws IOException, InterruptedException {
        long common = Math.min(a.size(), b.size());
        progress.started(common);
        PairCutter pairs = new PairCutter(a, b, PIECE, depth == Depth.MAPS, progress);
        AtomicLong first = new AtomicLong(a.size() == b.size() ? Long.MAX_VALUE : common);
        Crew.run("compare", threads, () -> new Comparer(a, b, pairs, depth, first, progress));
        long found = first.get();
        return new DiskComparison(
                a.size(), b.size(), found == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(found));
    }

    /** One thread's share. Pieces are given out in order, so whatever comes behind a difference does not matter. */
    private static final class Comparer implements Crew.Step {

        private final VirtualDisk a;
        private final VirtualDisk b;
        private final PairCutter pairs;
        private final Depth depth;
        private final AtomicLong first;
        private final CopyProgress progress;
        private final ByteBuffer bufferA = ByteBuffer.allocateDirect(PIECE);
        private final ByteBuffer bufferB = ByteBuffer.allocateDirect(PIECE);
        private final NonZeroRuns zeros = new NonZeroRuns(new WriteShape(1, PIECE, PIECE));

        Comparer(VirtualDisk a, VirtualDisk b, PairCutter pairs, Depth depth, AtomicLong first, CopyProgress progress) {
            this.a = a;
            this.b = b;
            this.pairs = pairs;
            this.depth = depth;
            this.first = first;
            this.progress = progress;
        }

        @Override
        public boolean run(Crew.Member self) throws IOException, InterruptedException {
            Optional<PairCutter.Pair> next = self.shielded(pairs::next);
            if (next.isEmpty() || next.get().offset() >= first.get()) {
                return false;
            }
            PairCutter.Pair pair = next.get();
            int difference = self.shielded(() -> firstDifference(pair));
            if (difference < pair.length()) {
                first.accumulateAndGet(pair.offset() + difference, Math::min);
            }
            progress.advanced(pair.length(), 0);
            return true;
        }

        private int firstDifference(PairCutter.Pair pair) throws IOException {
            if (depth == Depth.MAPS && pair.storedInA() && pair.storedInB()) {
                return pair.length();
            }
            if (!pair.storedInA()) {
                return zeros.firstNonZero(read(b, pair, bufferB), 0, pair.length());
            }
            if (!pair.storedInB()) {
                return zeros.firstNonZero(read(a, pair, bufferA), 0, pair.length());
            }
            int difference = read(a, pair, bufferA).mismatch(read(b, pair, bufferB));
            return difference < 0 ? pair.length() : difference;
        }

        private static ByteBuffer read(VirtualDisk disk, PairCutter.Pair pair, ByteBuffer buffer) throws IOException {
            buffer.clear().limit(pair.length());
            disk.read(pair.offset(), buffer);
            return buffer.flip();
        }
    }
}
