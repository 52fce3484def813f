package dev.gen2lift.transfer;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.options.PageBlobCreateOptions;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.disk.vhd.VhdFooter;
import dev.gen2lift.transfer.journal.Coverage;
import dev.gen2lift.transfer.journal.UploadJournal;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

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

    private final PageBlobConnection connection;
    private final PageBlobAddress address;
    private final UploadOptions options;
    private final PageBlobAsyncClient client;

    private PageBlobUpload(PageBlobConnection connection, PageBlobAddress address, UploadOptions options) {
        this.connection = connection;
        this.address = address;
        this.options = options;
        this.client = connection.client(address);
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
        if (!address.hasSas() && connection.credential().isEmpty()) {
            throw new IllegalArgumentException("the URL has no SAS and nobody is signed in: " + address);
        }
        UploadSource source = UploadSource.of(disk, UploadSource.SIZE_MULTIPLE);
        if (source.size() + PageBlobTarget.FOOTER_LENGTH > MAX_PAGE_BLOB) {
            throw UploadSource.unsupported(
                    disk.info(), "the disk has " + source.size() + " bytes; a page blob takes less than 8 TiB");
        }
        return new PageBlobUpload(connection, address, options).upload(source, TransferProgress.of(progress));
    }

    private UploadResult upload(UploadSource source, TransferProgress progress)
            throws IOException, InterruptedException {
        long length = source.size() + PageBlobTarget.FOOTER_LENGTH;
        // The footer that is written last, hours from now: whether it can be is known now.
        VhdFooter.fixed(source.size(), UUID.randomUUID(), Instant.now());
        AtomicReference<String> date = new AtomicReference<>("");
        BlobProperties existing = look(date);
        Preflight.requireUsable(
                address, Preflight.serviceTime(Objects.requireNonNullElse(date.get(), ""), progress), progress);
        try (UploadJournal journal = UploadJournal.open(options.journals(), address.redacted())) {
            if (existing != null && !options.overwrite() && isComplete(existing, source, length)) {
                journal.delete();
                return UploadResult.alreadyThere(address.redacted(), source.sourceSize(), source.size());
            }
            Optional<String> begun = begun(existing, journal, source);
            Coverage done = journal.coverage();
            if (begun.isEmpty()) {
                done = new Coverage();
                begun = Optional.of(create(existing, length, journal, source, progress));
            }
            UploadResult result;
            try (PageBlobTarget target = PageBlobTarget.open(
                    connection, PageBlobAccess.of(address), source.size(), begun, options.sending(progress))) {
                if (!done.isEmpty() && !target.resume(done)) {
                    throw exists("pages that an earlier run sent are missing from the blob");
                }
                result = DiskTransfer.run(source, target, journal, done, options, address.redacted(), progress);
            }
            Map<String, String> marks = UploadMarks.of(source.identity(), begun.get(), UploadMarks.COMPLETE);
            BlobCalls.run(address, () -> client.setMetadata(marks).block());
            journal.delete();
            return result;
        }
    }

    /**
     * The mark of an upload that goes on: this machine has its journal, the blob is the one that it is about, and the
     * source is as it was.
     */
    private Optional<String> begun(@Nullable BlobProperties existing, UploadJournal journal, UploadSource source)
            throws AzureRequestException {
        if (existing == null || options.overwrite() || existing.getBlobType() != BlobType.PAGE_BLOB) {
            return Optional.empty();
        }
        Optional<UploadJournal.Binding> known = journal.binding()
                .filter(binding -> binding.target().equals(address.redacted()))
                .filter(binding -> UploadMarks.upload(existing.getMetadata()).equals(Optional.of(binding.upload())));
        if (known.isPresent()
                && (!known.get().source().equals(source.identity())
                        || known.get().size() != source.size())) {
            throw exists("the source has changed since its upload to this blob began");
        }
        return known.map(UploadJournal.Binding::upload);
    }

    /**
     * What is there; null where nothing is, or where the SAS does not allow to look.
     *
     * @param date takes the service's time
     */
    private @Nullable BlobProperties look(AtomicReference<String> date) throws IOException {
        AtomicReference<@Nullable BlobProperties> found = new AtomicReference<>();
        HttpPipelinePolicy listener = (context, next) -> next.process()
                .doOnNext(answer -> date.set(String.valueOf(answer.getHeaders().getValue(HttpHeaderName.DATE))));
        try {
            BlobCalls.readable(
                    address,
                    () -> found.set(connection
                            .firstContact()
                            .withPolicy(listener)
                            .client(address)
                            .getProperties()
                            .block()));
        } catch (AzureRequestException e) {
            if (!e.code().equals("BlobNotFound")) {
                throw e;
            }
        }
        return found.get();
    }

    private static boolean isComplete(BlobProperties blob, UploadSource source, long length) {
        return UploadMarks.say(blob.getMetadata(), source.identity(), UploadMarks.COMPLETE)
                && blob.getBlobType() == BlobType.PAGE_BLOB
                && blob.getBlobSize() == length;
    }

    /** Under what condition the blob may be created: never over one that was not looked at. */
    private BlobRequestConditions condition(
            @Nullable BlobProperties existing, UploadSource source, TransferProgress progress)
            throws AzureRequestException {
        if (options.overwrite()) {
            return new BlobRequestConditions();
        }
        if (existing == null) {
            return new BlobRequestConditions().setIfNoneMatch("*");
        }
        if (UploadMarks.say(existing.getMetadata(), source.identity(), UploadMarks.UPLOADING)) {
            progress.note("an upload of this image to this blob broke off, but there is no journal of it here:"
                    + " it begins anew");
            return new BlobRequestConditions().setIfMatch(existing.getETag());
        }
        throw exists("a " + existing.getBlobType() + " of " + existing.getBlobSize() + " bytes exists already");
    }

    /** Makes the blob, all zero, and begins the journal; returns the upload's mark. */
    private String create(
            @Nullable BlobProperties existing,
            long length,
            UploadJournal journal,
            UploadSource source,
            TransferProgress progress)
            throws IOException {
        String mark = UUID.randomUUID().toString();
        PageBlobCreateOptions create = new PageBlobCreateOptions(length)
                .setMetadata(UploadMarks.of(source.identity(), mark, UploadMarks.UPLOADING))
                .setRequestConditions(condition(existing, source, progress));
        for (int tried = 1; !created(create, existing != null && tried < CREATE_TRIES); tried++) {
            create.setRequestConditions(condition(look(new AtomicReference<>()), source, TransferProgress.NONE));
        }
        journal.begin(new UploadJournal.Binding(source.identity(), address.redacted(), mark, source.size()));
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
            BlobCalls.run(address, () -> client.createWithResponse(create).block());
            return true;
        } catch (AzureRequestException e) {
            boolean changed = e.code().equals("ConditionNotMet");
            if (changed && again) {
                return false;
            }
            throw changed || e.code().equals("BlobAlreadyExists") ? exists("the blob exists already") : e;
        }
    }

    private AzureRequestException exists(String reason) {
        return new AzureRequestException(
                0,
                AzureRequestException.CONFLICT,
                reason,
                address.redacted(),
                "overwrite it, or upload to another name");
    }
}
