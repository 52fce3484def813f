package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.specialized.PageBlobClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageBlobTargetTest {

    private static final int MIB = 1 << 20;

    private AzuriteServer azurite;
    private BlobContainerClient container;
    private final PutPages requests = new PutPages();

    @BeforeEach
    void newContainer() throws IOException {
        azurite = AzuriteServer.shared();
        container = azurite.container();
    }

    @Test
    void isAFixedVhdOnceItIsComplete() throws Exception {
        create("disk.vhd", 6 * MIB + 512);
        byte[] pages = random(MIB);

        try (PageBlobTarget target = PageBlobTarget.open(connection(), address("disk.vhd"), 6 * MIB)) {
            target.write(5 * MIB, ByteBuffer.wrap(pages));
            target.complete();
        }

        ByteBuffer stored = ByteBuffer.wrap(content("disk.vhd"));
        assertThat(stored.remaining()).isEqualTo(6 * MIB + 512);
        assertThat(stored.slice(0, 5 * MIB)).isEqualTo(ByteBuffer.allocate(5 * MIB));
        assertThat(stored.slice(5 * MIB, MIB)).isEqualTo(ByteBuffer.wrap(pages));
        assertThat(new String(stored.array(), 6 * MIB, 8, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("conectix");
    }

    @Test
    void hasNoFooterUntilItIsComplete() throws Exception {
        create("disk.vhd", 2 * MIB + 512);

        try (PageBlobTarget target = PageBlobTarget.open(connection(), address("disk.vhd"), 2 * MIB)) {
            target.write(0, ByteBuffer.wrap(random(512)));
        }

        assertThat(ByteBuffer.wrap(content("disk.vhd")).slice(2 * MIB, 512)).isEqualTo(ByteBuffer.allocate(512));
    }

    @Test
    void sendsEachPageWithItsChecksum() throws Exception {
        create("disk.vhd", 2 * MIB + 512);

        try (PageBlobTarget target = PageBlobTarget.open(connection(), address("disk.vhd"), 2 * MIB)) {
            target.write(0, ByteBuffer.wrap(random(512)));
            target.complete();
        }

        assertThat(requests.seen())
                .hasSize(2)
                .allSatisfy(put -> assertThat(put.headers()).containsKey("x-ms-content-crc64"));
    }

    @Test
    void sendsTheSameBytesAgainWhereTheServerWasBusy() throws Exception {
        create("disk.vhd", 2 * MIB + 512);
        byte[] pages = random(MIB);
        requests.answerBusy(2);

        try (PageBlobTarget target = PageBlobTarget.open(connection(), address("disk.vhd"), 2 * MIB)) {
            target.write(MIB, ByteBuffer.wrap(pages));
            target.complete();
        }

        assertThat(requests.seen()).hasSize(4);
        assertThat(ByteBuffer.wrap(content("disk.vhd")).slice(MIB, MIB)).isEqualTo(ByteBuffer.wrap(pages));
    }

    @Test
    void refusesToCompleteWhereTheBlobHoldsPagesOfAnotherDisk() throws Exception {
        create("disk.vhd", 12 * MIB + 512)
                .uploadPages(
                        new com.azure.storage.blob.models.PageRange()
                                .setStart(8 * MIB)
                                .setEnd(8 * MIB + 511),
                        new ByteArrayInputStream(random(512)));

        try (PageBlobTarget target = PageBlobTarget.open(connection(), address("disk.vhd"), 12 * MIB)) {
            target.write(0, ByteBuffer.wrap(random(512)));

            assertThatThrownBy(target::complete)
                    .isInstanceOf(AzureRequestException.class)
                    .hasMessageContaining("did not send")
                    .hasMessageContaining("8388608");
        }
        assertThat(ByteBuffer.wrap(content("disk.vhd")).slice(12 * MIB, 512)).isEqualTo(ByteBuffer.allocate(512));
    }

    @Test
    void refusesABlobOfAnotherLength() {
        create("disk.vhd", 3 * MIB);

        assertThatThrownBy(() -> PageBlobTarget.open(connection(), address("disk.vhd"), 2 * MIB))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("3145728")
                .hasMessageContaining("2097664");
    }

    @Test
    void refusesABlobThatHasNoPages() {
        container.getBlobClient("disk.vhd").upload(com.azure.core.util.BinaryData.fromBytes(new byte[MIB + 512]));

        assertThatThrownBy(() -> PageBlobTarget.open(connection(), address("disk.vhd"), MIB))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("no page blob");
    }

    @Test
    void namesTheBlobButNeverTheSignature() {
        AzureRequestException missing = catchThrowableOfType(
                AzureRequestException.class, () -> PageBlobTarget.open(connection(), address("no-such.vhd"), MIB));

        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.code()).isEqualTo("BlobNotFound");
        assertThat(missing.getMessage())
                .contains("/no-such.vhd")
                .doesNotContain("sig=")
                .doesNotContain("?");
    }

    private PageBlobClient create(String name, long length) {
        PageBlobClient blob = container.getBlobClient(name).getPageBlobClient();
        blob.create(length);
        return blob;
    }

    private byte[] content(String name) {
        return container.getBlobClient(name).downloadContent().toBytes();
    }

    private PageBlobAddress address(String name) {
        return PageBlobAddress.parse(azurite.url(container, name), "unused");
    }

    private PageBlobConnection connection() {
        return new PageBlobConnection(
                azurite.http(),
                Optional.empty(),
                PageBlobConnection.retries(4, Duration.ofMillis(1), Duration.ofMillis(5)),
                List.of(),
                requests);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
