package dev.gen2lift.assess;

import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.Fact;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One disk of a virtual machine.
 *
 * @param path the image, as the user named it; hostile text, escape it
 */
public record DiskFacts(Path path, Fact<DiskRole> role, DiskReading reading) {

    /** What was seen on the disk; empty where it could not be read. */
    public Optional<DiskInspection> inspection() {
        return reading instanceof DiskReading.Inspected inspected
                ? Optional.of(inspected.inspection())
                : Optional.empty();
    }
}
