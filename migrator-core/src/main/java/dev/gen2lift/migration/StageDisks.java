package dev.gen2lift.migration;

import dev.gen2lift.azure.ManagedDisks;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.migration.Blueprint.DiskWork;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.PageBlobConnection;
import dev.gen2lift.transfer.PageBlobDisk;
import dev.gen2lift.transfer.PageBlobUpdate;
import dev.gen2lift.transfer.PageBlobUpload;
import dev.gen2lift.transfer.StoredUpload;
import dev.gen2lift.transfer.UploadOptions;
import dev.gen2lift.transfer.UploadResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Brings the staging blobs to the state that the images have now: all of a disk where nothing of it is there, otherwise
 * what changed since.
 */
final class StageDisks implements Step<Blueprint, List<UploadResult>> {

    private static final String AGAIN =
            "run the same command with --prepare instead of --cutover first; with --force it"
                    + " sends all of a disk of which nobody knows what changed";

    /** What may be sent. */
    enum Phase {
        /** Everything that is missing. */
        PREPARE,
        /** That, and a disk as a whole once more where it is not known what changed. */
        PREPARE_ANEW,
        /** What changed since the disks were prepared. */
        CUTOVER
    }

    private final StagingBlobs blobs;
    private final Phase phase;

    StageDisks(StagingBlobs blobs, Phase phase) {
        this.blobs = blobs;
        this.phase = phase;
    }

    @Override
    public MigrationStep kind() {
        return MigrationStep.STAGE;
    }

    @Override
    public List<UploadResult> ensure(Blueprint blueprint, StepContext context)
            throws PlanException, IOException, InterruptedException {
        List<Callable<UploadResult>> tasks = new ArrayList<>();
        for (DiskWork work : blueprint.disks()) {
            tasks.add(() -> stage(work, context));
        }
        return DisksAtOnce.run(tasks);
    }

    @Override
    public String outcome(List<UploadResult> results) {
        long found = results.stream().filter(UploadResult::found).count();
        return (results.size() - found) + " sent, " + found + " up to date";
    }

    private UploadResult stage(DiskWork work, StepContext context) throws IOException, InterruptedException {
        PageBlobAddress address = blobs.of(work.disk().planned());
        if (new ManagedDisks(context.clients()).look(work.spec()) == ManagedDisks.Standing.DONE) {
            return UploadResult.alreadyThere(
                    address.redacted(),
                    work.disk().source().sourceSize(),
                    work.disk().source().size());
        }
        PageBlobConnection connection = context.clients().pageBlobs();
        StoredUpload stored = StoredUpload.look(connection, address);
        if (stored.state() == StoredUpload.State.FOREIGN) {
            throw new AzureRequestException(
                    0,
                    AzureRequestException.CONFLICT,
                    "a blob of that name exists that gen2lift did not upload",
                    address.redacted(),
                    "delete it, or choose another container");
        }
        CopyProgress progress = context.listener()
                .uploading(work.spec().name(), work.disk().source().size());
        Sender sender =
                new Sender(work.disk(), address, connection, context.plan().upload(), progress);
        UploadResult result =
                phase == Phase.CUTOVER ? cutover(work, stored, sender) : prepare(work, stored, sender, context);
        requireWhole(work, connection, address);
        blobs.complete(work.disk());
        context.listener().uploaded(work.spec().name());
        return result;
    }

    private UploadResult prepare(DiskWork work, StoredUpload stored, Sender sender, StepContext context)
            throws IOException, InterruptedException {
        String now = work.disk().source().identity();
        switch (stored.state()) {
            case MISSING -> {
                return sender.all(false);
            }
            case UPLOADING -> {
                boolean same = stored.source().equals(Optional.of(now));
                if (!same) {
                    context.listener()
                            .warned("the image has changed since its preparation broke off; it begins anew ("
                                    + work.disk().planned().image() + ")");
                }
                return sender.all(!same);
            }
            default -> {
                try {
                    return sender.changes();
                } catch (AzureRequestException e) {
                    if (!e.code().equals(AzureRequestException.CONFLICT)) {
                        throw e;
                    }
                    if (phase == Phase.PREPARE_ANEW) {
                        return sender.all(true);
                    }
                    throw e.withHint("--force sends all of the disk again");
                }
            }
        }
    }

    private static UploadResult cutover(DiskWork work, StoredUpload stored, Sender sender)
            throws IOException, InterruptedException {
        if (stored.state() == StoredUpload.State.MISSING || stored.state() == StoredUpload.State.UPLOADING) {
            throw new AzureRequestException(
                    0,
                    AzureRequestException.CONFLICT,
                    "the preparation of the disk was not completed",
                    work.spec().name(),
                    AGAIN);
        }
        try {
            return sender.changes();
        } catch (AzureRequestException e) {
            throw e.code().equals(AzureRequestException.CONFLICT) ? e.withHint(AGAIN) : e;
        }
    }

    /** The last look before a disk is made of it, and before anybody relies on it. */
    private static void requireWhole(DiskWork work, PageBlobConnection connection, PageBlobAddress address)
            throws IOException {
        String flaw = "";
        if (!StoredUpload.look(connection, address).holds(work.disk().source().identity())) {
            flaw = "its marks do not say that it is complete";
        }
        try (PageBlobDisk disk = PageBlobDisk.open(connection, address)) {
            flaw = disk.flaw().orElse(flaw);
            if (disk.size() != work.disk().source().size()) {
                flaw = "it has " + disk.size() + " bytes, not "
                        + work.disk().source().size();
            }
        }
        if (!flaw.isEmpty()) {
            throw new AzureRequestException(
                    0,
                    AzureRequestException.UNEXPECTED_STATE,
                    "the staging blob is not the disk that was sent: " + flaw,
                    address.redacted(),
                    "somebody else may write to it; run the same command again");
        }
    }

    /** One disk, and how it gets into its blob. */
    private record Sender(
            OpenDisks.OpenDisk disk,
            PageBlobAddress address,
            PageBlobConnection connection,
            UploadOptions options,
            CopyProgress progress) {

        UploadResult all(boolean overwrite) throws IOException, InterruptedException {
            return PageBlobUpload.run(disk.image(), address, connection, options.withOverwrite(overwrite), progress);
        }

        UploadResult changes() throws IOException, InterruptedException {
            return PageBlobUpdate.run(disk.image(), address, connection, options, progress);
        }
    }
}
