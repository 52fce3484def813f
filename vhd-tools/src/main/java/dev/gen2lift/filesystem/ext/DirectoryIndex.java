package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * The tree of hashes in front of a large directory's blocks (Linux, Documentation/filesystems/ext4/directory.rst, hash
 * tree directories): tells which blocks can hold a name.
 */
final class DirectoryIndex {

    private static final String STRUCTURE = "ext directory index";
    private static final int ROOT_INFO = 0x18;
    private static final int ROOT_INFO_SIZE = 8;
    private static final int ROOT_ENTRIES = ROOT_INFO + ROOT_INFO_SIZE;
    private static final int NODE_ENTRIES = 8;
    private static final int ENTRY_SIZE = 8;
    private static final int MAX_LEVELS = 3;

    /** Names of one hash seldom fill more than a block; more of them are found by reading all. */
    private static final int MAX_BLOCKS = 64;

    private final ExtDirectory directory;
    private final ExtVolume volume;

    DirectoryIndex(ExtDirectory directory, ExtVolume volume) {
        this.directory = directory;
        this.volume = volume;
    }

    /** Looks a name up; the directory has to be read from end to end where this fails. */
    OptionalLong find(String name, byte[] stored) throws IOException {
        BinaryCursor root = directory.indexBlock(0);
        int version = root.at(ROOT_INFO + 4).u8();
        int infoSize = root.u8();
        int levels = root.u8();
        if (infoSize != ROOT_INFO_SIZE || levels > MAX_LEVELS) {
            throw root.corrupt(ROOT_INFO, "has " + levels + " levels");
        }
        ExtGeometry geometry = volume.geometry();
        long hash = DirectoryHash.of(version, stored, geometry.unsignedHash(), geometry.hashSeed())
                .orElseThrow(() -> root.unsupported(ROOT_INFO, "is sorted by hash " + version));
        for (long block : leaves(root, levels, hash)) {
            Found found = new Found(name);
            directory.visitBlock(block, found);
            if (found.inode.isPresent()) {
                return found.inode;
            }
        }
        return OptionalLong.empty();
    }

    private List<Long> leaves(BinaryCursor root, int levels, long hash) throws IOException {
        Deque<Long> level = new ArrayDeque<>(children(root, ROOT_ENTRIES, hash));
        for (int depth = 0; depth < levels; depth++) {
            Deque<Long> below = new ArrayDeque<>();
            for (long block : level) {
                below.addAll(children(directory.indexBlock(block), NODE_ENTRIES, hash));
                if (below.size() > MAX_BLOCKS) {
                    throw root.limit(ROOT_INFO, "leads to more than " + MAX_BLOCKS + " blocks");
                }
            }
            level = below;
        }
        return List.copyOf(level);
    }

    /** The blocks that a node names for a hash: the last that begins at or below it, and those that continue it. */
    private static List<Long> children(BinaryCursor node, int at, long hash) throws BadImageException {
        int limit = node.at(at).u16();
        int count = node.u16();
        if (count < 1 || count > limit || limit > (node.length() - at) / ENTRY_SIZE) {
            throw node.corrupt(at, "has " + count + " entries of " + limit);
        }
        int low = 1;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (node.at(at + middle * ENTRY_SIZE).u32() <= hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        List<Long> blocks = new ArrayList<>();
        int entry = low - 1;
        do {
            blocks.add(node.at(at + entry * ENTRY_SIZE + 4).u32());
            entry++;
        } while (entry < count
                && blocks.size() <= MAX_BLOCKS
                && (node.at(at + entry * ENTRY_SIZE).u32() & ~1L) == hash);
        return blocks;
    }

    /** Keeps the inode of the first entry of a name. */
    private static final class Found implements ExtDirectory.Visitor {

        private final String name;
        private OptionalLong inode = OptionalLong.empty();

        Found(String name) {
            this.name = name;
        }

        @Override
        public boolean visit(long number, String entry) {
            if (entry.equals(name)) {
                inode = OptionalLong.of(number);
            }
            return inode.isEmpty();
        }
    }
}
