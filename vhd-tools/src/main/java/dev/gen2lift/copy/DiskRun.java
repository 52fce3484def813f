package dev.gen2lift.copy;

import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One pass over a disk by a crew of threads: each piece is read, hashed where that is wanted, and written. */
final class DiskRun {

    /** Of the buffers in memory: targets that write past the system's cache need it. */
    private static final int ALIGNMENT = 4096;

    private final VirtualDisk source;
    private final @Nullable DiskTarget target;
    private final CopyOptions options;
    private final CopyProgress progress;
    private final WriteShape shape;
    private final SegmentCursor segments;
    private final PieceCutter pieces;
    private final @Nullable OrderedDigest digest;
    private final LongAdder written = new LongAdder();

    /** A pass that copies. */
    DiskRun(VirtualDisk source, DiskTarget target, CopyOptions options, CopyProgress progress) {
        this(source, target, target.shape(), options, progress);
    }

    /** A pass that only hashes. */
    DiskRun(VirtualDisk source, int pieceLength, CopyOptions options, CopyProgress progress) {
        this(source, null, new WriteShape(1, pieceLength, pieceLength), options, progress);
    }

    private DiskRun(
            VirtualDisk source,
            @Nullable DiskTarget target,
            WriteShape shape,
            CopyOptions options,
            CopyProgress progress) {
        this.source = source;
        this.target = target;
        this.shape = shape;
        this.options = options;
        this.progress = progress;
        this.digest = options.digest() ? new OrderedDigest(progress) : null;
        this.segments = new SegmentCursor(source, target);
        this.pieces = new PieceCutter(segments, shape, source.size(), digest != null, progress);
    }

    /** Runs the pass; returns the digest in hexadecimal, where it is wanted. */
    Optional<String> toEnd() throws IOException, InterruptedException {
        progress.started(source.size());
        Crew.run("copy", options.threads(), Copyist::new);
        return digest == null ? Optional.empty() : Optional.of(digest.finish(source.size()));
    }

    long sharedBytes() {
        return segments.sharedBytes();
    }

    long writtenBytes() {
        return written.sum();
    }

    /** One thread's share. */
    private final class Copyist implements Crew.Step {

        private final NonZeroRuns runs = new NonZeroRuns(shape);
        private @Nullable ByteBuffer buffer;

        @Override
        public boolean run(Crew.Member self) throws IOException, InterruptedException {
            Optional<Piece> next = self.shielded(pieces::next);
            if (next.isEmpty()) {
                return false;
            }
            Piece piece = next.get();
            ByteBuffer data = bufferFor(piece);
            self.shielded(() -> {
                source.read(piece.offset(), data);
                return data.flip();
            });
            if (digest != null) {
                digest.update(piece, data.duplicate());
            }
            long bytes = 0;
            DiskTarget to = target;
            if (to != null && piece.write()) {
                bytes = runs.forEach(
                        data, (from, end) -> to.write(piece.offset() + from, data.slice(from, end - from)));
                to.covered(piece.coverFrom(), piece.end(), bytes);
            }
            written.add(bytes);
            progress.advanced(piece.length(), bytes);
            return true;
        }

        private ByteBuffer bufferFor(Piece piece) {
            ByteBuffer data = buffer;
            if (data == null) {
                data = ByteBuffer.allocateDirect(shape.maxLength() + 2 * ALIGNMENT)
                        .alignedSlice(ALIGNMENT);
                buffer = data;
            }
            return data.clear().limit(piece.length());
        }
    }
}
