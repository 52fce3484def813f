package dev.gen2lift.assess;

import dev.gen2lift.guest.Fact;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a disk becomes in Azure.
 *
 * @param image the disk's image
 * @param size bytes of the managed disk; unknown where the image could not be read
 * @param tier empty where the size is unknown or beyond the largest tier
 */
public record ManagedDiskPlan(Path image, Fact<DiskRole> role, Fact<Long> size, Optional<DiskTier> tier) {

    static ManagedDiskPlan of(DiskFacts disk) {
        Fact<Long> size = disk.inspection()
                .map(seen -> Fact.known(
                        AzureLimits.managedDiskSize(seen.image().capacity()), "the image, rounded up to the next MiB"))
                .orElseGet(() -> Fact.unknown("the image could not be read"));
        return new ManagedDiskPlan(
                disk.path(), disk.role(), size, size.asOptional().flatMap(DiskTier::of));
    }
}
