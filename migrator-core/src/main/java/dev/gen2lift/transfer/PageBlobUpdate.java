package dev.gen2lift.transfer;

import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.models.PageRange;
import dev.gen2lift.copy.CopyEngine;
import dev.gen2lift.copy.CopyOptions;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.copy.CopyResult;
import dev.gen2lift.disk.CountingDisk;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.transfer.journal.Coverage;
import dev.gen2lift.transfer.journal.RemainingDisk;
import dev.gen2lift.transfer.journal.UploadJournal;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings a page blob from the state of a disk that was uploaded earlier to the one that the disk has now, by what changed
 * in between: see {@link UpdateChanges} for how that is known.
 *
 * <p>While it is under way the blob has no footer and its metadata say so; nobody takes it for a disk. It goes on where it
 * broke off, with its journal, or sends the changes once more without; another image than the one that it began with is
 * refused, because the blob is no state of any disk then.
 */
public final class PageBlobUpdate {

    private static final String BASE = "gen2lift_base";

    private final TargetBlob blob;
    private final String name;
    private final UploadOptions options;
    private final UploadSource source;
    private final TransferProgress progress;

    private PageBlobUpdate(TargetBlob blob, UploadOptions options, UploadSource source, TransferProgress progress) {
        this.blob = blob;
        this.name = blob.address().redacted();
        this.options = options;
        this.source = source;
        this.progress = progress;
    }

    /**
     * Sends what changed of {@code disk}, which stays open, since the upload that the blob holds.
     *
     * @throws AzureRequestException where the blob holds no upload, one of another size, or one of which it is not known
     *     what changed since; where the service refuses, or still fails after the retries
     * @throws IllegalArgumentException where {@code address} has no SAS and {@code connection} no credential
     */
    public static UploadResult run(
            VirtualDisk disk,
            PageBlobAddress address,
            PageBlobConnection connection,
            UploadOptions options,
            CopyProgress progress)
            throws IOException, InterruptedException {
        TargetBlob blob = TargetBlob.of(address, connection);
        return new PageBlobUpdate(blob, options, TargetBlob.source(disk), TransferProgress.of(progress)).update();
    }

    /**
     * The state that the blob is brought forward from.
     *
     * @param identity {@link SourceIdentity} of what was uploaded
     * @param upload of the run that broke off; empty where none did
     * @param tag of the blob as it was looked at
     */
    private record Base(String identity, Optional<String> upload, String tag) {}

    private UploadResult update() throws IOException, InterruptedException {
        try (UploadJournal journal = UploadJournal.open(options.journals(), name)) {
            BlobProperties found = blob.look(progress)
                    .orElseThrow(
                            () -> refused("there is no blob to bring up to date, or the SAS does not allow to look"));
            if (found.getBlobType() != BlobType.PAGE_BLOB || found.getBlobSize() != TargetBlob.length(source)) {
                throw refused("the blob is not a disk of " + source.size() + " bytes");
            }
            if (UploadMarks.say(found.getMetadata(), source.identity(), UploadMarks.COMPLETE)) {
                UpdateChanges.adoptDigests(source, options.journals(), name);
                journal.delete();
                return UploadResult.alreadyThere(name, source.sourceSize(), source.size())
                        .withDigestRoot(UploadDigests.root(options.journals(), name, source));
            }
            Base base = base(found);
            try (UpdateChanges changes = UpdateChanges.find(source, base.identity(), options, name, progress)
                    .orElseThrow(() -> refused("it is not known what changed since the upload that the blob holds"))) {
                UploadResult result = send(base, journal, changes);
                changes.keepDigests();
                journal.delete();
                return result.withDigestRoot(UploadDigests.root(options.journals(), name, source));
            }
        }
    }

    private Base base(BlobProperties found) throws AzureRequestException {
        Map<String, String> marks = found.getMetadata();
        boolean begun = UploadMarks.say(marks, source.identity(), UploadMarks.UPDATING);
        String identity = begun ? marks.get(BASE) : marks.get(UploadMarks.SOURCE);
        if (identity == null || !(begun || UploadMarks.COMPLETE.equals(marks.get(UploadMarks.STATE)))) {
            throw refused("the blob holds no complete upload that could be brought up to date");
        }
        return new Base(identity, begun ? UploadMarks.upload(marks) : Optional.empty(), found.getETag());
    }

    private UploadResult send(Base base, UploadJournal journal, UpdateChanges changes)
            throws IOException, InterruptedException {
        Optional<String> known = base.upload()
                .filter(upload ->
                        journal.binding().map(UploadJournal.Binding::upload).equals(Optional.of(upload)));
        Coverage done = known.isPresent() ? journal.coverage() : new Coverage();
        String upload = known.isPresent() ? known.get() : begin(base, journal);
        if (!done.isEmpty()) {
            progress.resumed(done.bytes());
        }
        // From here on it is no disk until it is one again.
        clearFooter();
        CountingDisk counted = new CountingDisk(source.disk());
        ChangedDisk changed = new ChangedDisk(counted, changes::extents);
        CopyResult copied;
        try (PageBlobTarget pages = PageBlobTarget.openEarlier(
                        blob.connection(),
                        PageBlobAccess.of(blob.address()),
                        source.size(),
                        upload,
                        options.sending(progress));
                UpdateTarget target = new UpdateTarget(blob, pages, changed, journal)) {
            if (!done.isEmpty() && !pages.resume(done)) {
                throw refused("pages that an earlier run sent are missing from the blob");
            }
            VirtualDisk left = done.isEmpty() ? changed : new RemainingDisk(changed, done);
            copied = CopyEngine.copy(left, target, new CopyOptions(options.inMemory(), false), progress);
        }
        blob.mark(marks(base, upload, UploadMarks.COMPLETE));
        return UploadResult.of(name, source, changes.bytesRead() + counted.bytesRead(), copied, done);
    }

    /** Says in the blob what is going to happen to it, and begins the journal; returns the mark of both. */
    private String begin(Base base, UploadJournal journal) throws IOException {
        String upload = UUID.randomUUID().toString();
        if (!blob.mark(marks(base, upload, UploadMarks.UPDATING), base.tag())) {
            throw blob.conflict(
                    "somebody wrote to the blob after it was looked at", "run the same command again once nobody does");
        }
        journal.begin(new UploadJournal.Binding(source.identity(), name, upload, source.size()));
        return upload;
    }

    private Map<String, String> marks(Base base, String upload, String state) {
        Map<String, String> marks = new HashMap<>(UploadMarks.of(source.identity(), upload, state));
        if (state.equals(UploadMarks.UPDATING)) {
            marks.put(BASE, base.identity());
        }
        return marks;
    }

    private void clearFooter() throws IOException {
        PageRange footer = new PageRange().setStart(source.size()).setEnd(TargetBlob.length(source) - 1);
        BlobCalls.run(blob.address(), () -> blob.client().clearPages(footer).block());
    }

    private AzureRequestException refused(String reason) {
        return blob.conflict(reason, "upload all of it: without --delta, to another name or with --force");
    }
}
