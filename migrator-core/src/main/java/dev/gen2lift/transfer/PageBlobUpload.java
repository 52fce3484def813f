package dev.gen2lift.transfer;

import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.options.PageBlobCreateOptions;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import dev.gen2lift.copy.CopyEngine;
import dev.gen2lift.copy.CopyOptions;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.copy.CopyResult;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.CountingDisk;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Uploads a disk into a page blob as a fixed VHD, in one pass.
 *
 * <p>A blob always begins all zero: it is created, or replaced by an empty one, and never written into. Its metadata say
 * from which image it comes and whether it is complete, so that the same command again replaces what a broken-off run
 * left, and has nothing to do once the blob is complete. Any other blob of that name is refused unless it may be
 * overwritten.
 */
public final class PageBlobUpload {

    /** Largest page blob in bytes, footer included. */
    public static final long MAX_PAGE_BLOB = 8L << 40;

    private static final String SOURCE = "gen2lift_source";
    private static final String STATE = "gen2lift_state";
    private static final String UPLOADING = "uploading";
    private static final String COMPLETE = "complete";

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
        return new PageBlobUpload(connection, address, options).upload(source, progress);
    }

    private UploadResult upload(UploadSource source, CopyProgress progress) throws IOException, InterruptedException {
        long length = source.size() + PageBlobTarget.FOOTER_LENGTH;
        BlobProperties existing = look();
        if (existing != null && !options.overwrite() && isComplete(existing, source, length)) {
            return UploadResult.alreadyThere(address.redacted(), source.sourceSize(), source.size());
        }
        create(length, source.identity(), condition(existing, source));
        CountingDisk counted = new CountingDisk(source.disk());
        CopyResult copied;
        try (PageBlobTarget target = PageBlobTarget.open(connection, address, source.size())) {
            copied = CopyEngine.copy(counted, target, new CopyOptions(options.requests(), false), progress);
        }
        BlobCalls.run(
                address,
                () -> client.setMetadata(metadata(source.identity(), COMPLETE)).block());
        return new UploadResult(
                address.redacted(),
                source.sourceSize(),
                source.size(),
                counted.bytesRead(),
                copied.bytesCopied() + PageBlobTarget.FOOTER_LENGTH,
                copied.bytesZero(),
                copied.duration(),
                false);
    }

    /** What is there; null where nothing is, or where the SAS does not allow to look. */
    private @Nullable BlobProperties look() throws IOException {
        AtomicReference<@Nullable BlobProperties> found = new AtomicReference<>();
        try {
            BlobCalls.readable(
                    address,
                    () -> found.set(connection
                            .firstContact()
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

    private boolean isComplete(BlobProperties blob, UploadSource source, long length) {
        return isFrom(blob, source, COMPLETE)
                && blob.getBlobType() == BlobType.PAGE_BLOB
                && blob.getBlobSize() == length;
    }

    private static boolean isFrom(BlobProperties blob, UploadSource source, String state) {
        Map<String, String> metadata = blob.getMetadata();
        return source.identity().equals(metadata.get(SOURCE)) && state.equals(metadata.get(STATE));
    }

    /** Under what condition the blob may be created: never over one that was not looked at. */
    private BlobRequestConditions condition(@Nullable BlobProperties existing, UploadSource source)
            throws AzureRequestException {
        if (options.overwrite()) {
            return new BlobRequestConditions();
        }
        if (existing == null) {
            return new BlobRequestConditions().setIfNoneMatch("*");
        }
        if (isFrom(existing, source, UPLOADING)) {
            return new BlobRequestConditions().setIfMatch(existing.getETag());
        }
        throw exists("a " + existing.getBlobType() + " of " + existing.getBlobSize() + " bytes exists already");
    }

    private void create(long length, String identity, BlobRequestConditions conditions) throws IOException {
        PageBlobCreateOptions create = new PageBlobCreateOptions(length)
                .setMetadata(metadata(identity, UPLOADING))
                .setRequestConditions(conditions);
        try {
            BlobCalls.run(address, () -> client.createWithResponse(create).block());
        } catch (AzureRequestException e) {
            boolean taken = e.code().equals("BlobAlreadyExists") || e.code().equals("ConditionNotMet");
            throw taken ? exists("the blob exists already") : e;
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

    private static Map<String, String> metadata(String identity, String state) {
        return Map.of(SOURCE, identity, STATE, state);
    }
}
