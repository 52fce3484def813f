package dev.gen2lift.transfer;

import dev.gen2lift.copy.CopyEngine;
import dev.gen2lift.copy.CopyOptions;
import dev.gen2lift.copy.CopyResult;
import dev.gen2lift.disk.CountingDisk;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.transfer.journal.Coverage;
import dev.gen2lift.transfer.journal.RemainingDisk;
import dev.gen2lift.transfer.journal.UploadJournal;
import java.io.IOException;

/** Sends what is left of a disk to a target that is ready for it, and notes in the journal what has arrived. */
public final class DiskTransfer {

    private DiskTransfer() {}

    /**
     * Sends the disk and completes the target.
     *
     * @param journalled what an earlier run dealt with; {@link PageBlobTarget#resume} has agreed
     * @param name of the target, for the result
     * @throws dev.gen2lift.disk.SourceChangedException where the source changed meanwhile; the target has no footer then
     */
    public static UploadResult run(
            UploadSource source,
            PageBlobTarget target,
            UploadJournal journal,
            Coverage journalled,
            UploadOptions options,
            String name,
            TransferProgress progress)
            throws IOException, InterruptedException {
        try (UploadDigests digests = UploadDigests.open(options.journals(), name, source, journalled)) {
            UploadResult result =
                    run(source, target, journal, digests.backedBy(journalled), digests, options, name, progress);
            return result.withDigestRoot(digests.seal());
        }
    }

    private static UploadResult run(
            UploadSource source,
            PageBlobTarget target,
            UploadJournal journal,
            Coverage done,
            UploadDigests digests,
            UploadOptions options,
            String name,
            TransferProgress progress)
            throws IOException, InterruptedException {
        CountingDisk read = new CountingDisk(source.disk());
        VirtualDisk counted = digests.watch(read);
        VirtualDisk left = done.isEmpty() ? counted : new RemainingDisk(counted, done);
        if (!done.isEmpty()) {
            progress.resumed(done.bytes());
        }
        CopyResult copied = CopyEngine.copy(
                left, new JournaledTarget(target, journal), new CopyOptions(options.inMemory(), false), progress);
        return UploadResult.of(name, source, read.bytesRead(), copied, done);
    }
}
