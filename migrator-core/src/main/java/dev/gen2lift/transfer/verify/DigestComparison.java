package dev.gen2lift.transfer.verify;

import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.transfer.digest.ChunkDigest;
import dev.gen2lift.transfer.digest.ChunkLayout;
import dev.gen2lift.transfer.digest.DigestFile;
import dev.gen2lift.transfer.digest.ExtentsAhead;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Compares a disk with a digest tree, chunk by chunk, on several threads. Only what the disk stores is read; a chunk
 * without anything stored has to be one of zeros in the tree. Memory is threads times 4 MiB.
 */
final class DigestComparison {

    private final DigestFile digests;
    private final ChunkLayout layout;
    private final VirtualDisk disk;
    private final CopyProgress progress;
    private final AtomicLong first = new AtomicLong(Long.MAX_VALUE);
    private final ExtentsAhead extents;
    private long nextChunk;

    private DigestComparison(DigestFile digests, VirtualDisk disk, CopyProgress progress) {
        this.digests = digests;
        this.layout = digests.layout();
        this.disk = disk;
        this.progress = progress;
        this.extents = new ExtentsAhead(disk.extents());
    }

    /** A part of a chunk that the disk stores. */
    private record Range(long offset, int length) {}

    private record Chunk(long number, List<Range> stored) {}

    /** Offset of the first chunk that differs; empty where none does. */
    static OptionalLong firstDifference(DigestFile digests, VirtualDisk disk, int threads, CopyProgress progress)
            throws IOException, InterruptedException {
        progress.started(disk.size());
        DigestComparison comparison = new DigestComparison(digests, disk, progress);
        ExecutorService crew = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(crew.submit(() -> {
                    comparison.work();
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            crew.shutdownNow();
        }
        long found = comparison.first.get();
        return found == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(found);
    }

    private void work() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(ChunkLayout.CHUNK);
        byte[] zeros = new byte[ChunkLayout.CHUNK];
        for (Chunk chunk = next(); chunk != null; chunk = next()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while the digests were compared");
            }
            if (!isSame(chunk, buffer, zeros)) {
                first.accumulateAndGet(layout.offset(chunk.number()), Math::min);
            }
            progress.advanced(layout.length(chunk.number()), 0);
        }
    }

    private boolean isSame(Chunk chunk, ByteBuffer buffer, byte[] zeros) throws IOException {
        if (chunk.stored().isEmpty()) {
            return digests.isZero(chunk.number());
        }
        buffer.clear().put(zeros).clear().limit(layout.length(chunk.number()));
        for (Range range : chunk.stored()) {
            int at = (int) (range.offset() - layout.offset(chunk.number()));
            disk.read(range.offset(), buffer.slice(at, range.length()));
        }
        return digests.get(chunk.number())
                .orElseThrow(() -> new IllegalStateException("not sealed"))
                .equals(ChunkDigest.of(buffer));
    }

    /** The next chunk in order; null at the end, and behind a difference that was found. */
    private synchronized @Nullable Chunk next() throws IOException {
        if (nextChunk == layout.count() || layout.offset(nextChunk) > first.get()) {
            return null;
        }
        long number = nextChunk++;
        long start = layout.offset(number);
        long end = start + layout.length(number);
        List<Range> stored = new ArrayList<>();
        extents.stored(start, end, (from, to) -> stored.add(new Range(from, (int) (to - from))));
        return new Chunk(number, stored);
    }
}
