package dev.gen2lift.disk.layer;

import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What some layers hold, whatever it is: DATA where one of them holds the range, even as zeros; ZERO where none does. */
final class HeldExtents implements ExtentCursor {

    private final List<ImageLayer> layers;
    private final long capacity;
    private final @Nullable Run[] runs;
    private final long[] runStarts;
    private long offset;

    HeldExtents(List<ImageLayer> layers, long capacity) {
        this.layers = layers;
        this.capacity = capacity;
        this.runs = new Run[layers.size()];
        this.runStarts = new long[layers.size()];
    }

    @Override
    public @Nullable Extent next() throws IOException {
        long start = offset;
        boolean held = false;
        while (offset < capacity) {
            Part part = part();
            if (offset > start && part.held() != held) {
                break;
            }
            held = part.held();
            offset += part.length();
        }
        if (offset == start) {
            return null;
        }
        return held ? Extent.data(start, offset - start, Optional.empty()) : Extent.zero(start, offset - start);
    }

    private record Part(boolean held, long length) {}

    private Part part() throws IOException {
        long limit = capacity - offset;
        for (int i = 0; i < layers.size(); i++) {
            long end = layers.get(i).info().capacity();
            if (offset >= end) {
                // Behind the end of a smaller parent everything is zero, whatever is below it.
                return new Part(true, limit);
            }
            Run run = run(i, Math.min(capacity, end));
            limit = Math.min(limit, run.length() - (offset - runStarts[i]));
            if (run.kind() != Run.Kind.ABSENT) {
                return new Part(true, limit);
            }
        }
        return new Part(false, limit);
    }

    private Run run(int layer, long end) throws IOException {
        Run known = runs[layer];
        if (known != null && offset < runStarts[layer] + known.length()) {
            return known;
        }
        Run found = layers.get(layer).run(offset, end - offset);
        runs[layer] = found;
        runStarts[layer] = offset;
        return found;
    }
}
