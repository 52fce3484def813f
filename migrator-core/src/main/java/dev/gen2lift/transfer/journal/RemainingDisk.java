package dev.gen2lift.transfer.journal;

import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.FileRange;
import dev.gen2lift.disk.ForwardingDisk;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is left to send of a disk: its extents, with those as zero that an earlier run dealt with. A copy of it neither
 * reads nor writes them. Reading gives what the disk holds, there too.
 */
public final class RemainingDisk extends ForwardingDisk {

    private final Coverage done;

    /** @param done must not change while the disk is used */
    public RemainingDisk(VirtualDisk disk, Coverage done) {
        super(disk);
        this.done = done;
    }

    @Override
    public ExtentCursor extents() {
        return new Cursor(disk.extents());
    }

    private final class Cursor implements ExtentCursor {

        private final ExtentCursor below;
        private @Nullable Extent rest;

        private Cursor(ExtentCursor below) {
            this.below = below;
        }

        @Override
        public @Nullable Extent next() throws IOException {
            Extent extent = rest == null ? below.next() : rest;
            rest = null;
            if (extent == null || extent.kind() == Extent.Kind.ZERO) {
                return extent;
            }
            Coverage.Stretch stretch = done.endingBehind(extent.offset());
            if (stretch == null || stretch.from() >= extent.end()) {
                return extent;
            }
            if (stretch.from() > extent.offset()) {
                return front(extent, stretch.from());
            }
            Extent covered = front(extent, Math.min(stretch.to(), extent.end()));
            return Extent.zero(covered.offset(), covered.length());
        }

        /** The part before {@code end}; what lies behind comes next. */
        private Extent front(Extent extent, long end) {
            long length = end - extent.offset();
            if (length < extent.length()) {
                rest = Extent.data(
                        end,
                        extent.end() - end,
                        extent.stored().map(range -> new FileRange(range.file(), range.offset() + length)));
            }
            return Extent.data(extent.offset(), length, extent.stored());
        }
    }
}
