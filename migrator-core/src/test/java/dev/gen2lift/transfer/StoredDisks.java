package dev.gen2lift.transfer;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.PageRange;
import com.azure.storage.blob.specialized.PageBlobClient;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.transfer.digest.DigestFile;
import dev.gen2lift.transfer.verify.Verification;
import dev.gen2lift.transfer.verify.Verifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Disks in Azurite, for tests of what reads them. */
final class StoredDisks {

    static final int MIB = 1 << 20;

    private final AzuriteServer azurite;
    private final BlobContainerClient container;

    StoredDisks() throws IOException {
        azurite = AzuriteServer.shared();
        container = azurite.container();
    }

    /** A raw file with random data at the given offsets, 64 KiB each, and zeros elsewhere. */
    static Path raw(Path file, long size, long... offsets) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(size);
            for (long offset : offsets) {
                byte[] bytes = new byte[64 << 10];
                new Random(offset + 1).nextBytes(bytes);
                out.seek(offset);
                out.write(bytes);
            }
        }
        return file;
    }

    void upload(Path image, String blob) throws Exception {
        upload(image, blob, UploadOptions.usual(), CopyProgress.NONE);
    }

    UploadResult upload(Path image, String blob, UploadOptions options, CopyProgress progress) throws Exception {
        try (VirtualDisk disk = DiskImages.open(image)) {
            return PageBlobUpload.run(disk, address(blob), connection(), options, progress);
        }
    }

    UploadResult update(Path image, String blob, UploadOptions options, CopyProgress progress) throws Exception {
        try (VirtualDisk disk = DiskImages.open(image)) {
            return PageBlobUpdate.run(disk, address(blob), connection(), options, progress);
        }
    }

    /** Where an upload to the blob keeps its digests. */
    Path digests(Path transfers, String blob) {
        return DigestFile.path(transfers, address(blob).redacted());
    }

    /** Compares the blob with the digests that its upload left, and these with the image. */
    Verification verify(Path image, String blob, Path transfers) throws Exception {
        try (VirtualDisk disk = DiskImages.open(image);
                PageBlobDisk stored = open(blob);
                DigestFile digests = DigestFile.open(digests(transfers, blob))) {
            UploadSource source = UploadSource.of(disk, UploadSource.SIZE_MULTIPLE);
            return new Verifier(source, stored, 3).digests(digests, CopyProgress.NONE);
        }
    }

    PageBlobDisk open(String blob) throws IOException {
        return PageBlobDisk.open(connection(), address(blob));
    }

    /** Writes sectors of the blob as anybody with its key could. */
    void write(String blob, long offset, byte[] bytes) {
        client(blob).uploadPages(range(offset, bytes.length), new ByteArrayInputStream(bytes));
    }

    void clear(String blob, long offset, int length) {
        client(blob).clearPages(range(offset, length));
    }

    PageBlobClient client(String blob) {
        return container.getBlobClient(blob).getPageBlobClient();
    }

    PageBlobAddress address(String blob) {
        return PageBlobAddress.parse(azurite.url(container, blob), "unused");
    }

    PageBlobConnection connection() {
        return new PageBlobConnection(
                azurite.http(),
                Optional.empty(),
                PageBlobConnection.retries(2, Duration.ofMillis(1), Duration.ofMillis(5)),
                List.of());
    }

    private static PageRange range(long offset, int length) {
        return new PageRange().setStart(offset).setEnd(offset + length - 1);
    }
}
