package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The trees of files: the one that every volume has, subvolumes and snapshots; all are named by the tree of roots. */
final class Subvolumes {

    /** The tree of a volume's own root. */
    static final long TOP = 5;

    private static final long CHECKSUMS = 7;

    /** Of a subvolume's own root; the first number that files can have. */
    static final long FIRST_FREE = 256;

    /** The object of the tree of roots that holds the name of the default subvolume. */
    private static final long DIRECTORY = 6;

    private static final String STRUCTURE = "btrfs root item";
    private static final int MAX_KEPT = 256;

    private final String volume;
    private final Tree roots;
    private final Map<Long, Tree> trees = new LinkedHashMap<>();

    Subvolumes(String volume, Tree roots) {
        this.volume = volume;
        this.roots = roots;
    }

    /** The root of what is mounted where no subvolume is named: what an administrator has chosen, else the volume's. */
    Locator defaultRoot(Warnings warnings) throws IOException {
        Optional<DirectoryItem> chosen =
                DirectoryItem.find(roots, DIRECTORY, "default".getBytes(StandardCharsets.US_ASCII));
        Locator locator =
                new Locator(chosen.map(item -> item.target().objectId()).orElse(TOP), FIRST_FREE);
        if (locator.tree() != TOP
                && (!locator.fits() || roots.last(locator.tree(), Key.ROOT_ITEM).isEmpty())) {
            warnings.add(new ImageWarning(
                    STRUCTURE,
                    0,
                    "the default subvolume " + Long.toUnsignedString(locator.tree()) + " does not exist"));
            return new Locator(TOP, FIRST_FREE);
        }
        return locator;
    }

    /**
     * The tree of a subvolume.
     *
     * @throws BadImageException where there is no such subvolume, or its root is no tree of files
     */
    Tree tree(long id) throws IOException {
        Tree known = trees.get(id);
        if (known != null) {
            return known;
        }
        Optional<Item> item = id == TOP || id >= FIRST_FREE ? roots.last(id, Key.ROOT_ITEM) : Optional.empty();
        if (item.isEmpty()) {
            throw new BadImageException(
                    BadImageException.Kind.CORRUPT, volume, STRUCTURE, 0, "there is no subvolume " + id);
        }
        BinaryCursor data = item.get().data();
        long directory = data.at(168).u64();
        if (directory != FIRST_FREE) {
            throw data.corrupt(168, "subvolume " + id + " has the root folder " + Long.toUnsignedString(directory));
        }
        Tree tree = tree(data);
        if (trees.size() == MAX_KEPT) {
            trees.clear();
        }
        trees.put(id, tree);
        return tree;
    }

    /** The tree of the checksums of data; empty where there is none. */
    Optional<Tree> checksums() throws IOException {
        Optional<Item> item = roots.last(CHECKSUMS, Key.ROOT_ITEM);
        return item.isEmpty() ? Optional.empty() : Optional.of(tree(item.get().data()));
    }

    private Tree tree(BinaryCursor root) throws BadImageException {
        long generation = root.at(160).u64();
        long address = root.at(176).size64();
        return new Tree(roots.nodes(), BlockLink.root(address, root.at(238).u8(), generation));
    }

    /**
     * Whether the name of a subvolume leads to it. A snapshot keeps the names of subvolumes that were below its origin,
     * but there they are empty folders.
     */
    boolean isMounted(Locator folder, DirectoryItem entry) throws IOException {
        Optional<Item> reference =
                roots.find(new Key(folder.tree(), Key.ROOT_REF, entry.target().objectId()));
        if (reference.isEmpty()) {
            return false;
        }
        BinaryCursor data = reference.get().data();
        long directory = data.at(0).u64();
        int length = data.skip(8).u16();
        return directory == folder.inode() && Arrays.equals(data.bytes(length), entry.name());
    }
}
