package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;

/**
 * What a file is (Linux, include/uapi/linux/btrfs_tree.h, struct btrfs_inode_item).
 *
 * @param size of its content in bytes
 */
record Inode(long size) {

    static Inode read(BinaryCursor item) throws BadImageException {
        return new Inode(item.at(16).size64());
    }
}
