package dev.gen2lift.transfer;

import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.options.PageBlobCreateOptions;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.disk.vhd.VhdFooter;
import dev.gen2lift.transfer.journal.Coverage;
import dev.gen2lift.transfer.journal.UploadJournal;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Uploads a disk into a page blob as a fixed VHD, in one pass.
 *
 * <p>A blob always begins all zero: it is created, or replaced by an empty one. Its metadata say from which image it comes
 * and whether it is complete, so that the same command again has nothing to do once it is. A run that broke off is gone on
 * with where a journal here says what arrived, and begins anew without one: the blob's page ranges tell that pages were
 * written, not that they hold what this image holds. Any other blob of that name is refused unless it may be overwritten.
 */
public final class PageBlobUpload {

    /** Largest page blob in bytes, footer included. */
    public static final long MAX_PAGE_BLOB = 8L << 40;

    private static final int CREATE_TRIES = 5;

    private final TargetBlob blob;
    private final UploadOptions options;
    private final UploadSource source;
    private final TransferProgress progress;

    private PageBlobUpload(TargetBlob blob, UploadOptions options, UploadSource source, TransferProgress progress) {
        this.blob = blob;
        this.options = options;
        this.source = source;
        this.progress = progress;
    }

    /**
     * Uploads all of {@code disk}, which stays open.
     *
     * @throws BadImageException where the disk cannot be a VHD in a page blob, or its image is damaged
     * @throws AzureRequestException where the service refuses, or still fails after the retries
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
        return new PageBlobUpload(blob, options, TargetBlob.source(disk), TransferProgress.of(progress)).upload();
    }

    private UploadResult upload() throws IOException, InterruptedException {
        // The footer that is written last, hours from now: whether it can be is known now.
        VhdFooter.fixed(source.size(), UUID.randomUUID(), Instant.now());
        String name = blob.address().redacted();
        Optional<BlobProperties> existing = blob.look(progress);
        try (UploadJournal journal = UploadJournal.open(options.journals(), name)) {
            if (!options.overwrite() && existing.filter(this::isComplete).isPresent()) {
                journal.delete();
                return UploadResult.alreadyThere(name, source.sourceSize(), source.size())
                        .withDigestRoot(UploadDigests.root(options.journals(), name, source));
            }
            Optional<String> begun = begun(existing, journal);
            Coverage done = journal.coverage();
            if (begun.isEmpty()) {
                done = new Coverage();
                begun = Optional.of(create(existing, journal));
            }
            UploadResult result;
            try (PageBlobTarget target = PageBlobTarget.open(
                    blob.connection(),
                    PageBlobAccess.of(blob.address()),
                    source.size(),
                    begun,
                    options.sending(progress))) {
                if (!done.isEmpty() && !target.resume(done)) {
                    throw exists("pages that an earlier run sent are missing from the blob");
                }
                result = DiskTransfer.run(source, target, journal, done, options, name, progress);
            }
            blob.mark(UploadMarks.of(source.identity(), begun.get(), UploadMarks.COMPLETE));
            journal.delete();
            return result;
        }
    }

    /**
     * The mark of an upload that goes on: this machine has its journal, the blob is the one that it is about, and the
     * source is as it was.
     */
    private Optional<String> begun(Optional<BlobProperties> existing, UploadJournal journal)
            throws AzureRequestException {
        if (options.overwrite() || existing.filter(PageBlobUpload::isUploading).isEmpty()) {
            return Optional.empty();
        }
        Optional<UploadJournal.Binding> known = journal.binding()
                .filter(binding -> binding.target().equals(blob.address().redacted()))
                .filter(binding ->
                        UploadMarks.upload(existing.get().getMetadata()).equals(Optional.of(binding.upload())));
        if (known.isPresent()
                && (!known.get().source().equals(source.identity())
                        || known.get().size() != source.size())) {
            throw exists("the source has changed since its upload to this blob began");
        }
        return known.map(UploadJournal.Binding::upload);
    }

    /** Whole but for its mark counts: the run that wrote its footer was killed before it could say so. */
    private static boolean isUploading(BlobProperties blob) {
        return blob.getBlobType() == BlobType.PAGE_BLOB
                && UploadMarks.UPLOADING.equals(blob.getMetadata().get(UploadMarks.STATE));
    }

    private boolean isComplete(BlobProperties blob) {
        return UploadMarks.say(blob.getMetadata(), source.identity(), UploadMarks.COMPLETE)
                && blob.getBlobType() == BlobType.PAGE_BLOB
                && blob.getBlobSize() == TargetBlob.length(source);
    }

    /** Under what condition the blob may be created: never over one that was not looked at. */
    private BlobRequestConditions condition(Optional<BlobProperties> existing, TransferProgress hears)
            throws AzureRequestException {
        if (options.overwrite()) {
            return new BlobRequestConditions();
        }
        if (existing.isEmpty()) {
            return new BlobRequestConditions().setIfNoneMatch("*");
        }
        BlobProperties there = existing.get();
        if (UploadMarks.say(there.getMetadata(), source.identity(), UploadMarks.UPLOADING)) {
            hears.note("an upload of this image to this blob broke off, but there is no journal of it here:"
                    + " it begins anew");
            return new BlobRequestConditions().setIfMatch(there.getETag());
        }
        if (UploadMarks.UPDATING.equals(there.getMetadata().get(UploadMarks.STATE))) {
            throw blob.conflict(
                    "the blob exists already, and an update of it broke off",
                    "end that with --delta, overwrite the blob, or upload to another name");
        }
        throw exists("a " + there.getBlobType() + " of " + there.getBlobSize() + " bytes exists already");
    }

    /** Makes the blob, all zero, and begins the journal; returns the upload's mark. */
    private String create(Optional<BlobProperties> existing, UploadJournal journal) throws IOException {
        String mark = UUID.randomUUID().toString();
        PageBlobCreateOptions create = new PageBlobCreateOptions(TargetBlob.length(source))
                .setMetadata(UploadMarks.of(source.identity(), mark, UploadMarks.UPLOADING))
                .setRequestConditions(condition(existing, progress));
        for (int tried = 1; !created(create, existing.isPresent() && tried < CREATE_TRIES); tried++) {
            create.setRequestConditions(condition(blob.look(TransferProgress.NONE), TransferProgress.NONE));
        }
        journal.begin(
                new UploadJournal.Binding(source.identity(), blob.address().redacted(), mark, source.size()));
        return mark;
    }

    /**
     * Makes the blob under a condition.
     *
     * @param again whether it may be looked at again where the condition is not met: requests of a run that was killed
     *     may still arrive and change the blob
     */
    private boolean created(PageBlobCreateOptions create, boolean again) throws IOException {
        try {
            BlobCalls.run(
                    blob.address(),
                    () -> blob.client().createWithResponse(create).block());
            return true;
        } catch (AzureRequestException e) {
            boolean changed = e.code().equals(TargetBlob.CONDITION_NOT_MET);
            if (changed && again) {
                return false;
            }
            throw changed || e.code().equals("BlobAlreadyExists") ? exists("the blob exists already") : e;
        }
    }

    private AzureRequestException exists(String reason) {
        return blob.conflict(reason, "overwrite it, or upload to another name");
    }
}
