package dev.gen2lift.disk.layer;

import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A block allocation table of any size, of which only the pages in use are held in memory. Call {@link #scan} once
 * before anything else; it also learns which pages are empty, so that no later walk reads them again.
 */
public final class BlockTable {

    private static final int PAGE = 4096;
    private static final int MAX_PAGES_HELD = 128;

    private final ByteSource source;
    private final long offset;
    private final long count;
    private final int width;
    private final ByteOrder order;
    private final long absent;
    private final BitSet emptyPages = new BitSet();
    private final SlotCache<long[]> pages;

    /**
     * @param offset where the table lies in {@code source}; the caller checked that all of it does
     * @param count entries; at most 2^31 pages' worth
     * @param width bytes of an entry, 4 or 8
     * @param absent the entry of a block that is not stored
     */
    public BlockTable(ByteSource source, long offset, long count, int width, ByteOrder order, long absent) {
        this.source = source;
        this.offset = offset;
        this.count = count;
        this.width = width;
        this.order = order;
        this.absent = absent;
        this.pages = new SlotCache<>((int) Math.max(1, Math.min(MAX_PAGES_HELD, pageCount())), this::load);
    }

    private long pageCount() {
        return (count + PAGE - 1) / PAGE;
    }

    /** Receives the entries of a table that are not absent, in order. */
    @FunctionalInterface
    public interface Visitor {
        /** @return whether entries that are the same need not be shown any more, until another one returns true */
        boolean entry(long index, long entry) throws IOException;
    }

    /** Shows every entry that is not absent to {@code visitor}, but those that it does not want to see again. */
    public void scan(Visitor visitor) throws IOException {
        long settled = absent;
        for (int page = 0; page < pageCount(); page++) {
            long[] entries = pages.get(page);
            boolean empty = true;
            long first = (long) page * PAGE;
            for (int i = 0; i < entries.length; i++) {
                long entry = entries[i];
                if (entry == absent) {
                    continue;
                }
                empty = false;
                if (entry != settled && visitor.entry(first + i, entry)) {
                    settled = entry;
                }
            }
            if (empty) {
                emptyPages.set(page);
            }
        }
    }

    /** The entry at {@code index}, as it is stored, unsigned. */
    public long get(long index) throws IOException {
        int page = (int) (index / PAGE);
        return emptyPages.get(page) ? absent : pages.get(page)[(int) (index % PAGE)];
    }

    /** How many entries from {@code index} on, at most {@code max}, are the same as the one at {@code index}. */
    public long countSame(long index, long max) throws IOException {
        long entry = get(index);
        long end = Math.min(count, index + max);
        long at = index;
        while (at < end) {
            int page = (int) (at / PAGE);
            if (entry == absent && emptyPages.get(page)) {
                at = (page + 1L) * PAGE;
                continue;
            }
            long[] entries = pages.get(page);
            int i = (int) (at % PAGE);
            while (i < entries.length && entries[i] == entry) {
                i++;
            }
            at = (long) page * PAGE + i;
            if (i < entries.length) {
                break;
            }
        }
        return Math.min(at, end) - index;
    }

    private long[] load(long page) throws IOException {
        long first = page * PAGE;
        int entries = (int) Math.min(PAGE, count - first);
        ByteBuffer bytes = ByteBuffer.allocate(entries * width).order(order);
        source.read(offset + first * width, bytes);
        bytes.flip();
        long[] decoded = new long[entries];
        if (width == Long.BYTES) {
            bytes.asLongBuffer().get(decoded);
        } else {
            Arrays.setAll(decoded, i -> Integer.toUnsignedLong(bytes.getInt(i * Integer.BYTES)));
        }
        return decoded;
    }
}
