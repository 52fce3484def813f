package dev.gen2lift.filesystem.ext;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ImageWarning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was found wrong on the way without stopping anybody; keeps the first of a kind, and {@value #MOST} at most. */
final class ExtFindings {

    private static final int MOST = 32;

    private final List<ImageWarning> found = new ArrayList<>();
    private final Set<String> kinds = new HashSet<>();

    /** @param structure what is wrong; of each, one finding is kept */
    void add(String structure, long offset, String message) {
        if (found.size() < MOST && kinds.add(structure)) {
            found.add(new ImageWarning(structure, offset, message));
        }
    }

    void add(BadImageException problem) {
        add(problem.structure(), problem.offset(), problem.reason());
    }

    List<ImageWarning> list() {
        return List.copyOf(found);
    }
}
