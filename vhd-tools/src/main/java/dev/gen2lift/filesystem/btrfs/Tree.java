package dev.gen2lift.filesystem.btrfs;

import java.io.IOException;
import java.util.Optional;

/** A sorted map from keys to items, in blocks that are read when they are needed. */
record Tree(NodeReader nodes, BlockLink root) {

    TreeCursor cursor() {
        return new TreeCursor(this);
    }

    Optional<Item> find(Key key) throws IOException {
        TreeCursor cursor = cursor();
        return cursor.seekBack(key) && cursor.key().equals(key) ? Optional.of(cursor.item()) : Optional.empty();
    }

    /** The last item of an object and type. */
    Optional<Item> last(long objectId, int type) throws IOException {
        TreeCursor cursor = cursor();
        return cursor.seekBack(new Key(objectId, type, -1)) && cursor.key().is(objectId, type)
                ? Optional.of(cursor.item())
                : Optional.empty();
    }
}
