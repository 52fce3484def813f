package dev.gen2lift.filesystem.btrfs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A place in a tree: at an item, or at the end. Each block has to begin with the key that leads to it and to end before
 * the next, so no block is met twice and each walk ends.
 */
final class TreeCursor {

    private final Tree tree;

    /** From the leaf up to the root. */
    private final Deque<Place> path = new ArrayDeque<>(Node.MAX_LEVELS);

    /** @param end all keys of the node's subtree are in front of this one */
    private record Place(Node node, int index, Key end) {}

    TreeCursor(Tree tree) {
        this.tree = tree;
    }

    /** Goes to the first item that is not in front of {@code key}; whether there is one. */
    boolean seek(Key key) throws IOException {
        return seekBack(key) && key().equals(key) || next();
    }

    /** Goes to the last item that is not behind {@code key}, else in front of the first; whether there is one. */
    boolean seekBack(Key key) throws IOException {
        path.clear();
        descend(tree.root(), key);
        return current() != null;
    }

    private void descend(BlockLink from, Key key) throws IOException {
        BlockLink link = from;
        while (true) {
            Node node = tree.nodes().read(link);
            int index = node.floor(key);
            if (node.level() > 0) {
                index = Math.max(0, index);
            }
            path.push(new Place(node, index, link.end()));
            if (node.level() == 0) {
                return;
            }
            link = node.child(index, link.end());
        }
    }

    /** Goes to the next item; whether there is one. */
    boolean next() throws IOException {
        while (!path.isEmpty()) {
            Place place = path.pop();
            int index = place.index() + 1;
            if (index < place.node().count()) {
                path.push(new Place(place.node(), index, place.end()));
                if (place.node().level() > 0) {
                    BlockLink child = place.node().child(index, place.end());
                    descend(child, place.node().key(index));
                }
                return true;
            }
        }
        return false;
    }

    private @Nullable Place current() {
        Place place = path.peek();
        return place == null || place.index() < 0 ? null : place;
    }

    private Place here() {
        Place place = current();
        if (place == null) {
            throw new IllegalStateException("not at an item");
        }
        return place;
    }

    /** Whether this is at an item of an object and type. */
    boolean isAt(long objectId, int type) {
        return current() != null && key().is(objectId, type);
    }

    Key key() {
        Place place = here();
        return place.node().key(place.index());
    }

    Item item() throws IOException {
        Place place = here();
        return place.node().item(place.index());
    }
}
