package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.PageRange;
import com.azure.storage.blob.specialized.PageBlobClient;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.SourceChangedException;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that break off and go on. */
class ResumedUploadTest {

    private static final int MIB = 1 << 20;
    private static final int SIZE = 24 * MIB;
    private static final int FOOTER = 512;
    private static final int REQUESTS = 2;

    /** What requests in flight may have to send again. */
    private static final long IN_FLIGHT = REQUESTS * 4L * MIB;

    @TempDir
    private Path folder;

    private final AzuriteServer azurite = AzuriteServer.shared();
    private final BlobContainerClient container = azurite.container();

    ResumedUploadTest() throws IOException {}

    @Test
    void goesOnWhereItBrokeOff() throws Exception {
        Path image = image();
        breakOff(image, 12 * MIB);

        UploadResult result = upload(image, CopyProgress.NONE);

        assertThat(stored()).isEqualTo(ByteBuffer.wrap(Files.readAllBytes(image)));
        assertThat(result.bytesResumed()).isGreaterThanOrEqualTo(12L * MIB - IN_FLIGHT);
        assertThat(result.bytesSent()).isLessThanOrEqualTo(SIZE - result.bytesResumed() + FOOTER);
        assertThat(result.bytesRead()).isLessThanOrEqualTo(SIZE - result.bytesResumed());
        assertThat(result.bytesSent() - FOOTER + result.bytesZero() + result.bytesResumed())
                .isEqualTo(SIZE);
        assertThat(folder.resolve("transfers")).isDirectoryNotContaining("glob:**.journal");
    }

    @Test
    void goesOnAfterSeveralBreaks() throws Exception {
        Path image = image();
        for (int i = 1; i <= 3; i++) {
            breakOff(image, 3 * MIB);
        }

        UploadResult result = upload(image, CopyProgress.NONE);

        assertThat(stored()).isEqualTo(ByteBuffer.wrap(Files.readAllBytes(image)));
        assertThat(result.bytesResumed()).isPositive();
    }

    @Test
    void goesOnWithAnotherSas() throws Exception {
        Path image = image();
        breakOff(image, 12 * MIB);

        UploadResult result = uploadTo(
                azurite.url(container, "disk.vhd", "rcw", OffsetDateTime.now().plusHours(3)), image, CopyProgress.NONE);

        assertThat(result.bytesResumed()).isPositive();
        assertThat(stored()).isEqualTo(ByteBuffer.wrap(Files.readAllBytes(image)));
    }

    @Test
    void beginsAnewWithoutAJournalAndSaysSo() throws Exception {
        Path image = image();
        breakOff(image, 12 * MIB);
        try (var files = Files.list(folder.resolve("transfers"))) {
            Files.delete(files.filter(file -> file.toString().endsWith(".journal"))
                    .findFirst()
                    .orElseThrow());
        }
        WatchedProgress progress = WatchedProgress.only();

        UploadResult result = upload(image, progress);

        assertThat(result.bytesResumed()).isZero();
        assertThat(progress.notes()).singleElement().asString().contains("begins anew");
        assertThat(stored()).isEqualTo(ByteBuffer.wrap(Files.readAllBytes(image)));
    }

    @Test
    void refusesToGoOnWithASourceThatChanged() throws Exception {
        Path image = image();
        breakOff(image, 12 * MIB);
        Files.setLastModifiedTime(image, FileTime.fromMillis(1_000_000));

        AzureRequestException refused =
                catchThrowableOfType(AzureRequestException.class, () -> upload(image, CopyProgress.NONE));

        assertThat(refused).hasMessageContaining("the source has changed");
        assertThat(refused.hint()).isPresent();
        assertThat(hasFooter()).isFalse();
    }

    @Test
    void doesNotCompleteWhereTheSourceChangesMeanwhile() throws Exception {
        Path image = image();

        assertThatThrownBy(() -> upload(image, WatchedProgress.doingMeanwhile(() -> touch(image))))
                .isInstanceOf(SourceChangedException.class);
        assertThat(hasFooter()).isFalse();
    }

