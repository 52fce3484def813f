package dev.gen2lift.disk.layer;

import dev.gen2lift.os.DataMap;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The holes of sparse image files, which read as zero without a look. Asked for only where a whole disk is walked: the
 * first question loads native code, which takes longer than many a single read.
 */
final class FileHoles implements Closeable {

    /** Bytes; below that it is quicker to read zeros than to ask where they end. */
    private static final long MIN_HOLE = 64 << 10;

    private final Map<Path, Optional<DataMap>> maps = new HashMap<>();
    private boolean closed;

    /**
     * How many bytes of {@code file} from {@code at} on, of at most {@code limit}, lie in a hole, or lie in no hole worth
     * telling.
     *
     * @return negative for bytes in a hole, never 0
     */
    synchronized long look(Path file, long at, long limit) {
        if (closed || limit < MIN_HOLE) {
            return limit;
        }
        Optional<DataMap> map = maps.computeIfAbsent(file, DataMap::of);
        if (map.isEmpty()) {
            return limit;
        }
        long end = at + limit;
        long data = Math.min(end, map.get().nextData(at));
        if (data - at >= MIN_HOLE) {
            return at - data;
        }
        while (true) {
            long hole = map.get().nextHole(data);
            if (hole >= end) {
                return limit;
            }
            data = Math.min(end, map.get().nextData(hole));
            if (data == end || data - hole >= MIN_HOLE) {
                return hole - at;
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        maps.values().forEach(map -> map.ifPresent(DataMap::close));
        maps.clear();
    }
}
