package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BinaryCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The blocks of a directory, each of which is one or more blocks of the volume, wherever those lie. */
record DirectoryBlocks(XfsInode inode, XfsVolume volume, ExtentMap map) {

    static DirectoryBlocks of(XfsInode inode, XfsVolume volume) {
        return new DirectoryBlocks(inode, volume, new ExtentMap(inode, volume));
    }

    /** How many of the volume's blocks a directory's block is. */
    int step() {
        return volume.superblock().directoryBlockSize() / volume.superblock().blockSize();
    }

    /**
     * A directory block.
     *
     * @param index the number in the file of the first of the volume's blocks that it is made of
     * @param checksumAt where in it the checksum lies in version 5
     */
    BinaryCursor read(String structure, long index, int checksumAt) throws IOException {
        int blockSize = volume.superblock().blockSize();
        ByteBuffer bytes = ByteBuffer.allocate(volume.superblock().directoryBlockSize());
        long first = 0;
        for (int i = 0; i < step(); i++) {
            ExtentRun run = map.run(index + i);
            if (run.isHole()) {
                throw volume.corrupt(structure, inode.fork().offsetOf(0), "inode " + inode.number() + " has a hole");
            }
            long place = volume.place(structure, run.first(), 1);
            first = i == 0 ? place : first;
            volume.metadata().read(place, bytes.limit((i + 1) * blockSize));
        }
        return volume.checked(
                BinaryCursor.of(volume.source().name(), structure, first, bytes.array(), ByteOrder.BIG_ENDIAN),
                checksumAt);
    }
}