    @Test
    void refusesToGoOnWherePagesAreMissing() throws Exception {
        Path image = image();
        breakOff(image, 12 * MIB);
        container
                .getBlobClient("disk.vhd")
                .getPageBlobClient()
                .clearPages(new PageRange().setStart(0).setEnd(4 * MIB - 1));

        assertThatThrownBy(() -> upload(image, CopyProgress.NONE))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("missing");
        assertThat(hasFooter()).isFalse();
    }

    @Test
    void beginsAnewWhereTheBlobIsGone() throws Exception {
        Path image = image();
        breakOff(image, 12 * MIB);
        container.getBlobClient("disk.vhd").delete();

        UploadResult result = upload(image, CopyProgress.NONE);

        assertThat(result.bytesResumed()).isZero();
        assertThat(stored()).isEqualTo(ByteBuffer.wrap(Files.readAllBytes(image)));
    }

    @Test
    void doesNotGoOnInABlobThatSomebodyElseMade() throws Exception {
        Path image = image();
        breakOff(image, 12 * MIB);
        container.getBlobClient("disk.vhd").delete();
        container.getBlobClient("disk.vhd").getPageBlobClient().create(SIZE + FOOTER);

        assertThatThrownBy(() -> upload(image, CopyProgress.NONE))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("exists already");
    }

    @Test
    void doesNotCompleteABlobThatSomebodyReplacedMeanwhile() throws Exception {
        Path image = image();
        PageBlobClient blob = container.getBlobClient("disk.vhd").getPageBlobClient();

        assertThatThrownBy(() -> upload(image, WatchedProgress.doingMeanwhile(() -> blob.create(SIZE + FOOTER, true))))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("replaced");
        assertThat(hasFooter()).isFalse();
    }

    /** Lets an upload fail once it has dealt with so many bytes. */
    private void breakOff(Path image, long bytes) {
        assertThatThrownBy(() -> upload(image, WatchedProgress.breakingOffAfter(bytes)))
                .hasStackTraceContaining("broken off");
    }

    private UploadResult upload(Path image, CopyProgress progress) throws Exception {
        return uploadTo(azurite.url(container, "disk.vhd"), image, progress);
    }

    private UploadResult uploadTo(String url, Path image, CopyProgress progress) throws Exception {
        PageBlobConnection connection = new PageBlobConnection(
                azurite.http(),
                Optional.empty(),
                PageBlobConnection.retries(2, Duration.ofMillis(1), Duration.ofMillis(5)),
                List.of());
        UploadOptions options = UploadOptions.usual().withRequests(REQUESTS).withJournals(folder.resolve("transfers"));
        try (VirtualDisk disk = DiskImages.open(image)) {
            return PageBlobUpload.run(disk, PageBlobAddress.parse(url, "unused"), connection, options, progress);
        }
    }

    /** The blob without its footer. */
    private ByteBuffer stored() {
        byte[] content = container.getBlobClient("disk.vhd").downloadContent().toBytes();
        return ByteBuffer.wrap(content, 0, content.length - FOOTER).slice();
    }

    private boolean hasFooter() {
        byte[] content = container.getBlobClient("disk.vhd").downloadContent().toBytes();
        byte[] cookie = "conectix".getBytes(StandardCharsets.US_ASCII);
        int at = content.length - FOOTER;
        return Arrays.equals(content, at, at + cookie.length, cookie, 0, cookie.length);
    }

    /** Data with some zeros in it. */
    private Path image() throws IOException {
        Path raw = folder.resolve("disk.raw");
        byte[] bytes = new byte[SIZE];
        new Random(7).nextBytes(bytes);
        Arrays.fill(bytes, 5 * MIB, 9 * MIB, (byte) 0);
        return Files.write(raw, bytes);
    }

    private static void touch(Path image) {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(SIZE - 1);
            file.write(1);
            Files.setLastModifiedTime(image, FileTime.fromMillis(2_000_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
