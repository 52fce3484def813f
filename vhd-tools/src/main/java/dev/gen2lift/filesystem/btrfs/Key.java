package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;

/**
 * What items of a tree are found and sorted by: its three numbers, all unsigned (Linux, include/uapi/linux/btrfs_tree.h,
 * struct btrfs_disk_key).
 */
record Key(long objectId, int type, long offset) implements Comparable<Key> {

    /** Bytes on disk. */
    static final int SIZE = 17;

    static final int INODE_ITEM = 1;
    static final int DIR_ITEM = 84;
    static final int DIR_INDEX = 96;
    static final int EXTENT_DATA = 108;
    static final int EXTENT_CSUM = 128;
    static final int ROOT_ITEM = 132;
    static final int ROOT_REF = 156;
    static final int CHUNK_ITEM = 228;

    /** Behind every key that is used. */
    static final Key LAST = new Key(-1, 255, -1);

    static Key read(BinaryCursor from, int at) throws BadImageException {
        return new Key(from.at(at).u64(), from.u8(), from.u64());
    }

    boolean is(long id, int itemType) {
        return objectId == id && type == itemType;
    }

    @Override
    public int compareTo(Key other) {
        int order = Long.compareUnsigned(objectId, other.objectId);
        if (order == 0) {
            order = Integer.compare(type, other.type);
        }
        return order == 0 ? Long.compareUnsigned(offset, other.offset) : order;
    }

    @Override
    public String toString() {
        return "(" + Long.toUnsignedString(objectId) + " " + type + " " + Long.toUnsignedString(offset) + ")";
    }
}
