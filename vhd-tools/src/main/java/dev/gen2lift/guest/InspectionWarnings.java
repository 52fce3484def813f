package dev.gen2lift.guest;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ImageWarning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Everything that was wrong with a disk while it was looked at, bounded so that a hostile one cannot fill a report. */
public final class InspectionWarnings {

    /** Warnings kept of one disk. */
    static final int MAX = 200;

    private final List<ImageWarning> warnings = new ArrayList<>();

    public void add(ImageWarning warning) {
        if (warnings.size() < MAX) {
            warnings.add(warning);
        }
    }

    public void addAll(Collection<ImageWarning> more) {
        more.forEach(this::add);
    }

    /**
     * Adds a problem met while {@code source} was read.
     *
     * @param source the {@link dev.gen2lift.disk.ByteSource#name} of what was read: a problem with something below it,
     *     such as the image file, keeps its own place
     * @param where what of the disk it was, for the reader: "partition 1"
     * @param base where the source begins on the disk, in bytes; 0 where it is a file
     */
    public void add(BadImageException problem, String source, String where, long base) {
        if (problem.file().equals(source)) {
            add(new ImageWarning(problem.structure() + " of " + where, base + problem.offset(), problem.reason()));
        } else {
            add(new ImageWarning(problem.structure(), problem.offset(), problem.reason()));
        }
    }

    public List<ImageWarning> list() {
        return List.copyOf(warnings);
    }
}
