package dev.gen2lift.disk.layer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The segments of one window of a chain, in order. */
record ResolvedWindow(long[] starts, Segment[] segments) {

    static ResolvedWindow of(LayerWalk walk) throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (Segment next = walk.next(); next != null; next = walk.next()) {
            segments.add(next);
        }
        long[] starts = new long[segments.size()];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + segments.get(i - 1).length();
        }
        return new ResolvedWindow(starts, segments.toArray(Segment[]::new));
    }

    /** @param within offset from the window's beginning, less than its length */
    Segment find(long within, long limit) {
        int found = Arrays.binarySearch(starts, within);
        int i = found >= 0 ? found : -found - 2;
        return segments[i].from(within - starts[i], limit);
    }
}
