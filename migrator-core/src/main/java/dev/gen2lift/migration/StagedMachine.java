package dev.gen2lift.migration;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was prepared of one VM: which page blobs hold its disks, and from which images they were uploaded. Holds no secret.
 *
 * @param migration the plan's id
 * @param container URL without a SAS
 * @param account resource id of the container's storage account
 * @param disks in the order of the plan, OS disk first
 */
record StagedMachine(
        String schema,
        String migration,
        String vm,
        String resourceGroup,
        String location,
        String container,
        String account,
        List<Disk> disks) {

    static final String SCHEMA = "gen2lift.staged/1";

    /**
     * One disk.
     *
     * @param name of the managed disk that it becomes
     * @param blob URL without a SAS
     * @param image that was sent last
     * @param source mark of that image, {@link dev.gen2lift.transfer.SourceIdentity}
     * @param size bytes of the disk as it was sent, without the footer
     * @param complete when all of it was there; absent while it is under way
     */
    record Disk(String name, String blob, String image, String source, long size, Optional<Instant> complete) {

        // Read from a file: what a component is not, it must not be either.
        Disk {
            Objects.requireNonNull(name);
            Objects.requireNonNull(blob);
            Objects.requireNonNull(source);
            Objects.requireNonNull(complete);
        }
    }

    StagedMachine {
        Objects.requireNonNull(migration);
        Objects.requireNonNull(container);
        Objects.requireNonNull(account);
        disks = List.copyOf(disks);
    }

    Optional<Disk> disk(String name) {
        return disks.stream().filter(disk -> disk.name().equals(name)).findFirst();
    }
}
