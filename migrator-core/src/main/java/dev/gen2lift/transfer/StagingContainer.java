package dev.gen2lift.transfer;

import com.azure.storage.blob.BlobUrlParts;
import java.util.Objects;

/** A container for page blobs that are to become managed disks. Prints itself without its SAS. */
public final class StagingContainer {

    private static final String ANY = "blob";

    private final String url;
    private final String redacted;

    private StagingContainer(String url, String redacted) {
        this.url = url;
        this.redacted = redacted;
    }

    /**
     * @param url of a container, with a SAS or without
     * @throws IllegalArgumentException where it is no such URL, in words without the SAS
     */
    public static StagingContainer parse(String url) {
        String blob = PageBlobAddress.parse(url, ANY).redacted();
        if (blob.equals(PageBlobAddress.parse(url, ANY + "2").redacted())) {
            throw new IllegalArgumentException("names a blob, where a container is wanted: " + blob);
        }
        return new StagingContainer(url, blob.substring(0, blob.length() - ANY.length() - 1));
    }

    /** Where a blob of this name lies. */
    public PageBlobAddress blob(String name) {
        return PageBlobAddress.parse(url, name);
    }

    /** Scheme, host and path. */
    public String redacted() {
        return redacted;
    }

    public boolean hasSas() {
        return blob(ANY).hasSas();
    }

    /** Name of the storage account. */
    public String account() {
        return Objects.requireNonNullElse(BlobUrlParts.parse(redacted).getAccountName(), "");
    }

    @Override
    public String toString() {
        return redacted;
    }
}
