package dev.gen2lift.filesystem.xfs;

import dev.gen2lift.disk.BadImageException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of a regular file. */
record XfsFile(XfsInode inode, XfsVolume volume, ExtentMap map) {

    private static final String STRUCTURE = "XFS file";

    /** @throws BadImageException UNSUPPORTED where it lies in the realtime section */
    static XfsFile of(XfsInode inode, XfsVolume volume) throws BadImageException {
        if (inode.realtime()) {
            throw inode.fork().unsupported(0, "inode " + inode.number() + " is a realtime file");
        }
        return new XfsFile(inode, volume, new ExtentMap(inode, volume));
    }

    void read(long offset, ByteBuffer into) throws IOException {
        BadImageException.requireWithin(volume.source().name(), STRUCTURE, inode.size(), offset, into.remaining());
        int blockSize = volume.superblock().blockSize();
        long at = offset;
        while (into.hasRemaining()) {
            ExtentRun run = map.run(at / blockSize);
            long within = at % blockSize;
            long most = run.length() > Long.MAX_VALUE / blockSize ? Long.MAX_VALUE : run.length() * blockSize - within;
            int length = (int) Math.min(most, into.remaining());
            if (run.isHole()) {
                into.put(new byte[length]);
            } else {
                long place = volume.place(STRUCTURE, run.first(), run.length());
                volume.source().read(place + within, into.duplicate().limit(into.position() + length));
                into.position(into.position() + length);
            }
            at += length;
        }
    }
}
