package dev.gen2lift.disk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Walks a virtual disk's extents in order. Together they cover every byte exactly once. Lazy: a cursor holds a bounded
 * part of the allocation table, whatever the disk's size. For one thread at a time.
 */
@FunctionalInterface
public interface ExtentCursor {

    /**
     * The next extent, or null behind the last one. Neighbours of the same kind are merged where that costs nothing; two
     * DATA extents may touch.
     */
    @Nullable
    Extent next() throws IOException;
}
