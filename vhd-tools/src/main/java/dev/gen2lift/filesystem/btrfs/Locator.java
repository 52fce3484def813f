package dev.gen2lift.filesystem.btrfs;

/**
 * An inode of a subvolume, as one number: 23 bits for the subvolume's tree, 40 for the inode. Both count up from 256 and
 * are never used again; these are enough for a thousand years of a snapshot an hour.
 */
record Locator(long tree, long inode) {

    private static final int INODE_BITS = 40;
    private static final long MAX_TREE = (1L << 23) - 1;
    private static final long MAX_INODE = (1L << INODE_BITS) - 1;

    static Locator of(long packed) {
        return new Locator(packed >>> INODE_BITS, packed & MAX_INODE);
    }

    boolean fits() {
        return tree >= 0 && tree <= MAX_TREE && inode >= 0 && inode <= MAX_INODE;
    }

    long packed() {
        return tree << INODE_BITS | inode;
    }
}
