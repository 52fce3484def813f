package dev.gen2lift.copy;

import dev.gen2lift.copy.Segment.Fate;
import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.FileRange;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Walks the source's extents and offers what is stored verbatim to the target for sharing. Checks that the extents cover
 * the disk: a gap in them would be a hole in the copy.
 */
final class SegmentCursor {

    /** Bytes offered at once, so that a huge extent shows progress and can be stopped; offers end at its multiples. */
    private static final long OFFER = 1L << 30;

    /**
     * Where an offer is refused, its front part up to a multiple of this is offered again: file systems share whole
     * blocks only, of at most 64 KiB, and the disk's end need not lie on one.
     */
    private static final long LARGEST_BLOCK = 64 << 10;

    private final VirtualDisk source;
    private final ExtentCursor extents;
    private final @Nullable DiskTarget target;
    private @Nullable Extent rest;
    private long position;
    private long shared;

    /** @param target who is offered what is stored; null for nobody, then every DATA extent is COPY */
    SegmentCursor(VirtualDisk source, @Nullable DiskTarget target) {
        this.source = source;
        this.extents = source.extents();
        this.target = target;
    }

    /** The next segment in order, or null at the disk's end. */
    @Nullable
    Segment next() throws IOException {
        Extent extent = rest == null ? nextExtent() : rest;
        rest = null;
        if (extent == null) {
            return null;
        }
        if (extent.kind() == Extent.Kind.ZERO) {
            return segment(extent, Fate.ZERO);
        }
        if (target == null || extent.stored().isEmpty()) {
            return segment(extent, Fate.COPY);
        }
        Extent offer = keepRest(extent, Math.min(extent.end(), (extent.offset() / OFFER + 1) * OFFER));
        if (target.cloneFrom(offer)) {
            return shared(offer);
        }
        long blockEnd = offer.end() / LARGEST_BLOCK * LARGEST_BLOCK;
        if (blockEnd > offer.offset() && blockEnd < offer.end()) {
            Extent front = front(offer, blockEnd - offer.offset());
            if (target.cloneFrom(front)) {
                keepRest(extent, front.end());
                return shared(front);
            }
        }
        return segment(offer, Fate.COPY);
    }

    /** Bytes that the target shares so far. */
    long sharedBytes() {
        return shared;
    }

    private @Nullable Extent nextExtent() throws IOException {
        Extent extent = extents.next();
        long capacity = source.size();
        if (extent == null) {
            if (position != capacity) {
                throw new IllegalStateException("extents end at " + position + " of " + capacity);
            }
            return null;
        }
        if (extent.offset() != position || extent.length() <= 0 || extent.length() > capacity - position) {
            throw new IllegalStateException("not the next extent at " + position + " of " + capacity + ": " + extent);
        }
        position = extent.end();
        return extent;
    }

    private Segment shared(Extent extent) {
        shared += extent.length();
        return segment(extent, Fate.SHARED);
    }

    /** The part of the extent before {@code end}; what lies behind comes next. */
    private Extent keepRest(Extent extent, long end) {
        long length = end - extent.offset();
        rest = length < extent.length() ? behind(extent, length) : null;
        return front(extent, length);
    }

    private static Extent front(Extent extent, long length) {
        return length == extent.length() ? extent : new Extent(extent.offset(), length, extent.kind(), extent.stored());
    }

    private static Extent behind(Extent extent, long length) {
        return new Extent(
                extent.offset() + length,
                extent.length() - length,
                extent.kind(),
                extent.stored().map(range -> new FileRange(range.file(), range.offset() + length)));
    }

    private static Segment segment(Extent extent, Fate fate) {
        return new Segment(extent.offset(), extent.length(), fate);
    }
}
