package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** All chunks: what turns logical addresses into bytes of the device. */
final class ChunkMap {

    /** The object that chunks belong to. */
    private static final long OBJECT = 256;

    /** A chunk has 1 GiB and more where there is much room, so this is plenty. */
    private static final int MAX_CHUNKS = 1 << 16;

    private final ByteSource volume;
    private final long device;
    private final TreeMap<Long, Chunk> chunks = new TreeMap<>();

    /** Knows the superblock's own chunks, those that hold the tree of all others. */
    ChunkMap(ByteSource volume, Superblock superblock) throws BadImageException {
        this.volume = volume;
        this.device = superblock.device();
        BinaryCursor list = superblock.systemChunks();
        int at = 0;
        while (at < list.length()) {
            Key key = Key.read(list, at);
            int size = Chunk.size(list, at + Key.SIZE);
            add(new Item(key, list.slice("btrfs system chunk", at + Key.SIZE, size)));
            at += Key.SIZE + size;
        }
    }

    /** Adds all chunks that the tree holds. */
    void addAll(Tree tree) throws IOException {
        TreeCursor cursor = tree.cursor();
        cursor.seek(new Key(OBJECT, Key.CHUNK_ITEM, 0));
        while (cursor.isAt(OBJECT, Key.CHUNK_ITEM)) {
            add(cursor.item());
            cursor.next();
        }
    }

    private void add(Item item) throws BadImageException {
        BinaryCursor data = item.data();
        if (!item.key().is(OBJECT, Key.CHUNK_ITEM)) {
            throw data.corrupt(0, "key " + item.key() + " instead of a chunk's");
        }
        Chunk chunk = Chunk.read(item.key().offset(), data, device);
        Map.Entry<Long, Chunk> before = chunks.floorEntry(chunk.start());
        if (before != null && before.getValue().equals(chunk)) {
            return;
        }
        Map.Entry<Long, Chunk> after = chunks.higherEntry(chunk.start());
        if (before != null && before.getValue().end() > chunk.start()
                || after != null && after.getKey() < chunk.end()) {
            throw data.corrupt(0, "chunk at " + chunk.start() + " overlaps another");
        }
        if (chunks.size() == MAX_CHUNKS) {
            throw data.limit(0, "more than " + MAX_CHUNKS + " chunks");
        }
        chunks.put(chunk.start(), chunk);
    }

    /** The chunk that holds an address. */
    Chunk at(long address, String structure) throws BadImageException {
        Map.Entry<Long, Chunk> found = chunks.floorEntry(address);
        if (address < 0 || found == null || found.getValue().end() <= address) {
            throw new BadImageException(
                    BadImageException.Kind.CORRUPT,
                    volume.name(),
                    structure,
                    Math.max(0, address),
                    "no chunk holds the address " + Long.toUnsignedString(address));
        }
        return found.getValue();
    }
}
