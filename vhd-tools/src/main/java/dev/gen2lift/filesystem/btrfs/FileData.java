package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.BadImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The content of a file or the target of a link; what no extent holds is zero. */
record FileData(String volume, Tree tree, long number, Inode inode, ExtentReader extents) {

    /** @throws BadImageException where the tree has no such inode */
    static FileData open(String volume, Tree tree, long number, ExtentReader extents) throws IOException {
        Optional<Item> item = tree.find(new Key(number, Key.INODE_ITEM, 0));
        if (item.isEmpty()) {
            throw new BadImageException(
                    BadImageException.Kind.CORRUPT, volume, "btrfs inode", 0, "there is no inode " + number);
        }
        return new FileData(volume, tree, number, Inode.read(item.get().data()), extents);
    }

    void read(long offset, ByteBuffer into) throws IOException {
        BadImageException.requireWithin(volume, "btrfs file " + number, inode.size(), offset, into.remaining());
        TreeCursor cursor = tree.cursor();
        Key key = new Key(number, Key.EXTENT_DATA, offset);
        if (!cursor.seekBack(key) || !cursor.isAt(number, Key.EXTENT_DATA)) {
            cursor.next();
        }
        long at = offset;
        int limit = into.limit();
        while (into.position() < limit) {
            int length = limit - into.position();
            if (!cursor.isAt(number, Key.EXTENT_DATA)) {
                ExtentReader.zero(into);
                return;
            }
            FileExtent extent = FileExtent.read(cursor.item());
            if (at >= extent.end()) {
                cursor.next();
                continue;
            }
            if (at < extent.start()) {
                length = (int) Math.min(length, extent.start() - at);
                ExtentReader.zero(part(into, length));
            } else {
                length = (int) Math.min(length, extent.end() - at);
                extents.read(extent, at, part(into, length));
            }
            into.position(into.position() + length);
            at += length;
        }
    }

    private static ByteBuffer part(ByteBuffer into, int length) {
        return into.duplicate().limit(into.position() + length);
    }
}
