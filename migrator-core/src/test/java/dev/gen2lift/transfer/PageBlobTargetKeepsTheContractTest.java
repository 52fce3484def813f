package dev.gen2lift.transfer;

import com.azure.storage.blob.BlobContainerClient;
import dev.gen2lift.copy.DiskTarget;
import dev.gen2lift.copy.contract.DiskTargetContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The contract of targets, on a page blob of the emulator. What has no footer is nothing yet. */
class PageBlobTargetKeepsTheContractTest extends DiskTargetContract {

    private static final String BLOB = "disk.vhd";
    private static final byte[] COOKIE = "conectix".getBytes(StandardCharsets.US_ASCII);

    private final AzuriteServer azurite;
    private final BlobContainerClient container;

    PageBlobTargetKeepsTheContractTest() throws IOException {
        azurite = AzuriteServer.shared();
        container = azurite.container();
    }

    @Override
    protected DiskTarget create(long capacity) throws Exception {
        container.getBlobClient(BLOB).getPageBlobClient().create(capacity + PageBlobTarget.FOOTER_LENGTH);
        return PageBlobTarget.open(
                PageBlobConnection.over(azurite.http(), Optional.empty()),
                PageBlobAddress.parse(azurite.url(container, BLOB), "unused"),
                capacity);
    }

    @Override
    protected Optional<byte[]> visible() {
        byte[] stored = container.getBlobClient(BLOB).downloadContent().toBytes();
        int capacity = stored.length - PageBlobTarget.FOOTER_LENGTH;
        return Arrays.equals(stored, capacity, capacity + COOKIE.length, COOKIE, 0, COOKIE.length)
                ? Optional.of(Arrays.copyOf(stored, capacity))
                : Optional.empty();
    }
}
