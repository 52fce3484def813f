package dev.gen2lift.os;

import java.io.Closeable;
import java.nio.file.Path;

/**
 * Shares ranges of other files with one file, so that both refer to the same blocks on the medium until either of them
 * is written to. Linux: XFS, Btrfs and others that know {@code FICLONERANGE}; Windows: ReFS. For one thread at a time.
 */
public interface RangeCloner extends Closeable {

    /**
     * Makes {@code length} bytes of the file at {@code targetOffset} share the bytes of {@code source} at
     * {@code sourceOffset}. File systems share whole blocks only, so offsets and, but at the source's end, the length
     * have to be multiples of their block size.
     *
     * @return false where this cannot be done, for whatever reason; the range then holds zeros or parts of the same bytes
     */
    boolean cloneRange(Path source, long sourceOffset, long length, long targetOffset);

    @Override
    void close();

    /** Into an existing file. Nothing is opened before the first range is cloned. */
    static RangeCloner into(Path target) {
        return new TryingRangeCloner(target);
    }
}
