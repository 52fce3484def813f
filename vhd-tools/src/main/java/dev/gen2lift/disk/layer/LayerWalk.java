package dev.gen2lift.disk.layer;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a range of a stack of layers from its beginning to its end and says for each part which layer holds it. Each
 * layer is asked once for each of its runs, so that the walk costs what the tables hold, whatever the depth. For one
 * thread.
 */
final class LayerWalk {

    private final List<ImageLayer> layers;
    private final long end;
    private final @Nullable Run[] runs;
    private final long[] runStarts;
    private long offset;

    /** @param end behind the last byte; at most the capacity of the uppermost layer */
    LayerWalk(List<ImageLayer> layers, long offset, long end) {
        this.layers = layers;
        this.offset = offset;
        this.end = end;
        this.runs = new Run[layers.size()];
        this.runStarts = new long[layers.size()];
    }

    /** The next part, joined with what continues it; null at the end. */
    @Nullable
    Segment next() throws IOException {
        if (offset == end) {
            return null;
        }
        Segment segment = find();
        offset += segment.length();
        while (offset < end) {
            Segment next = find();
            if (!segment.continuesIn(next)) {
                break;
            }
            segment = segment.with(segment.length() + next.length());
            offset += next.length();
        }
        return segment;
    }

    private Segment find() throws IOException {
        long limit = end - offset;
        for (int i = 0; i < layers.size(); i++) {
            long capacity = layers.get(i).info().capacity();
            if (offset >= capacity) {
                // A parent may be smaller than its child; behind its end it reads as zero.
                return Segment.zero(limit);
            }
            limit = Math.min(limit, capacity - offset);
            Run run = run(i, Math.min(end, capacity));
            long skipped = offset - runStarts[i];
            limit = Math.min(limit, run.length() - skipped);
            if (run.kind() != Run.Kind.ABSENT) {
                return Segment.of(run, i, skipped, limit);
            }
        }
        return Segment.zero(limit);
    }

    private Run run(int layer, long runEnd) throws IOException {
        Run known = runs[layer];
        if (known != null && offset < runStarts[layer] + known.length()) {
            return known;
        }
        Run found = layers.get(layer).run(offset, runEnd - offset);
        runs[layer] = found;
        runStarts[layer] = offset;
        return found;
    }
}
