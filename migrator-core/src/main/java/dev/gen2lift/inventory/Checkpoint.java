package dev.gen2lift.inventory;

import dev.gen2lift.guest.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A point in time that a machine can go back to.
 *
 * @param parent the checkpoint before it; empty for the first of its chain, and where the source does not say
 * @param disks the images that hold the disks as they were then, as the host names them
 */
public record Checkpoint(
        String name, Optional<UUID> id, Optional<UUID> parent, Fact<Instant> created, Fact<List<String>> disks) {}
