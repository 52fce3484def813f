package dev.gen2lift.disk.layer;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A cache of a fixed number of values, each key with one slot that it may share with others. Takes no lock: two threads
 * that miss together both load.
 */
final class SlotCache<V> {

    /** Loads what is not in the cache. */
    @FunctionalInterface
    interface Loader<V> {
        V load(long key) throws IOException;
    }

    private record Entry<V>(long key, V value) {}

    private final AtomicReferenceArray<@Nullable Entry<V>> slots;
    private final Loader<V> loader;

    /** @param slots how many values are held at most, at least 1 */
    SlotCache(int slots, Loader<V> loader) {
        this.slots = new AtomicReferenceArray<>(slots);
        this.loader = loader;
    }

    /** @param key at least 0 */
    V get(long key) throws IOException {
        int slot = (int) (key % slots.length());
        Entry<V> entry = slots.get(slot);
        if (entry != null && entry.key == key) {
            return entry.value;
        }
        V value = loader.load(key);
        slots.set(slot, new Entry<>(key, value));
        return value;
    }
}
