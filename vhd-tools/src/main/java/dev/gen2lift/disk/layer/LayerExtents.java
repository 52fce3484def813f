package dev.gen2lift.disk.layer;

import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.FileRange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The extents of a stack of layers. */
final class LayerExtents implements ExtentCursor {

    private final List<ImageLayer> layers;
    private final LayerWalk walk;
    private long offset;

    LayerExtents(List<ImageLayer> layers, long capacity) {
        this.layers = layers;
        this.walk = new LayerWalk(layers, 0, capacity);
    }

    @Override
    public @Nullable Extent next() throws IOException {
        Segment segment = walk.next();
        if (segment == null) {
            return null;
        }
        Extent extent = switch (segment.kind()) {
            case STORED -> Extent.data(offset, segment.length(), Optional.of(stored(segment)));
            case PATCHED -> Extent.data(offset, segment.length(), Optional.empty());
            case ZERO, ABSENT -> Extent.zero(offset, segment.length());
        };
        offset = extent.end();
        return extent;
    }

    private FileRange stored(Segment segment) {
        return new FileRange(layers.get(segment.layer()).info().path(), segment.at());
    }
}
