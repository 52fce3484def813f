package dev.gen2lift.disk.layer;

import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.FileRange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The extents of a stack of layers; what its files store as holes is zero. */
final class LayerExtents implements ExtentCursor {

    private final List<ImageLayer> layers;
    private final FileHoles holes;
    private final LayerWalk walk;

    /** What the walk gave and was not yet looked at for holes. */
    private @Nullable Segment rest;

    /** The part behind the last extent. */
    private @Nullable Segment ahead;

    private long offset;

    LayerExtents(List<ImageLayer> layers, FileHoles holes, long capacity) {
        this.layers = layers;
        this.holes = holes;
        this.walk = new LayerWalk(layers, 0, capacity);
    }

    @Override
    public @Nullable Extent next() throws IOException {
        Segment segment = ahead == null ? part() : ahead;
        if (segment == null) {
            return null;
        }
        ahead = part();
        while (ahead != null && segment.continuesIn(ahead)) {
            segment = segment.with(segment.length() + ahead.length());
            ahead = part();
        }
        Extent extent = switch (segment.kind()) {
            case STORED -> Extent.data(offset, segment.length(), stored(segment));
            case PATCHED -> Extent.data(offset, segment.length(), Optional.empty());
            case ZERO, ABSENT -> Extent.zero(offset, segment.length());
        };
        offset = extent.end();
        return extent;
    }

    /** The next part of the disk that is of one kind. */
    private @Nullable Segment part() throws IOException {
        Segment segment = rest == null ? walk.next() : rest;
        rest = null;
        if (segment == null || segment.kind() != Run.Kind.STORED) {
            return segment;
        }
        Optional<FileRange> stored = stored(segment);
        if (stored.isEmpty()) {
            return segment;
        }
        long known = holes.look(stored.get().file(), stored.get().offset(), segment.length());
        long length = Math.abs(known);
        if (length < segment.length()) {
            rest = segment.from(length, segment.length());
        }
        return known < 0 ? Segment.zero(length) : segment.with(length);
    }

    /** Where the segment lies in a file; nowhere where that is packed. */
    private Optional<FileRange> stored(Segment segment) {
        ImageSource source = layers.get(segment.layer()).source();
        OptionalLong base = source.storedAt();
        return base.isEmpty()
                ? Optional.empty()
                : Optional.of(new FileRange(source.path(), base.getAsLong() + segment.at()));
    }
}
