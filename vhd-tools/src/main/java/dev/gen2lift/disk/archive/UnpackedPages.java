package dev.gen2lift.disk.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.SeekableInputStream;

/**
 * Reads at any position of a stream that only runs forward. What lies ahead is unpacked on the way there; what lies
 * behind and is not remembered costs a new start.
 *
 * <p>Remembered are an image's first 16 MiB and its last one, where the structures of disks and images lie; the last
 * 40 MiB unpacked, so that readers who run side by side may overtake each other; and which pages are zero. That is at
 * most 57 MiB and, for each TiB unpacked up to the sixteenth, 512 KiB.
 */
final class UnpackedPages implements Closeable {

    static final int PAGE = 256 << 10;

    /** Bytes; no image is larger (MS-VHDX 2.2: 64 TiB and its structures), so a longer stream is none. */
    static final long MAX_LENGTH = 65L << 40;

    private static final int HEAD_PAGES = (16 << 20) / PAGE;
    private static final int TAIL_PAGES = (1 << 20) / PAGE;
    private static final int RECENT_PAGES = (40 << 20) / PAGE;
    private static final int MAX_ZERO_PAGES = 1 << 26;
    private static final byte[] ZEROS = new byte[PAGE];
    private static final byte[] BEHIND_THE_END = {};

    private final String name;
    private final String structure;
    private final UnpackingLimit limit;
    private final Opener opener;

    /** Fair, or a reader could wait until what it wants is forgotten again. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final BitSet zero = new BitSet();
    private final Map<Long, byte[]> kept = new HashMap<>();
    private final Map<Long, byte[]> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > RECENT_PAGES;
        }
    };

    private @Nullable InputStream stream;
    private byte[] scratch = new byte[PAGE];

    /** The page that the stream gives next. */
    private long next;

    private long firstPage;
    private long lastPage = Long.MAX_VALUE;

    /** Where the stream ends, once that was seen. */
    private long length = Long.MAX_VALUE;

    private int starts;

    /** Pages unpacked so far, those unpacked again included, and how many there are up to the last of them. */
    private long work;

    private long reached;

    private boolean closed;

    /** Unpacks from the beginning. */
    @FunctionalInterface
    interface Opener {
        /** A new stream at its first byte; one that can seek is made to, instead of a new start. */
        InputStream open() throws IOException;
    }

    /**
     * @param name of the archive, for messages
     * @param structure what unpacks, for messages: "gzip stream"
     * @param limit of what is unpacked, but for what is unpacked again
     */
    UnpackedPages(String name, String structure, UnpackingLimit limit, Opener opener) {
        this.name = name;
        this.limit = limit;
        this.structure = structure;
        this.opener = opener;
    }

    UnpackingLimit limit() {
        return limit;
    }

    /** Says where the image lies in the stream, so that its ends are remembered. */
    void keepEndsOf(long offset, long size) {
        turn.lock();
        try {
            firstPage = offset / PAGE;
            lastPage = (offset + Math.max(1, size) - 1) / PAGE;
            kept.keySet().removeIf(page -> !isEnd(page));
            recent.forEach((page, bytes) -> {
                if (isEnd(page)) {
                    kept.put(page, bytes);
                }
            });
            recent.keySet().removeAll(kept.keySet());
        } finally {
            turn.unlock();
        }
    }

    /**
     * Runs to the stream's end, once.
     *
     * @return its length in bytes
     */
    long measure() throws IOException {
        turn.lock();
        try {
            long at = next * PAGE;
            while (length == Long.MAX_VALUE) {
                page(at / PAGE);
                at += PAGE;
            }
            keepEndsOf(0, length);
            return length;
        } finally {
            turn.unlock();
        }
    }

    /** How often the stream was begun. */
    int starts() {
        turn.lock();
        try {
            return starts;
        } finally {
            turn.unlock();
        }
    }

    /** Fills {@code into} with the bytes from {@code offset} on, or with those there are before the stream's end. */
    void read(long offset, ByteBuffer into) throws IOException {
        turn.lock();
        try {
            long at = offset;
            while (into.hasRemaining()) {
                byte[] page = page(at / PAGE);
                int from = (int) (at % PAGE);
                if (from >= page.length) {
                    return;
                }
                int count = Math.min(into.remaining(), page.length - from);
                into.put(page, from, count);
                at += count;
            }
        } finally {
            turn.unlock();
        }
    }

    private byte[] page(long index) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        byte[] known = known(index);
        if (known != null) {
            return known;
        }
        // The page in which the stream ends is unpacked to see that it does.
        limit.check(structure, index * PAGE);
        try {
            InputStream from = at(index);
            byte[] page = BEHIND_THE_END;
            while (next <= index && next * PAGE < length) {
                page = unpack(from);
            }
            return next > index ? page : BEHIND_THE_END;
        } catch (IOException | RuntimeException e) {
            closeStream();
            throw StorageFailure.translate(e, name, structure, Math.multiplyExact(next, (long) PAGE));
        }
    }

    private byte @Nullable [] known(long index) {
        if (index < MAX_ZERO_PAGES && zero.get((int) index)) {
            return ZEROS;
        }
        if (index * PAGE >= length) {
            return BEHIND_THE_END;
        }
        byte[] page = kept.get(index);
        return page == null ? recent.get(index) : page;
    }

    /** The stream, somewhere before page {@code index}. */
    private InputStream at(long index) throws IOException {
        if (stream == null || next > index && !(stream instanceof SeekableInputStream)) {
            closeStream();
            starts++;
            next = 0;
            stream = opener.open();
            if (stream instanceof SeekableInputStream seekable) {
                length = seekable.length();
            }
        }
        if (stream instanceof SeekableInputStream seekable && (next > index || index - next > RECENT_PAGES)) {
            seekable.seek(Math.min(seekable.length(), index * PAGE));
            next = index;
        }
        return stream;
    }

    private byte[] unpack(InputStream from) throws IOException {
        limit.checkTimes(structure, ++work / (Math.max(reached, next) + HEAD_PAGES));
        int count = from.readNBytes(scratch, 0, PAGE);
        long index = next++;
        reached = Math.max(reached, next);
        if (count < PAGE) {
            length = index * PAGE + count;
            byte[] last = Arrays.copyOf(scratch, count);
            remember(index, last);
            return last;
        }
        if (index < MAX_ZERO_PAGES && Arrays.equals(scratch, ZEROS)) {
            zero.set((int) index);
            return ZEROS;
        }
        byte[] page = scratch;
        scratch = new byte[PAGE];
        remember(index, page);
        return page;
    }

    private void remember(long index, byte[] page) {
        if (isEnd(index)) {
            kept.put(index, page);
        } else {
            recent.put(index, page);
        }
    }

    private boolean isEnd(long page) {
        return page >= firstPage && page - firstPage < HEAD_PAGES || page <= lastPage && lastPage - page < TAIL_PAGES;
    }

    private void closeStream() {
        InputStream old = stream;
        stream = null;
        if (old != null) {
            try {
                old.close();
            } catch (IOException | RuntimeException e) {
                // It was read only, and what it held is gone either way.
                return;
            }
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            closeStream();
            kept.clear();
            recent.clear();
        } finally {
            turn.unlock();
        }
    }
}
