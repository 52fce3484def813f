package dev.gen2lift.transfer;

import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.models.PageRange;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
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
import java.util.Objects;
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

    private static final String UPDATING = "updating";
    private static final String BASE = "gen2lift_base";

    private final PageBlobConnection connection;
    private final PageBlobAddress address;
    private final UploadOptions options;
    private final PageBlobAsyncClient client;

    private PageBlobUpdate(PageBlobConnection connection, PageBlobAddress address, UploadOptions options) {
        this.connection = connection;
        this.address = address;
        this.options = options;
        this.client = connection.client(address);
    }

    /**
     * Sends what changed of {@code disk}, which stays open, since the upload that the blob holds.
     *
     * @throws AzureRequestException where the blob holds no upload, one of another size, or one of which it is not known
     *     what changed since
     */
    public static UploadResult run(
            VirtualDisk disk,
            PageBlobAddress address,
            PageBlobConnection connection,
            UploadOptions options,
            CopyProgress progress)
            throws IOException, InterruptedException {
        UploadSource source = UploadSource.of(disk, UploadSource.SIZE_MULTIPLE);
        return new PageBlobUpdate(connection, address, options).update(source, TransferProgress.of(progress));
    }

    private UploadResult update(UploadSource source, TransferProgress progress)
            throws IOException, InterruptedException {
        BlobProperties blob = look();
        Map<String, String> marks = blob.getMetadata();
        if (blob.getBlobType() != BlobType.PAGE_BLOB
                || blob.getBlobSize() != source.size() + PageBlobTarget.FOOTER_LENGTH) {
            throw refused("the blob is not a disk of " + source.size() + " bytes");
        }
        boolean begun = UploadMarks.say(marks, source.identity(), UPDATING);
        if (UploadMarks.say(marks, source.identity(), UploadMarks.COMPLETE)) {
            return UploadResult.alreadyThere(address.redacted(), source.sourceSize(), source.size());
        }
        String base = begun ? marks.get(BASE) : marks.get(UploadMarks.SOURCE);
        if (base == null || !(begun || UploadMarks.COMPLETE.equals(marks.get(UploadMarks.STATE)))) {
            throw refused("the blob holds no complete upload that could be brought up to date");
        }
        try (UploadJournal journal = UploadJournal.open(options.journals(), address.redacted() + " update");
                UpdateChanges changes = UpdateChanges.find(source, base, options, address.redacted(), progress)
                        .orElseThrow(
                                () -> refused("it is not known what changed since the upload that the blob holds"))) {
            UploadResult result = send(source, base, begun ? marks : Map.of(), journal, changes, progress);
            changes.keepDigests();
            journal.delete();
            return result;
        }
    }

    private UploadResult send(
            UploadSource source,
            String base,
            Map<String, String> begun,
            UploadJournal journal,
            UpdateChanges changes,
            TransferProgress progress)
            throws IOException, InterruptedException {
        Optional<String> mark = UploadMarks.upload(begun)
                .filter(known ->
                        journal.binding().map(UploadJournal.Binding::upload).equals(Optional.of(known)));
        Coverage done = mark.isPresent() ? journal.coverage() : new Coverage();
        String upload = mark.orElseGet(() -> UUID.randomUUID().toString());
        if (mark.isEmpty()) {
            setMarks(source, base, upload, UPDATING);
            journal.begin(new UploadJournal.Binding(source.identity(), address.redacted(), upload, source.size()));
        }
        // From here on it is no disk until it is one again.
        clearFooter(source.size());
        CountingDisk counted = new CountingDisk(source.disk());
        ChangedDisk changed = new ChangedDisk(counted, changes::extents);
        PageSender sender = new PageSender(connection, PageBlobAccess.of(address), options.sending(progress));
        CopyResult copied;
        try (UpdateTarget target = new UpdateTarget(client, address, sender, changed, journal)) {
            VirtualDisk left = done.isEmpty() ? changed : new RemainingDisk(changed, done);
            copied = CopyEngine.copy(left, target, new CopyOptions(options.inMemory(), false), progress);
        }
        setMarks(source, base, upload, UploadMarks.COMPLETE);
        return new UploadResult(
                address.redacted(),
                source.sourceSize(),
                source.size(),
                changes.bytesRead() + counted.bytesRead(),
                copied.bytesCopied() + PageBlobTarget.FOOTER_LENGTH,
                Math.max(0, copied.bytesZero() - done.bytes()),
                done.bytes(),
                copied.duration(),
                false);
    }

    private BlobProperties look() throws IOException {
        BlobProperties[] found = new BlobProperties[1];
        BlobCalls.run(
                address,
                () -> found[0] = connection
                        .firstContact()
                        .client(address)
                        .getProperties()
                        .block());
        return Objects.requireNonNull(found[0]);
    }

    private void setMarks(UploadSource source, String base, String upload, String state) throws IOException {
        Map<String, String> marks = new HashMap<>(UploadMarks.of(source.identity(), upload, state));
        if (state.equals(UPDATING)) {
            marks.put(BASE, base);
        }
        BlobCalls.run(address, () -> client.setMetadata(marks).block());
    }

    private void clearFooter(long capacity) throws IOException {
        PageRange footer = new PageRange().setStart(capacity).setEnd(capacity + PageBlobTarget.FOOTER_LENGTH - 1);
        BlobCalls.run(address, () -> client.clearPages(footer).block());
    }

    private AzureRequestException refused(String reason) {
        return new AzureRequestException(
                0,
                AzureRequestException.CONFLICT,
                reason,
                address.redacted(),
                "upload all of it: without --delta, to another name or with --force");
    }
}
