package dev.gen2lift.volume;

import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in memory that take the place of a disk's own, in pages of {@value #PAGE} bytes: what lies between two pages
 * keeps an alignment at which file systems can share extents. Filled once, then only read, by any number of threads.
 */
final class PageOverlay {

    static final int PAGE = 4096;

    private final ByteSource disk;
    private final TreeMap<Long, ByteBuffer> pages = new TreeMap<>();

    PageOverlay(ByteSource disk) {
        this.disk = disk;
    }

    /** Replaces bytes; what else is in their pages stays the disk's, zero behind its end. */
    void put(long offset, ByteBuffer bytes) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        long at = offset;
        while (rest.hasRemaining()) {
            ByteBuffer page = page(at / PAGE);
            int begin = (int) (at % PAGE);
            int length = Math.min(rest.remaining(), PAGE - begin);
            page.put(begin, rest, rest.position(), length);
            rest.position(rest.position() + length);
            at += length;
        }
    }

    /** Copies what the overlay has of the range at {@code offset} over {@code into}, by absolute positions. */
    void apply(long offset, ByteBuffer into, int position, int length) {
        for (Map.Entry<Long, ByteBuffer> entry : pages.subMap(offset / PAGE, true, (offset + length) / PAGE, true)
                .entrySet()) {
            long pageBegin = entry.getKey() * PAGE;
            long begin = Math.max(offset, pageBegin);
            long end = Math.min(offset + length, pageBegin + PAGE);
            if (begin < end) {
                into.put(position + (int) (begin - offset), entry.getValue(), (int) (begin - pageBegin), (int)
                        (end - begin));
            }
        }
    }

    /** The offset of the first page that ends behind {@code offset}, or null where there is none. */
    @Nullable
    Long firstPageEndingBehind(long offset) {
        Long page = pages.ceilingKey(offset / PAGE);
        return page == null ? null : page * PAGE;
    }

    private ByteBuffer page(long index) throws IOException {
        ByteBuffer page = pages.get(index);
        if (page == null) {
            page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
            long begin = index * PAGE;
            long stored = Math.min(PAGE, disk.size() - begin);
            if (stored > 0) {
                disk.read(begin, page.slice(0, (int) stored));
            }
            pages.put(index, page);
        }
        return page;
    }
}
