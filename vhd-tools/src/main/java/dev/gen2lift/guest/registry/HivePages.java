package dev.gen2lift.guest.registry;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A hive read in pages of {@value #PAGE} bytes, of which those used last are kept: what lies together in a hive is used
 * together. Reads no more than a stated number of bytes, so that no hive costs more time than its answers are worth.
 */
final class HivePages implements ByteSource {

    private static final int PAGE = 4096;

    /** 4 MiB. */
    private static final int MAX_KEPT = 1024;

    private final ByteSource hive;
    private final long budget;
    private final Map<Long, ByteBuffer> pages = new LinkedHashMap<>(64, 0.75f, true);
    private long spent;

    /** @param budget bytes that may be read of {@code hive}, pages read again included */
    HivePages(ByteSource hive, long budget) {
        this.hive = hive;
        this.budget = budget;
    }

    @Override
    public String name() {
        return hive.name();
    }

    @Override
    public long size() {
        return hive.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        BadImageException.requireWithin(name(), "hive", size(), offset, into.remaining());
        long at = offset;
        while (into.hasRemaining()) {
            ByteBuffer page = page(at / PAGE);
            int begin = (int) (at % PAGE);
            int length = Math.min(into.remaining(), page.limit() - begin);
            into.put(into.position(), page, begin, length);
            into.position(into.position() + length);
            at += length;
        }
    }

    private ByteBuffer page(long index) throws IOException {
        ByteBuffer page = pages.get(index);
        if (page == null) {
            long begin = index * PAGE;
            page = ByteBuffer.allocate((int) Math.min(PAGE, size() - begin));
            spent += page.limit();
            if (spent > budget) {
                throw new BadImageException(
                        BadImageException.Kind.LIMIT,
                        name(),
                        "hive",
                        begin,
                        "more than " + budget + " bytes to read for what is asked of it");
            }
            hive.read(begin, page);
            page.flip();
            pages.put(index, page);
            if (pages.size() > MAX_KEPT) {
                pages.remove(pages.keySet().iterator().next());
            }
        }
        return page;
    }
}
