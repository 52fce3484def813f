package dev.gen2lift.copy;

import dev.gen2lift.copy.Segment.Fate;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks the extents of two disks in step and cuts what either of them stores into pieces, in order. */
final class PairCutter {

    private final SegmentCursor cursorA;
    private final SegmentCursor cursorB;
    private final int pieceLength;
    private final boolean alike;
    private final CopyProgress progress;
    private final long end;
    private @Nullable Segment a;
    private @Nullable Segment b;
    private long position;

    /**
     * @param alike whether a piece ends where one of the disks begins or ends to store
     * @param progress hears of what is zero on both and becomes no piece
     */
    PairCutter(VirtualDisk a, VirtualDisk b, int pieceLength, boolean alike, CopyProgress progress) {
        this.cursorA = new SegmentCursor(a, null);
        this.cursorB = new SegmentCursor(b, null);
        this.pieceLength = pieceLength;
        this.alike = alike;
        this.progress = progress;
        this.end = Math.min(a.size(), b.size());
    }

    /**
     * A range that at least one of the disks stores a part of.
     *
     * @param storedInA false where the first disk is known to be zero there
     * @param storedInB false where the second disk is known to be zero there
     */
    record Pair(long offset, int length, boolean storedInA, boolean storedInB) {}

    /** The next piece; empty where the shorter disk ends. */
    synchronized Optional<Pair> next() throws IOException {
        long start = position;
        while (position < end && !isStored(segmentA()) && !isStored(segmentB())) {
            position = nextEdge(end);
        }
        if (position > start) {
            progress.advanced(position - start, 0);
        }
        if (position == end) {
            return Optional.empty();
        }
        long from = position;
        long limit = Math.min(end, (from / pieceLength + 1) * pieceLength);
        boolean storedInA = isStored(segmentA());
        boolean storedInB = isStored(segmentB());
        while (position < limit && joins(storedInA, storedInB)) {
            storedInA |= isStored(segmentA());
            storedInB |= isStored(segmentB());
            position = nextEdge(limit);
        }
        return Optional.of(new Pair(from, (int) (position - from), storedInA, storedInB));
    }

    private boolean joins(boolean storedInA, boolean storedInB) throws IOException {
        boolean a = isStored(segmentA());
        boolean b = isStored(segmentB());
        return alike ? a == storedInA && b == storedInB : a || b;
    }

    private long nextEdge(long limit) throws IOException {
        return Math.min(limit, Math.min(segmentA().end(), segmentB().end()));
    }

    private Segment segmentA() throws IOException {
        a = upToPosition(a, cursorA);
        return a;
    }

    private Segment segmentB() throws IOException {
        b = upToPosition(b, cursorB);
        return b;
    }

    private Segment upToPosition(@Nullable Segment current, SegmentCursor cursor) throws IOException {
        Segment segment = current;
        while (segment == null || segment.end() <= position) {
            segment = cursor.next();
            if (segment == null) {
                throw new IllegalStateException("no extent at " + position);
            }
        }
        return segment;
    }

    private static boolean isStored(Segment segment) {
        return segment.fate() == Fate.COPY;
    }
}
