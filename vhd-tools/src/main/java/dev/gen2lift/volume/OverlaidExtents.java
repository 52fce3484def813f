package dev.gen2lift.volume;

import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.FileRange;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A disk's extents, then zeros up to a larger capacity, with the pages of an overlay cut out as data of their own. */
final class OverlaidExtents implements ExtentCursor {

    private final ExtentCursor below;
    private final PageOverlay overlay;
    private final long capacity;

    private long position;
    private @Nullable Extent current;

    OverlaidExtents(ExtentCursor below, PageOverlay overlay, long capacity) {
        this.below = below;
        this.overlay = overlay;
        this.capacity = capacity;
    }

    @Override
    public @Nullable Extent next() throws IOException {
        if (position >= capacity) {
            return null;
        }
        Long page = overlay.firstPageEndingBehind(position);
        Extent extent;
        if (page != null && page <= position) {
            long end = Math.min(capacity, page + PageOverlay.PAGE);
            extent = Extent.data(position, end - position, Optional.empty());
        } else {
            Extent source = sourceAt(position);
            long end = Math.min(source.end(), page == null ? capacity : page);
            extent = part(source, position, end);
        }
        position = extent.end();
        return extent;
    }

    /** The extent below that covers {@code offset}; pages may have covered some of them whole. */
    private Extent sourceAt(long offset) throws IOException {
        while (current == null || current.end() <= offset) {
            Extent next = below.next();
            current = next != null ? next : Extent.zero(offset, capacity - offset);
        }
        return current;
    }

    private static Extent part(Extent extent, long begin, long end) {
        long shift = begin - extent.offset();
        return new Extent(
                begin,
                end - begin,
                extent.kind(),
                extent.stored().map(range -> new FileRange(range.file(), range.offset() + shift)));
    }
}
