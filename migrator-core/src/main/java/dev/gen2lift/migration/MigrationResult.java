package dev.gen2lift.migration;

import dev.gen2lift.azure.EnsuredResource;
import dev.gen2lift.transfer.UploadResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a migration did.
 *
 * @param id of the migration; the value of the tag {@code gen2lift-migration}
 * @param resources everything that is now as the plan says, in the order of the steps
 * @param disks in the order of the plan, OS disk first
 * @param duration from the first look until all was there
 */
public record MigrationResult(String id, List<EnsuredResource> resources, List<DiskResult> disks, Duration duration) {

    /**
     * What became of one image.
     *
     * @param upload to the managed disk, or to the blob that it was staged in
     * @param staged in a migration of two phases
     */
    public record DiskResult(String name, Path image, UploadResult upload, Optional<Staged> staged) {}

    /**
     * How a disk was staged.
     *
     * @param blob URL without a SAS
     * @param importing how long the managed disk took to be there; absent where it was not to be made
     */
    public record Staged(String blob, Optional<Duration> importing) {}

    public MigrationResult {
        resources = List.copyOf(resources);
        disks = List.copyOf(disks);
    }

    /** Bytes read from all images. */
    public long bytesRead() {
        return disks.stream().mapToLong(disk -> disk.upload().bytesRead()).sum();
    }

    /** Bytes sent for all disks, footers included. */
    public long bytesSent() {
        return disks.stream().mapToLong(disk -> disk.upload().bytesSent()).sum();
    }

    /** Bytes of all disks that were not sent because they are zero. */
    public long bytesZero() {
        return disks.stream().mapToLong(disk -> disk.upload().bytesZero()).sum();
    }
}
