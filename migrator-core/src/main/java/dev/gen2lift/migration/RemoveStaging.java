package dev.gen2lift.migration;

import dev.gen2lift.migration.MigrationPlan.PlannedDisk;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.StoredUpload;
import dev.gen2lift.transfer.digest.DigestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Deletes the staging blobs; a managed disk that was imported does not need its blob any more. */
final class RemoveStaging implements Step<List<PlannedDisk>, Integer> {

    private final StagingBlobs blobs;

    RemoveStaging(StagingBlobs blobs) {
        this.blobs = blobs;
    }

    @Override
    public MigrationStep kind() {
        return MigrationStep.REMOVE_STAGING;
    }

    @Override
    public Integer ensure(List<PlannedDisk> disks, StepContext context) throws IOException {
        for (PlannedDisk disk : disks) {
            PageBlobAddress address = blobs.of(disk);
            StoredUpload.delete(context.clients().pageBlobs(), address);
            Optional<Path> journals = context.plan().upload().journals();
            if (journals.isPresent()) {
                Files.deleteIfExists(DigestFile.path(journals.get(), address.redacted()));
            }
        }
        return disks.size();
    }

    @Override
    public String outcome(Integer removed) {
        return removed + " removed";
    }
}
