package dev.gen2lift.transfer.digest;

import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The stored ranges of one stretch of a disk after the other, with each extent asked for once. For one thread at a time. */
public final class ExtentsAhead {

    private final ExtentCursor extents;
    private @Nullable Extent ahead;

    /** @param extents at the disk's beginning */
    public ExtentsAhead(ExtentCursor extents) {
        this.extents = extents;
    }

    /** Takes the parts of a stretch that the disk stores. */
    @FunctionalInterface
    public interface Stored {
        void range(long from, long to);
    }

    /**
     * Tells what of a stretch is stored, in order.
     *
     * @param start not before the end of the stretch that was asked about last
     */
    public void stored(long start, long end, Stored taker) throws IOException {
        for (Extent extent = at(start); extent != null && extent.offset() < end; extent = at(extent.end())) {
            if (extent.kind() == Extent.Kind.DATA) {
                taker.range(Math.max(start, extent.offset()), Math.min(end, extent.end()));
            }
            if (extent.end() >= end) {
                return;
            }
        }
    }

    /** The extent that holds the byte, or null behind the last one. */
    private @Nullable Extent at(long offset) throws IOException {
        while (ahead == null || ahead.end() <= offset) {
            ahead = extents.next();
            if (ahead == null) {
                return null;
            }
        }
        return ahead;
    }
}
