package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;

/**
 * A block of a tree: a leaf with items, or a node with pointers to blocks of the level below (Linux,
 * include/uapi/linux/btrfs_tree.h, struct btrfs_header, btrfs_item and btrfs_key_ptr). Its keys are in order.
 */
final class Node {

    static final String STRUCTURE = "btrfs tree block";

    /** A tree has at most so many levels, leaves included. */
    static final int MAX_LEVELS = 8;

    private static final int HEADER = 101;
    private static final int ITEM = 25;
    private static final int POINTER = 33;

    private final BinaryCursor raw;
    private final int level;
    private final int count;
    private final Key[] keys;

    private Node(BinaryCursor raw, int level, int count, Key[] keys) {
        this.raw = raw;
        this.level = level;
        this.count = count;
        this.keys = keys;
    }

    /**
     * Reads a block whose checksum is right.
     *
     * @throws BadImageException where it is not the block that {@code link} leads to, or its keys are out of order
     */
    static Node read(BinaryCursor raw, BlockLink link, byte[] fsid) throws BadImageException {
        if (!raw.has(32, fsid)) {
            throw raw.corrupt(32, "belongs to another file system");
        }
        long address = raw.at(48).u64();
        if (address != link.address()) {
            throw raw.corrupt(48, "is the block of " + address + " instead of " + link.address());
        }
        int count = (int) Math.min(Integer.MAX_VALUE, raw.at(96).u32());
        int level = raw.u8();
        int size = level == 0 ? ITEM : POINTER;
        if (level >= MAX_LEVELS || count > (raw.length() - HEADER) / size || level > 0 && count == 0) {
            throw raw.corrupt(96, count + " entries at level " + level);
        }
        Key[] keys = new Key[count];
        for (int i = 0; i < count; i++) {
            keys[i] = Key.read(raw, HEADER + i * size);
            if (i > 0 && keys[i - 1].compareTo(keys[i]) >= 0) {
                throw raw.corrupt(HEADER + i * size, "key " + keys[i] + " behind " + keys[i - 1]);
            }
        }
        Node node = new Node(raw, level, count, keys);
        node.require(link);
        return node;
    }

    /** Checks that this is the block that a link means, as it was when the link was written. */
    void require(BlockLink link) throws BadImageException {
        if (level != link.level()) {
            throw raw.corrupt(100, "level " + level + " instead of " + link.level());
        }
        long generation = raw.at(80).u64();
        if (generation != link.generation()) {
            throw raw.corrupt(80, "generation " + generation + " instead of " + link.generation());
        }
        if (link.first() != null && (count == 0 || !keys[0].equals(link.first()))) {
            throw raw.corrupt(HEADER, "does not begin with key " + link.first());
        }
        if (count > 0 && keys[count - 1].compareTo(link.end()) >= 0) {
            throw raw.corrupt(HEADER, "holds key " + keys[count - 1] + ", which is not in front of " + link.end());
        }
    }

    int level() {
        return level;
    }

    int count() {
        return count;
    }

    Key key(int index) {
        return keys[index];
    }

    /** The last entry whose key is not behind {@code key}; -1 where there is none. */
    int floor(Key key) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys[middle].compareTo(key) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /**
     * Where a pointer leads.
     *
     * @param end all keys of this block are in front of this one
     */
    BlockLink child(int index, Key end) throws BadImageException {
        int at = HEADER + index * POINTER + Key.SIZE;
        long address = raw.at(at).size64();
        return new BlockLink(address, level - 1, raw.u64(), keys[index], index + 1 < count ? keys[index + 1] : end);
    }

    Item item(int index) throws BadImageException {
        int at = HEADER + index * ITEM + Key.SIZE;
        long offset = raw.at(at).u32();
        long size = raw.u32();
        if (offset < (long) count * ITEM || offset + size > raw.length() - HEADER) {
            throw raw.corrupt(at, "item of " + size + " bytes at " + offset + " leaves the leaf");
        }
        return new Item(keys[index], raw.slice("btrfs item", HEADER + (int) offset, (int) size));
    }
}
