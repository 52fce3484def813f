package dev.gen2lift.filesystem.ext;

import java.io.IOException;

/** Finds the blocks of a file. */
@FunctionalInterface
interface BlockLookup {

    /**
     * The run that begins with the file's block {@code index}; not always the longest one.
     *
     * @param index at least 0
     */
    BlockRun run(long index) throws IOException;

    /** As the inode keeps them: an extent tree or a block map. */
    static BlockLookup of(ExtInode inode, ExtVolume volume) {
        return inode.hasExtents() ? new ExtentTree(inode, volume) : new BlockMap(inode, volume);
    }
}
