package dev.gen2lift.inventory;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A machine's disk, and where its image can be read from here.
 *
 * @param image a file; where there is none, the name that stands for it in findings
 * @param missing why it cannot be read from here; empty where it can
 */
public record LocatedDisk(AttachedDisk disk, Path image, Optional<String> missing) {}
