package dev.gen2lift.copy;

import dev.gen2lift.copy.Segment.Fate;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts segments into pieces: in order, never overlapping, ending at multiples of the target's longest write, their edges
 * rounded outwards to the target's alignment. Extents that touch go into one piece, and so do extents with less than a
 * zero gap between them, so that a disk stored in small bits is not read in small bits.
 */
final class PieceCutter {

    private final SegmentCursor segments;
    private final WriteShape shape;
    private final long capacity;
    private final boolean readShared;
    private final CopyProgress progress;
    private @Nullable Segment ahead;
    private boolean started;
    private long position;
    private long index;

    /**
     * @param readShared whether shared segments become pieces too, which are not written
     * @param progress hears of what becomes no piece; hears nothing of it where {@code readShared}: then whoever reads
     *     in order knows the gaps
     */
    PieceCutter(SegmentCursor segments, WriteShape shape, long capacity, boolean readShared, CopyProgress progress) {
        this.segments = segments;
        this.shape = shape;
        this.capacity = capacity;
        this.readShared = readShared;
        this.progress = progress;
    }

    /** The next piece; empty when there are no more. */
    synchronized Optional<Piece> next() throws IOException {
        for (Segment segment = peek(); segment != null; segment = peek()) {
            if (segment.fate() == Fate.COPY) {
                return Optional.of(copyPiece(segment));
            }
            if (segment.fate() == Fate.SHARED && readShared) {
                return Optional.of(readPiece(segment));
            }
            if (segment.fate() == Fate.SHARED) {
                skipTo(segment.end());
            }
            drop();
        }
        skipTo(capacity);
        return Optional.empty();
    }

    private Piece copyPiece(Segment first) throws IOException {
        long start = Math.max(position, first.offset() & -(long) shape.alignment());
        long limit = Math.min(capacity, (start / shape.maxLength() + 1) * shape.maxLength());
        long end = start;
        for (Segment segment = first; segment != null && joins(segment, end, limit); segment = peek()) {
            if (segment.fate() == Fate.COPY) {
                end = Math.min(segment.end(), limit);
            }
            if (segment.end() > limit) {
                break;
            }
            drop();
        }
        end = Math.min(limit, roundUp(end, shape.alignment()));
        return piece(start, end, true);
    }

    private boolean joins(Segment segment, long end, long limit) {
        return segment.fate() == Fate.COPY
                ? segment.offset() < limit
                : segment.fate() == Fate.ZERO && segment.end() - end < shape.zeroGap();
    }

    private Piece readPiece(Segment segment) {
        long start = Math.max(position, segment.offset());
        long limit = (start / shape.maxLength() + 1) * shape.maxLength();
        return piece(start, Math.min(segment.end(), limit), false);
    }

    private Piece piece(long start, long end, boolean write) {
        long coverFrom = position;
        skipTo(start);
        position = end;
        return new Piece(index++, coverFrom, start, (int) (end - start), write);
    }

    private void skipTo(long offset) {
        if (offset > position) {
            if (!readShared) {
                progress.advanced(offset - position, 0);
            }
            position = offset;
        }
    }

    /** The segment at hand: the first one that is not wholly behind us. */
    private @Nullable Segment peek() throws IOException {
        if (!started) {
            started = true;
            ahead = segments.next();
        }
        while (ahead != null && ahead.end() <= position) {
            ahead = segments.next();
        }
        return ahead;
    }

    private void drop() throws IOException {
        ahead = segments.next();
    }

    private static long roundUp(long value, long powerOfTwo) {
        return Math.addExact(value, powerOfTwo - 1) & -powerOfTwo;
    }
}
