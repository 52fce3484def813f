package dev.gen2lift.filesystem.btrfs;

import org.jspecify.annotations.Nullable;

/**
 * What leads to a block of a tree, and what the block has to be to be the one meant.
 *
 * @param address logical, in bytes
 * @param level 0 for a leaf
 * @param generation of the transaction that wrote the block
 * @param first its first key; null for a tree's root, which may be empty
 * @param end all its keys are in front of this one
 */
record BlockLink(
        long address, int level, long generation, @Nullable Key first, Key end) {

    /** To the root of a tree. */
    static BlockLink root(long address, int level, long generation) {
        return new BlockLink(address, level, generation, null, Key.LAST);
    }
}
