package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.specialized.PageBlobClient;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageBlobUploadTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int FOOTER = 512;

    @TempDir
    private Path folder;

    private final AzuriteServer azurite;
    private final BlobContainerClient container;
    private final PutPages requests = new PutPages();

    PageBlobUploadTest() throws IOException {
        azurite = AzuriteServer.shared();
        container = azurite.container();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vhdx subformat=dynamic",
                "vhdx subformat=fixed",
                "vhdx subformat=dynamic,block_size=1M",
                "vpc subformat=dynamic,force_size=on",
                "vpc subformat=fixed,force_size=on",
                "raw"
            })
    void storesWhatQemuWritesAsAFixedVhd(String format) throws Exception {
        Path raw = sparseRaw(48 * MIB);
        Path image = convert(raw, format);

        UploadResult result = upload(image, "disk.vhd", UploadOptions.usual());

        assertThat(withoutTimeIdentifierAndCreator(content("disk.vhd")))
                .isEqualTo(withoutTimeIdentifierAndCreator(Files.readAllBytes(fixedVhd(raw))));
        assertThat(result.virtualSize()).isEqualTo(48 * MIB);
        assertThat(result.bytesSent() - FOOTER + result.bytesZero()).isEqualTo(48 * MIB);
        assertThat(result.found()).isFalse();
    }

    @Test
    void growsADiskToWholeMebibytes() throws Exception {
        Path raw = sparseRaw(5 * MIB + 7 * 512);

        UploadResult result = upload(raw, "disk.vhd", UploadOptions.usual());

        byte[] stored = content("disk.vhd");
        assertThat(stored).hasSize(6 * MIB + FOOTER);
        assertThat(Arrays.mismatch(stored, Files.readAllBytes(raw))).isEqualTo(5 * MIB + 7 * 512);
        assertThat(result.targetVirtualSize()).isEqualTo(6 * MIB);
    }

    @Test
    void sendsOnlyRangesThatAreNotZero() throws Exception {
        Path raw = folder.resolve("disk.raw");
        try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
            file.setLength(64 * MIB);
            write(file, 0, 512);
            // Stored, but zero for longer than the gap that is sent along.
            write(file, 20 * MIB, 4 * KIB);
            write(file, 20 * MIB + 512 * KIB, 4 * KIB);
            write(file, 64 * MIB - 512, 512);
        }
        Path image = convert(raw, "vhdx subformat=dynamic,block_size=1M");

        UploadResult result = upload(image, "disk.vhd", UploadOptions.usual());

        long sent = requests.seen().stream().mapToLong(PutPages.PutPage::length).sum();
        assertThat(sent).isEqualTo(result.bytesSent()).isEqualTo(512 + 4 * KIB + 4 * KIB + 512 + FOOTER);
        assertThat(requests.seen()).hasSize(5);
        assertThat(result.bytesRead()).isLessThanOrEqualTo(3 * MIB);
    }

    @Test
    void sendsTheFooterLast() throws Exception {
        upload(sparseRaw(16 * MIB), "disk.vhd", UploadOptions.usual());

        List<PutPages.PutPage> seen = requests.seen();
        assertThat(seen.get(seen.size() - 1).start()).isEqualTo(16 * MIB);
        assertThat(seen.get(seen.size() - 1).length()).isEqualTo(FOOTER);
    }

    @Test
    void keepsSeveralRequestsInFlight() throws Exception {
        requests.holdUntil(3);

        upload(sparseRaw(48 * MIB), "disk.vhd", UploadOptions.usual().withRequests(3));

        assertThat(requests.met()).isTrue();
    }

    @Test
    void tellsTheProgressOfEveryByte() throws Exception {
        AtomicLong total = new AtomicLong();
        AtomicLong dealt = new AtomicLong();
        AtomicLong written = new AtomicLong();
        CopyProgress progress = new CopyProgress() {
            @Override
            public void started(long virtualBytes) {
                total.set(virtualBytes);
            }

            @Override
            public void advanced(long virtualBytes, long writtenBytes) {
                dealt.addAndGet(virtualBytes);
                written.addAndGet(writtenBytes);
            }
        };
        UploadResult result;
        try (VirtualDisk disk = DiskImages.open(sparseRaw(16 * MIB))) {
            result = PageBlobUpload.run(disk, address("disk.vhd"), connection(), UploadOptions.usual(), progress);
        }

        assertThat(total).hasValue(16 * MIB);
        assertThat(dealt).hasValue(16 * MIB);
        assertThat(written).hasValue(result.bytesSent() - FOOTER);
    }

    @Test
    void hasNothingToDoTheSecondTime() throws Exception {
        Path raw = sparseRaw(8 * MIB);
        upload(raw, "disk.vhd", UploadOptions.usual());
        int before = requests.seen().size();

        UploadResult again = upload(raw, "disk.vhd", UploadOptions.usual());

        assertThat(again.found()).isTrue();
        assertThat(again.bytesSent()).isZero();
        assertThat(requests.seen()).hasSize(before);
    }

    @Test
    void replacesWhatABrokenOffRunOfTheSameImageLeft() throws Exception {
        Path raw = sparseRaw(8 * MIB);
        PageBlobClient left = container.getBlobClient("disk.vhd").getPageBlobClient();
        left.create(8 * MIB + FOOTER);
        left.uploadPages(
                new com.azure.storage.blob.models.PageRange().setStart(4096).setEnd(4096 + 511),
                new java.io.ByteArrayInputStream(new byte[512]));
        left.setMetadata(Map.of("gen2lift_source", identity(raw), "gen2lift_state", "uploading"));

        upload(raw, "disk.vhd", UploadOptions.usual());

        assertThat(Arrays.copyOf(content("disk.vhd"), 8 * MIB)).isEqualTo(Files.readAllBytes(raw));
    }

    @Test
    void refusesABlobThatExistsAndLeavesItAlone() throws Exception {
        container.getBlobClient("disk.vhd").upload(BinaryData.fromString("somebody's"));

        AzureRequestException refused = catchThrowableOfType(
                AzureRequestException.class, () -> upload(sparseRaw(8 * MIB), "disk.vhd", UploadOptions.usual()));

        assertThat(refused.code()).isEqualTo(AzureRequestException.CONFLICT);
        assertThat(refused.hint()).isPresent();
        assertThat(content("disk.vhd")).asString().isEqualTo("somebody's");
    }

    @Test
    void refusesWhatAnotherImageLeft() throws Exception {
        upload(sparseRaw(8 * MIB), "disk.vhd", UploadOptions.usual());
        Path other = folder.resolve("other.raw");
        Files.write(other, new byte[8 * MIB]);

        assertThatThrownBy(() -> upload(other, "disk.vhd", UploadOptions.usual()))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("exists already");
    }

    @Test
    void overwritesWhereItMayWithNothingOfTheOldLeft() throws Exception {
        Path raw = sparseRaw(8 * MIB);
        upload(raw, "disk.vhd", UploadOptions.usual());
        Path empty = folder.resolve("empty.raw");
        Files.write(empty, new byte[8 * MIB]);

        upload(empty, "disk.vhd", UploadOptions.usual().withOverwrite(true));

        assertThat(ByteBuffer.wrap(content("disk.vhd"), 0, 8 * MIB)).isEqualTo(ByteBuffer.allocate(8 * MIB));
    }

    @Test
    void doesNotOverwriteABlobThatItsSasDoesNotLetItSee() throws Exception {
        container.getBlobClient("disk.vhd").upload(BinaryData.fromString("somebody's"));
        String url =
                azurite.url(container, "disk.vhd", "cw", OffsetDateTime.now().plusHours(1));

        AzureRequestException refused = catchThrowableOfType(
                AzureRequestException.class, () -> uploadTo(url, sparseRaw(8 * MIB), UploadOptions.usual()));

        assertThat(refused.code()).isEqualTo(AzureRequestException.CONFLICT);
        assertThat(content("disk.vhd")).asString().isEqualTo("somebody's");
    }

    @Test
    void uploadsWithASasThatOnlyAllowsToWrite() throws Exception {
        Path raw = sparseRaw(8 * MIB);
        String url =
                azurite.url(container, "disk.vhd", "cw", OffsetDateTime.now().plusHours(1));

        uploadTo(url, raw, UploadOptions.usual());

        assertThat(Arrays.copyOf(content("disk.vhd"), 8 * MIB)).isEqualTo(Files.readAllBytes(raw));
    }

    @Test
    void saysThatTheSasExpired() throws Exception {
        String url =
                azurite.url(container, "disk.vhd", "rcw", OffsetDateTime.now().minusMinutes(30));

        AzureRequestException refused = catchThrowableOfType(
                AzureRequestException.class, () -> uploadTo(url, sparseRaw(8 * MIB), UploadOptions.usual()));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("expired at"));
        assertThat(refused.getMessage()).doesNotContain("sig=");
    }

    @Test
    void saysThatTheSasDoesNotAllowToWrite() throws Exception {
        String url =
                azurite.url(container, "disk.vhd", "r", OffsetDateTime.now().plusHours(1));

        AzureRequestException refused = catchThrowableOfType(
                AzureRequestException.class, () -> uploadTo(url, sparseRaw(8 * MIB), UploadOptions.usual()));

        assertThat(refused.code()).isEqualTo("SasPermissions");
        assertThat(refused.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("does not allow to write"));
    }

    @Test
    void refusesASasThatWasTamperedWith() throws Exception {
        String url = azurite.url(container, "disk.vhd").replace("sig=", "sig=A");

        AzureRequestException refused = catchThrowableOfType(
                AzureRequestException.class, () -> uploadTo(url, sparseRaw(8 * MIB), UploadOptions.usual()));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.getMessage()).doesNotContain("sig=");
    }

    @Test
    void saysThatTheContainerIsMissing() {
        String url = azurite.url(container, "disk.vhd").replace(container.getBlobContainerName(), "no-such-container");

        assertThatThrownBy(() -> uploadTo(url, sparseRaw(8 * MIB), UploadOptions.usual()))
                .isInstanceOf(AzureRequestException.class)
                .satisfies(e -> assertThat(((AzureRequestException) e).status()).isIn(403, 404));
    }

    @Test
    void saysThatTheHostCannotBeReached() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + closed + "/account/vhds/disk.vhd?sig=c2VjcmV0";

        AzureRequestException refused = catchThrowableOfType(
                AzureRequestException.class, () -> uploadTo(url, sparseRaw(8 * MIB), UploadOptions.usual()));

        assertThat(refused.code()).isEqualTo(AzureRequestException.UNREACHABLE);
        assertThat(refused.getMessage()).doesNotContain("c2VjcmV0");
    }

    @Test
    void wantsASasOrSomebodySignedIn() {
        String url = azurite.url(container, "disk.vhd").split("\\?")[0];

        assertThatThrownBy(() -> uploadTo(url, sparseRaw(8 * MIB), UploadOptions.usual()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no SAS");
    }

    private UploadResult upload(Path image, String blob, UploadOptions options) throws Exception {
        return uploadTo(azurite.url(container, blob), image, options);
    }

    private UploadResult uploadTo(String url, Path image, UploadOptions options) throws Exception {
        try (VirtualDisk disk = DiskImages.open(image)) {
            return PageBlobUpload.run(
                    disk, PageBlobAddress.parse(url, "unused"), connection(), options, CopyProgress.NONE);
        }
    }

    private PageBlobAddress address(String blob) {
        return PageBlobAddress.parse(azurite.url(container, blob), "unused");
    }

    private PageBlobConnection connection() {
        return new PageBlobConnection(
                azurite.http(),
                Optional.empty(),
                PageBlobConnection.retries(2, Duration.ofMillis(1), Duration.ofMillis(5)),
                List.of(),
                requests);
    }

    private byte[] content(String blob) {
        return container.getBlobClient(blob).downloadContent().toBytes();
    }

    private static String identity(Path image) throws IOException {
        try (VirtualDisk disk = DiskImages.open(image)) {
            return SourceIdentity.of(disk.info());
        }
    }

    /** Runs of random bytes of many lengths with zeros between them, the last sector among them. */
    private Path sparseRaw(long size) throws IOException {
        Path raw = folder.resolve("sparse-" + size + ".raw");
        Random random = new Random(size);
        try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
            file.setLength(size);
            for (long at = 0; at < size - 4 * MIB; at += 1L + random.nextInt(3 * MIB)) {
                write(file, at, 1 + random.nextInt(MIB));
            }
            write(file, size - 512, 512);
        }
        return raw;
    }

    private static void write(RandomAccessFile file, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(offset).nextBytes(bytes);
        file.seek(offset);
        file.write(bytes);
    }

    private Path convert(Path raw, String format) throws IOException {
        String[] words = format.split(" ", 2);
        if (words[0].equals("raw")) {
            return raw;
        }
        Path image = folder.resolve("image." + words[0]);
        qemu("convert", "-f", "raw", "-O", words[0], "-o", words[1], raw.toString(), image.toString());
        return image;
    }

    private Path fixedVhd(Path raw) throws IOException {
        Path image = folder.resolve("expected.vhd");
        qemu(
                "convert",
                "-f",
                "raw",
                "-O",
                "vpc",
                "-o",
                "subformat=fixed,force_size=on",
                raw.toString(),
                image.toString());
        return image;
    }

    private static void qemu(String... words) throws IOException {
        java.util.ArrayList<String> command = new java.util.ArrayList<>();
        command.add(Oracle.require("qemu-img").toString());
        command.addAll(List.of(words));
        Oracle.run(PATIENCE, command).expectSuccess();
    }

    /** With the footer's time stamp, creator, identifier, and the checksum over them, as zero. */
    private static byte[] withoutTimeIdentifierAndCreator(byte[] vhd) {
        byte[] masked = vhd.clone();
        int footer = vhd.length - FOOTER;
        Arrays.fill(masked, footer + 24, footer + 40, (byte) 0);
        Arrays.fill(masked, footer + 64, footer + 84, (byte) 0);
        return masked;
    }
}
