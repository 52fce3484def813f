package dev.gen2lift.filesystem.btrfs;

import dev.gen2lift.disk.ImageWarning;
import java.util.ArrayList;
import java.util.List;

/** What was found doubtful so far, each place once, and not without end. */
final class Warnings {

    private static final int MAX = 32;

    private final List<ImageWarning> warnings = new ArrayList<>();

    void add(ImageWarning warning) {
        if (warnings.size() < MAX
                && warnings.stream()
                        .noneMatch(known -> known.offset() == warning.offset()
                                && known.structure().equals(warning.structure()))) {
            warnings.add(warning);
        }
    }

    List<ImageWarning> all() {
        return List.copyOf(warnings);
    }
}
