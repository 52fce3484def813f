package dev.gen2lift.volume;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ImageWarning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a partition table, bounded so that a hostile one cannot fill a report. */
final class TableWarnings {

    /** Warnings kept of one table; the last one says that there are more. */
    static final int MAX = 50;

    private final List<ImageWarning> warnings = new ArrayList<>();

    void add(String structure, long offset, String message) {
        if (warnings.size() < MAX - 1) {
            warnings.add(new ImageWarning(structure, offset, message));
        } else if (warnings.size() == MAX - 1) {
            warnings.add(new ImageWarning(structure, offset, "more is wrong than is listed here"));
        }
    }

    void add(BadImageException problem) {
        add(problem.structure(), problem.offset(), problem.reason());
    }

    /** Adds one warning for each partition that begins before the end of another. */
    void addOverlaps(String structure, long offset, List<Partition> partitions) {
        List<Partition> sorted = new ArrayList<>(partitions);
        sorted.sort(Comparator.comparingLong(Partition::offset));
        Partition furthest = null;
        for (Partition partition : sorted) {
            if (furthest != null && partition.offset() < furthest.end()) {
                add(structure, offset, "partitions " + furthest.index() + " and " + partition.index() + " overlap");
            }
            if (furthest == null || partition.end() > furthest.end()) {
                furthest = partition;
            }
        }
    }

    List<ImageWarning> list() {
        return List.copyOf(warnings);
    }
}
