package dev.gen2lift.transfer;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The page blob that a disk is uploaded to, or was: what is there, and the marks of its upload.
 *
 * @param client to the same address
 */
record TargetBlob(PageBlobConnection connection, PageBlobAddress address, PageBlobAsyncClient client) {

    static final String CONDITION_NOT_MET = "ConditionNotMet";

    /** @throws IllegalArgumentException where {@code address} has no SAS and {@code connection} no credential */
    static TargetBlob of(PageBlobAddress address, PageBlobConnection connection) {
        if (!address.hasSas() && connection.credential().isEmpty()) {
            throw new IllegalArgumentException("the URL has no SAS and nobody is signed in: " + address);
        }
        return new TargetBlob(connection, address, connection.client(address));
    }

    /**
     * A disk in the form that a page blob takes it in.
     *
     * @throws BadImageException where no page blob takes it
     */
    static UploadSource source(VirtualDisk disk) throws IOException {
        UploadSource source = UploadSource.of(disk, UploadSource.SIZE_MULTIPLE);
        if (length(source) > PageBlobUpload.MAX_PAGE_BLOB) {
            throw UploadSource.unsupported(
                    disk.info(), "the disk has " + source.size() + " bytes; a page blob takes less than 8 TiB");
        }
        return source;
    }

    /** Bytes of a blob that holds the disk and its footer. */
    static long length(UploadSource source) {
        return source.size() + PageBlobTarget.FOOTER_LENGTH;
    }

    /**
     * What is there; empty where nothing is, or where the SAS does not allow to look. Tells what the SAS and the clocks
     * say of the requests to come.
     *
     * @throws AzureRequestException also where the SAS can only be refused
     */
    Optional<BlobProperties> look(TransferProgress progress) throws IOException {
        AtomicReference<@Nullable BlobProperties> found = new AtomicReference<>();
        AtomicReference<String> date = new AtomicReference<>("");
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
        Preflight.requireUsable(
                address, Preflight.serviceTime(Objects.requireNonNullElse(date.get(), ""), progress), progress);
        return Optional.ofNullable(found.get());
    }

    /** Sets the marks of its upload. */
    void mark(Map<String, String> marks) throws IOException {
        BlobCalls.run(address, () -> client.setMetadata(marks).block());
    }

    /**
     * Sets the marks if the blob is still the one that was looked at.
     *
     * @param tag of what was looked at
     * @return whether it was
     */
    boolean mark(Map<String, String> marks, String tag) throws IOException {
        BlobRequestConditions condition = new BlobRequestConditions().setIfMatch(tag);
        try {
            BlobCalls.run(
                    address,
                    () -> client.setMetadataWithResponse(marks, condition).block());
            return true;
        } catch (AzureRequestException e) {
            if (!e.code().equals(CONDITION_NOT_MET)) {
                throw e;
            }
        }
        // A try may have succeeded and its answer been lost: then the next one finds what that one changed.
        return look(TransferProgress.NONE)
                .flatMap(now -> UploadMarks.upload(now.getMetadata()))
                .equals(UploadMarks.upload(marks));
    }

    /** What stands in the way of an upload is there already. */
    AzureRequestException conflict(String reason, String hint) {
        return new AzureRequestException(0, AzureRequestException.CONFLICT, reason, address.redacted(), hint);
    }
}
