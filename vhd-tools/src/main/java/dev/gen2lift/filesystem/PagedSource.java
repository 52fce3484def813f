package dev.gen2lift.filesystem;

import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A source whose pages are kept for a while after they were read, for the small structures that a file system reads
 * again and again. Holds at most {@value #PAGES} pages of {@value #PAGE} bytes; reads of more than
 * {@value #LARGEST_KEPT} bytes go past it.
 */
public final class PagedSource implements ByteSource {

    static final int PAGE = 4096;
    static final int PAGES = 512;

    /** The largest block or record of any file system. */
    static final int LARGEST_KEPT = 64 * 1024;

    private final ByteSource source;
    private final LinkedHashMap<Long, byte[]> pages = new Pages();

    public PagedSource(ByteSource source) {
        this.source = source;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public synchronized void read(long offset, ByteBuffer into) throws IOException {
        if (into.remaining() > LARGEST_KEPT || offset < 0 || offset > size() - into.remaining()) {
            // Beyond the end the source knows best what to say.
            source.read(offset, into);
            return;
        }
        long at = offset;
        while (into.hasRemaining()) {
            long page = at / PAGE;
            byte[] bytes = pages.get(page);
            if (bytes == null) {
                bytes = load(page, at + into.remaining());
            }
            int begin = (int) (at % PAGE);
            int length = Math.min(bytes.length - begin, into.remaining());
            into.put(bytes, begin, length);
            at += length;
        }
    }

    /** Reads a page, and in the same go those behind it that are needed too: blocks are mostly several pages long. */
    private byte[] load(long first, long end) throws IOException {
        int count = 1;
        while ((first + count) * PAGE < end && !pages.containsKey(first + count)) {
            count++;
        }
        long begin = first * PAGE;
        ByteBuffer run = ByteBuffer.allocate((int) Math.min((long) count * PAGE, size() - begin));
        source.read(begin, run);
        run.flip();
        byte[] wanted = new byte[Math.min(PAGE, run.remaining())];
        run.get(wanted);
        pages.put(first, wanted);
        for (long page = first + 1; run.hasRemaining(); page++) {
            byte[] bytes = new byte[Math.min(PAGE, run.remaining())];
            run.get(bytes);
            pages.put(page, bytes);
        }
        return wanted;
    }

    /** Forgets the page that was not used for longest. */
    private static final class Pages extends LinkedHashMap<Long, byte[]> {

        private static final long serialVersionUID = 1L;

        Pages() {
            super(PAGES * 2, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > PAGES;
        }
    }
}
