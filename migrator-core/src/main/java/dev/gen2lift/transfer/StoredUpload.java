package dev.gen2lift.transfer;

import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of a page blob say of the upload that it holds.
 *
 * @param source {@link SourceIdentity} of the image, where the blob is an upload's
 */
public record StoredUpload(State state, Optional<String> source) {

    /** How far an upload is. */
    public enum State {
        /** No blob of that name. */
        MISSING,
        /** A blob that was not uploaded by gen2lift. */
        FOREIGN,
        /** A part of one image. */
        UPLOADING,
        /** Parts of two states of one image. */
        UPDATING,
        /** One image, whole. */
        COMPLETE
    }

    /** Looks at a blob. */
    public static StoredUpload look(PageBlobConnection connection, PageBlobAddress address) throws IOException {
        AtomicReference<@Nullable BlobProperties> found = new AtomicReference<>();
        PageBlobAsyncClient client = connection.firstContact().client(address);
        try {
            BlobCalls.run(address, () -> found.set(client.getProperties().block()));
        } catch (AzureRequestException e) {
            if (e.code().equals("BlobNotFound")) {
                return new StoredUpload(State.MISSING, Optional.empty());
            }
            throw e;
        }
        BlobProperties blob = Objects.requireNonNull(found.get());
        Map<String, String> marks = Objects.requireNonNullElse(blob.getMetadata(), Map.of());
        Optional<String> source = Optional.ofNullable(marks.get(UploadMarks.SOURCE));
        return blob.getBlobType() == BlobType.PAGE_BLOB && source.isPresent()
                ? new StoredUpload(state(marks), source)
                : new StoredUpload(State.FOREIGN, Optional.empty());
    }

    private static State state(Map<String, String> marks) {
        return switch (marks.getOrDefault(UploadMarks.STATE, "")) {
            case UploadMarks.COMPLETE -> State.COMPLETE;
            case UploadMarks.UPLOADING -> State.UPLOADING;
            default -> State.UPDATING;
        };
    }

    /** Whether the blob holds all of one image. */
    public boolean holds(String identity) {
        return state == State.COMPLETE && source.equals(Optional.of(identity));
    }

    /** Deletes the blob where it is an upload's; whatever else is there stays. */
    public static void delete(PageBlobConnection connection, PageBlobAddress address) throws IOException {
        State state = look(connection, address).state();
        if (state != State.MISSING && state != State.FOREIGN) {
            BlobCalls.run(
                    address, () -> connection.client(address).deleteIfExists().block());
        }
    }
}
