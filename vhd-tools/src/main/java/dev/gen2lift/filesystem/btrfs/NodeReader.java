package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and checks the blocks of trees, from the second copy where the first is damaged, and keeps those that were used
 * last.
 */
final class NodeReader {

    private static final int CACHE_BYTES = 2 << 20;

    private final ByteSource volume;
    private final Superblock superblock;
    private final ChunkMap chunks;
    private final Warnings warnings;
    private final Map<Long, Node> cache;

    NodeReader(ByteSource volume, Superblock superblock, ChunkMap chunks, Warnings warnings) {
        this.volume = volume;
        this.superblock = superblock;
        this.chunks = chunks;
        this.warnings = warnings;
        this.cache = new Cache(CACHE_BYTES / superblock.nodeSize());
    }

    /** @throws BadImageException of the first copy where no copy is the block that is meant */
    Node read(BlockLink link) throws IOException {
        Node known = cache.get(link.address());
        if (known != null) {
            known.require(link);
            return known;
        }
        Chunk chunk = chunks.at(link.address(), Node.STRUCTURE);
        Node node;
        try {
            node = read(link, chunk, 0);
        } catch (BadImageException damage) {
            node = copy(link, chunk, damage);
        }
        cache.put(link.address(), node);
        return node;
    }

    private Node copy(BlockLink link, Chunk chunk, BadImageException damage) throws IOException {
        for (int copy = 1; copy < chunk.places().size(); copy++) {
            try {
                Node node = read(link, chunk, copy);
                warnings.add(new ImageWarning(
                        damage.structure(), damage.offset(), "is damaged, its copy is used: " + damage.reason()));
                return node;
            } catch (BadImageException e) {
                damage.addSuppressed(e);
            }
        }
        throw damage;
    }

    private Node read(BlockLink link, Chunk chunk, int copy) throws IOException {
        long place = chunk.places().get(copy) + (link.address() - chunk.start());
        BinaryCursor raw =
                BinaryCursor.read(volume, Node.STRUCTURE, place, superblock.nodeSize(), ByteOrder.LITTLE_ENDIAN);
        if (link.address() > chunk.end() - raw.length()) {
            throw raw.corrupt(0, "leaves its chunk");
        }
        if (!superblock.checksum().matches(raw)) {
            throw raw.corrupt(0, "checksum is wrong");
        }
        return Node.read(raw, link, superblock.metadataFsid());
    }

    /** Forgets the block that was not used for longest. */
    private static final class Cache extends LinkedHashMap<Long, Node> {

        private static final long serialVersionUID = 1L;

        private final int most;

        Cache(int most) {
            super(most * 2, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Node> eldest) {
            return size() > most;
        }
    }
}
