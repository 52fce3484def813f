package dev.gen2lift.disk.layer;

import java.io.IOException;
import java.util.List;

/** Finds what a read needs. */
sealed interface ReadMap {

    /** What holds the bytes from {@code offset} on: a segment of at most {@code limit} bytes. */
    Segment find(long offset, long limit) throws IOException;

    static ReadMap of(List<ImageLayer> layers) {
        return layers.size() == 1 ? new OfOneLayer(layers.get(0)) : new OfChain(layers);
    }

    /** Asks the layer itself, which is as quick as any cache. */
    record OfOneLayer(ImageLayer layer) implements ReadMap {
        @Override
        public Segment find(long offset, long limit) throws IOException {
            return Segment.of(layer.run(offset, limit), 0, 0, limit);
        }
    }

    /**
     * Resolves a chain window by window and keeps what it found: a later read of the same window costs the same at any
     * depth.
     */
    final class OfChain implements ReadMap {

        private static final long WINDOW = 2 << 20;
        private static final int WINDOWS_HELD = 2048;

        private final List<ImageLayer> layers;
        private final long capacity;
        private final SlotCache<ResolvedWindow> windows;

        OfChain(List<ImageLayer> layers) {
            this.layers = layers;
            this.capacity = layers.get(0).info().capacity();
            this.windows = new SlotCache<>(WINDOWS_HELD, this::resolve);
        }

        @Override
        public Segment find(long offset, long limit) throws IOException {
            Segment found = part(offset, limit);
            while (found.length() < limit && (offset + found.length()) % WINDOW == 0) {
                Segment next = part(offset + found.length(), limit - found.length());
                if (!found.continuesIn(next)) {
                    break;
                }
                found = found.with(found.length() + next.length());
            }
            return found;
        }

        private Segment part(long offset, long limit) throws IOException {
            return windows.get(offset / WINDOW).find(offset % WINDOW, limit);
        }

        private ResolvedWindow resolve(long index) throws IOException {
            long start = index * WINDOW;
            return ResolvedWindow.of(new LayerWalk(layers, start, Math.min(capacity, start + WINDOW)));
        }
    }
}
