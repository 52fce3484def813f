package dev.gen2lift.testimages;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Content in memory that is written at any offset; only pages that hold a non-zero byte take space. */
public final class SparseContent implements Content {

    /** Bytes; as small as the smallest cluster, so that holes stay exact. */
    private static final int PAGE = 4096;

    private static final byte[] ZERO_PAGE = new byte[PAGE];

    private final long size;
    private final TreeMap<Long, byte[]> pages = new TreeMap<>();

    /** All zero; {@code size} in bytes. */
    public SparseContent(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    /**
     * Writes all of {@code data} at {@code offset}.
     *
     * @throws IllegalArgumentException where it leaves the content
     */
    public SparseContent write(long offset, byte[] data) {
        return write(offset, data, 0, data.length);
    }

    /** Writes what remains of {@code data} at {@code offset}; its position moves to its limit. */
    public SparseContent write(long offset, ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return write(offset, bytes);
    }

    /** Writes {@code data[from .. from + length)} at {@code offset}. */
    public SparseContent write(long offset, byte[] data, int from, int length) {
        if (offset < 0 || offset > size - length) {
            throw new IllegalArgumentException(length + " bytes at " + offset + " leave a content of " + size);
        }
        int done = 0;
        while (done < length) {
            long at = offset + done;
            int inPage = (int) (at % PAGE);
            int count = Math.min(PAGE - inPage, length - done);
            put(at / PAGE, inPage, data, from + done, count);
            done += count;
        }
        return this;
    }

    /** Writes the non-zero parts of another content at {@code offset}, for example a file system into its partition. */
    public SparseContent write(long offset, Content content) {
        byte[] page = new byte[PAGE];
        for (long at = content.nextData(0); at < content.size(); at = content.nextData(at)) {
            int length = (int) Math.min(PAGE - at % PAGE, content.size() - at);
            content.read(at, page, 0, length);
            write(offset + at, page, 0, length);
            at += length;
        }
        return this;
    }

    /** An independent copy with another size; what does not fit is cut off. */
    public SparseContent resized(long newSize) {
        SparseContent copy = new SparseContent(newSize);
        pages.headMap(newSize / PAGE, newSize % PAGE != 0).forEach((page, bytes) -> {
            long at = page * PAGE;
            copy.write(at, bytes, 0, (int) Math.min(PAGE, newSize - at));
        });
        return copy;
    }

    /** An independent copy. */
    public SparseContent copy() {
        return resized(size);
    }

    @Override
    public void read(long offset, byte[] into, int at, int length) {
        int done = 0;
        while (done < length) {
            long from = offset + done;
            int inPage = (int) (from % PAGE);
            int count = Math.min(PAGE - inPage, length - done);
            System.arraycopy(pages.getOrDefault(from / PAGE, ZERO_PAGE), inPage, into, at + done, count);
            done += count;
        }
    }

    @Override
    public long nextData(long from) {
        if (from >= size) {
            return size;
        }
        Map.Entry<Long, byte[]> entry = pages.ceilingEntry(from / PAGE);
        while (entry != null && Arrays.equals(entry.getValue(), ZERO_PAGE)) {
            entry = pages.higherEntry(entry.getKey());
        }
        return entry == null ? size : Math.max(from, entry.getKey() * PAGE);
    }

    private void put(long page, int inPage, byte[] data, int from, int count) {
        byte[] bytes = pages.get(page);
        if (bytes == null) {
            if (Arrays.equals(data, from, from + count, ZERO_PAGE, 0, count)) {
                return;
            }
            bytes = new byte[PAGE];
            pages.put(page, bytes);
        }
        System.arraycopy(data, from, bytes, inPage, count);
    }
}
