package dev.gen2lift.transfer;

import com.azure.storage.blob.models.PageRangeItem;
import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A blob's page ranges as extents, one page of the service's list in memory. */
final class PageRangeCursor implements ExtentCursor {

    /** How much of a disk is asked about at once, in bytes. */
    private static final long STRETCH = 64L << 30;

    private final PageBlobAddress address;
    private final long size;
    private final Pages pages;
    private Iterator<List<PageRangeItem>> lists = Collections.emptyIterator();
    private Iterator<PageRangeItem> items = Collections.emptyIterator();
    private long stretchStart;
    private long stretchEnd;
    private long position;
    private @Nullable Extent data;

    /** Asks for the lists of page ranges in a stretch of the blob. */
    @FunctionalInterface
    interface Pages {
        Iterator<List<PageRangeItem>> of(long offset, long length);
    }

    PageRangeCursor(PageBlobAddress address, long size, Pages pages) {
        this.address = address;
        this.size = size;
        this.pages = pages;
    }

    @Override
    public @Nullable Extent next() throws IOException {
        if (data == null) {
            data = nextData();
        }
        Extent next;
        if (data == null || data.offset() > position) {
            long end = data == null ? size : data.offset();
            next = end > position ? Extent.zero(position, end - position) : null;
        } else {
            next = data;
            data = null;
        }
        if (next != null) {
            position = next.end();
        }
        return next;
    }

    /** The next range that holds pages, or null behind the last one. */
    private @Nullable Extent nextData() throws IOException {
        while (true) {
            while (items.hasNext()) {
                Extent range = range(items.next());
                if (range != null) {
                    return range;
                }
            }
            if (!fetch() && !nextStretch()) {
                return null;
            }
        }
    }

    /** The part of a range that lies within the stretch, behind what came before; null where there is none. */
    private @Nullable Extent range(PageRangeItem item) {
        Long length = item.getRange().getLength();
        if (item.isClear() || length == null) {
            return null;
        }
        long start = Math.max(Math.max(stretchStart, position), item.getRange().getOffset());
        long end = Math.min(stretchEnd, item.getRange().getOffset() + length);
        return start < end ? Extent.data(start, end - start, Optional.empty()) : null;
    }

    private boolean fetch() throws IOException {
        boolean[] more = new boolean[1];
        BlobCalls.read(address, () -> {
            more[0] = lists.hasNext();
            if (more[0]) {
                items = lists.next().iterator();
            }
        });
        return more[0];
    }

    private boolean nextStretch() throws IOException {
        if (stretchEnd == size) {
            return false;
        }
        stretchStart = stretchEnd;
        stretchEnd = Math.min(size, stretchStart + STRETCH);
        BlobCalls.read(address, () -> lists = pages.of(stretchStart, stretchEnd - stretchStart));
        return true;
    }
}
