package dev.gen2lift.cli;

import java.nio.file.Path;

/** Where state and logs lie: GEN2LIFT_HOME, or {@code ~/.gen2lift}. */
final class Home {

    private static final String VARIABLE = "GEN2LIFT_HOME";

    private Home() {}

    static Path folder() {
        String set = System.getenv(VARIABLE);
        return set == null || set.isBlank()
                ? Path.of(System.getProperty("user.home"), ".gen2lift")
                : Path.of(set).toAbsolutePath();
    }

    /** What was prepared of VMs that are migrated in two phases. */
    static Path staged() {
        return folder().resolve("staged");
    }

    /** Journals of uploads. */
    static Path transfers() {
        return folder().resolve("transfers");
    }
}
