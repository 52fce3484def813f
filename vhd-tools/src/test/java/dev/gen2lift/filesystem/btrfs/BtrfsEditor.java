package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Changes a volume with tree blocks of 4096 bytes and CRC-32C, in memory; the volume below stays as it is. */
final class BtrfsEditor implements ByteSource {

    static final int PAGE = 4096;
    static final long SUPERBLOCK = 64 << 10;
    static final long COPY = 64 << 20;

    private static final int HEADER = 101;
    private static final int ITEM = 25;

    private final ByteSource volume;
    private final TreeMap<Long, ByteBuffer> pages = new TreeMap<>();

    /** Where the copies of each tree block lie, by its logical address. */
    private final TreeMap<Long, List<Long>> blocks = new TreeMap<>();

    /** Where pages with other content lie. */
    private final List<Long> data = new ArrayList<>();

    /** Where pages lie that were read since the volume was as it is below. */
    private final Set<Long> touched = new HashSet<>();

    private long size;

    BtrfsEditor(ByteSource volume) throws IOException {
        this.volume = volume;
        this.size = volume.size();
        ByteBuffer fsid = original(SUPERBLOCK).slice(0x20, 16);
        ByteBuffer zeros = ByteBuffer.allocate(PAGE);
        for (long at = SUPERBLOCK + PAGE; at < size; at += PAGE) {
            ByteBuffer page = original(at);
            if (at != COPY && page.slice(0x20, 16).equals(fsid)) {
                blocks.computeIfAbsent(page.getLong(48), address -> new ArrayList<>())
                        .add(at);
            } else if (at != COPY && !page.equals(zeros)) {
                data.add(at);
            }
        }
    }

    private ByteBuffer original(long offset) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
        if (offset < volume.size()) {
            volume.read(offset, page);
        }
        return page.clear();
    }

    List<List<Long>> blocks() {
        return List.copyOf(blocks.values());
    }

    List<Long> data() {
        return data;
    }

    void grow(long newSize) {
        size = newSize;
    }

    void restore() {
        pages.clear();
        touched.clear();
    }

    boolean isTouched(long offset) {
        return touched.contains(offset);
    }

    /** The page at an offset, to be changed. */
    ByteBuffer page(long offset) throws IOException {
        ByteBuffer page = pages.get(offset);
        if (page == null) {
            page = original(offset);
            pages.put(offset, page);
        }
        return page;
    }

    /** Makes the checksum right again. */
    void sign(long offset) throws IOException {
        ByteBuffer page = page(offset);
        CRC32C sum = new CRC32C();
        sum.update(page.duplicate().position(32));
        page.putInt(0, (int) sum.getValue());
    }

    /** Shows all items of a type, in all leaves, to someone who changes them; their checksums are right afterwards. */
    void items(int type, Consumer<ByteBuffer> change) throws IOException {
        for (List<Long> copies : blocks.values()) {
            for (long at : copies) {
                ByteBuffer page = page(at);
                int count = page.get(100) == 0 ? page.getInt(96) : 0;
                for (int i = 0; i < count; i++) {
                    int item = HEADER + i * ITEM;
                    if (Byte.toUnsignedInt(page.get(item + 8)) == type) {
                        change.accept(page.slice(HEADER + page.getInt(item + 17), page.getInt(item + 21))
                                .order(ByteOrder.LITTLE_ENDIAN));
                    }
                }
                sign(at);
            }
        }
    }

    /** Empties the trees that consist of one leaf and begin with an item of this type. */
    void removeItems(int type) throws IOException {
        for (List<Long> copies : blocks.values()) {
            for (long at : copies) {
                ByteBuffer page = page(at);
                if (page.get(100) == 0 && Byte.toUnsignedInt(page.get(HEADER + 8)) == type) {
                    page.putInt(96, 0);
                }
                sign(at);
            }
        }
    }

    @Override
    public String name() {
        return "edited";
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        if (offset < 0 || offset > size - into.remaining()) {
            throw new BadImageException(
                    BadImageException.Kind.TRUNCATED, name(), "disk", Math.max(0, offset), "beyond the end");
        }
        for (long at = offset / PAGE * PAGE; at < offset + into.remaining(); at += PAGE) {
            touched.add(at);
        }
        ByteBuffer out = into.duplicate();
        int length = into.remaining();
        int below = (int) Math.max(0, Math.min(length, volume.size() - offset));
        if (below > 0) {
            volume.read(offset, into.duplicate().limit(into.position() + below));
        }
        for (Map.Entry<Long, ByteBuffer> page :
                pages.subMap(offset - PAGE, false, offset + length, false).entrySet()) {
            long begin = Math.max(offset, page.getKey());
            long end = Math.min(offset + length, page.getKey() + PAGE);
            out.put(into.position() + (int) (begin - offset), page.getValue(), (int) (begin - page.getKey()), (int)
                    (end - begin));
        }
        into.position(into.limit());
    }
}
