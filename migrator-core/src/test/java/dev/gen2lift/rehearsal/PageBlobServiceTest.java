package dev.gen2lift.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.azure.core.util.BinaryData;
import com.azure.resourcemanager.compute.models.AccessLevel;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.PageBlobRequestConditions;
import com.azure.storage.blob.options.BlobContainerCreateOptions;
import com.azure.storage.blob.options.ListPageRangesOptions;
import com.azure.storage.blob.options.PageBlobUploadPagesOptions;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import com.azure.storage.common.ContentValidationAlgorithm;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/** Page blobs as Azure Storage serves them, through the SDK where it can ask and by hand where it would not. */
class PageBlobServiceTest extends CloudTestCase {

    private static final int PAGE = 512;
    private static final int MAX_PUT = 4 << 20;

    private URI sas = URI.create("");

    @BeforeAll
    void makeAContainer() throws IOException {
        sas = cloud.containerSas("vhds");
    }

    private PageBlobAsyncClient blob(String name, long size) {
        PageBlobAsyncClient blob = azure.pageBlob(sas, name);
        blob.create(size, true).block();
        return blob;
    }

    private static BlobStorageException refused(int status, String code, ThrowingCallable call) {
        BlobStorageException refusal = catchThrowableOfType(BlobStorageException.class, call);
        assertThat(refusal).as(code).isNotNull();
        assertThat(refusal.getErrorCode()).hasToString(code);
        assertThat(refusal.getStatusCode()).isEqualTo(status);
        return refusal;
    }

    private static byte[] download(PageBlobAsyncClient blob) {
        return blob.downloadContent().blockOptional().orElseThrow().toBytes();
    }

    @Test
    void pagesAreWrittenClearedListedAndRead() throws Exception {
        PageBlobAsyncClient blob = blob("disk one/os.vhd", 8 * MIB);
        write(blob, 0, random(2 * PAGE, 1));
        write(blob, MIB, random(MAX_PUT, 2));
        write(blob, 8 * MIB - PAGE, random(PAGE, 3));
        blob.clearPages(range(2 * MIB, MIB)).block();

        byte[] expected = new byte[(int) (8 * MIB)];
        random(2 * PAGE, 1).get(expected, 0, 2 * PAGE);
        random(MAX_PUT, 2).get(expected, (int) MIB, MAX_PUT);
        random(PAGE, 3).get(expected, (int) (8 * MIB - PAGE), PAGE);
        Arrays.fill(expected, (int) (2 * MIB), (int) (3 * MIB), (byte) 0);
        assertThat(download(blob)).isEqualTo(expected);
        assertThat(ranges(blob, 10)).containsExactly("0+1024", "1048576+1048576", "3145728+2097152", "8388096+512");
        Path file = folder.resolve("cloud/blobs/gen2liftrehearsal/vhds/disk%20one%2Fos.vhd");
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
    }

    private static List<String> ranges(PageBlobAsyncClient blob, int pageSize) {
        return blob.listPageRanges(new ListPageRangesOptions(new BlobRange(0)).setMaxResultsPerPage(pageSize))
                .map(item -> item.getRange().getOffset() + "+" + item.getRange().getLength())
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    @Test
    void pageRangesComeInPages() {
        PageBlobAsyncClient blob = blob("ranges", MIB);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            write(blob, i * 4096L, random(PAGE, i));
            expected.add(i * 4096L + "+512");
        }

        assertThat(ranges(blob, 7)).isEqualTo(expected);
        assertThat(blob.listPageRanges(new ListPageRangesOptions(new BlobRange(0)).setMaxResultsPerPage(7))
                        .byPage()
                        .count()
                        .block())
                .isEqualTo(4);
    }

    @Test
    void aRangeIsReadAndOneBeyondTheEndIsNot() {
        PageBlobAsyncClient blob = blob("part", MIB);
        write(blob, 4096, random(4096, 9));

        byte[] part = blob.downloadStreamWithResponse(
                        new BlobRange(4196, 100L), new DownloadRetryOptions(), null, false)
                .flatMap(response -> BinaryData.fromFlux(response.getValue()))
                .blockOptional()
                .orElseThrow()
                .toBytes();

        assertThat(part).isEqualTo(Arrays.copyOfRange(random(4096, 9).array(), 100, 200));
        refused(
                416,
                "InvalidRange",
                () -> blob.downloadStreamWithResponse(
                                new BlobRange(2 * MIB, 100L), new DownloadRetryOptions(), null, false)
                        .block());
    }

    @Test
    void propertiesMetadataAndSizeAreKept() {
        PageBlobAsyncClient blob = blob("described", MIB);
        blob.setMetadata(Map.of("source", "vm1")).block();
        blob.setHttpHeaders(new BlobHttpHeaders().setContentType("application/x-vhd"))
                .block();
        write(blob, MIB - PAGE, random(PAGE, 4));
        blob.resize(2 * MIB).block();
        blob.resize(512 * 1024).block();

        BlobProperties properties = blob.getProperties().blockOptional().orElseThrow();
        assertThat(properties.getMetadata()).containsEntry("source", "vm1");
        assertThat(properties.getContentType()).isEqualTo("application/x-vhd");
        assertThat(properties.getBlobSize()).isEqualTo(512 * 1024);
        assertThat(ranges(blob, 10)).isEmpty();
    }

    @Test
    void blobsAndContainersAreListedAndDeleted() {
        blob("listed-a", PAGE);
        blob("listed-b", PAGE);
        BlobServiceClient service = new BlobServiceClientBuilder()
                .endpoint(cloud.blobEndpoint().toString())
                .credential(azure.credential())
                .httpClient(azure.http())
                .buildClient();
        BlobContainerClient made = service.createBlobContainer("made");
        assertThat(service.listBlobContainers().stream().map(item -> item.getName()))
                .contains("made", "vhds");
        assertThat(made.createIfNotExistsWithResponse(new BlobContainerCreateOptions(), null, null)
                        .getStatusCode())
                .isEqualTo(409);
        BlobContainerClient vhds = service.getBlobContainerClient("vhds");
        assertThat(vhds.listBlobs().stream().map(BlobItem::getName)).contains("listed-a", "listed-b");

        azure.pageBlob(sas, "listed-a").delete().block();
        made.delete();

        assertThat(vhds.listBlobs().stream().map(BlobItem::getName)).doesNotContain("listed-a");
        refused(
                404,
                "BlobNotFound",
                () -> azure.pageBlob(sas, "listed-a").getProperties().block());
        assertThat(made.exists()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"bytes=1-512", "bytes=0-510", "bytes=1048576-1049087", "bytes=1048064-1049087"})
    void pagesOutOfLineOrBeyondTheEndAreRefused(String range) throws Exception {
        blob("aligned", MIB);
        assertThat(putPage("aligned", range, new byte[PAGE])).startsWith("416 InvalidPageRange");
    }

    @Test
    void aPutPageOfMoreThan4MiBIsRefused() throws Exception {
        PageBlobAsyncClient blob = blob("large", 16 * MIB);
        String answer = putPage("large", "bytes=0-" + (MAX_PUT + PAGE - 1), new byte[MAX_PUT + PAGE]);
        assertThat(answer).startsWith("413 RequestBodyTooLarge").contains("4194304");
        assertThat(ranges(blob, 10)).isEmpty();
        blob.clearPages(range(0, 16 * MIB)).block();
    }

    @Test
    void aBodyThatIsNotAsLongAsItsRangeIsRefused() throws Exception {
        blob("short", MIB);
        assertThat(putPage("short", "bytes=0-1023", new byte[PAGE])).startsWith("400 InvalidHeaderValue");
    }

    /** Status, code and body of a Put Page that the SDK would not send. */
    private String putPage(String name, String range, byte[] body, String... headers)
            throws IOException, InterruptedException {
        String text = sas.toString();
        URI page = URI.create(text.replace("?", "/" + name + "?") + "&comp=page");
        HttpRequest.Builder request = HttpRequest.newBuilder(page)
                .header("x-ms-version", "2026-06-06")
                .header("x-ms-page-write", "update")
                .header("x-ms-range", range)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = HttpClient.newBuilder()
                .sslContext(cloud.sslContext())
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.headers().firstValue("x-ms-version")).hasValue("2026-06-06");
        assertThat(response.headers().firstValue("x-ms-request-id")).isPresent();
        return response.statusCode() + " "
                + response.headers().firstValue("x-ms-error-code").orElse("") + " " + response.body();
    }

    @Test
    void aWrongMd5ChangesNothing() throws Exception {
        PageBlobAsyncClient blob = blob("md5", MIB);
        ByteBuffer data = random(4096, 5);
        byte[] md5 = MessageDigest.getInstance("MD5").digest(data.array());
        blob.uploadPagesWithResponse(pages(0, data).setContentMd5(md5)).block();
        refused(
                400,
                "Md5Mismatch",
                () -> blob.uploadPagesWithResponse(pages(8192, random(4096, 6)).setContentMd5(md5))
                        .block());
        assertThat(ranges(blob, 10)).containsExactly("0+4096");
    }

    @Test
    void aRequestThatBreaksOffChangesNothingAndItsSignatureIsNotLogged() throws Exception {
        PageBlobAsyncClient blob = blob("torn", MIB);
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        String path = "/" + cloud.storageAccount() + "/vhds/torn?" + sas.getRawQuery() + "&comp=page";
        String head = "PUT " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nx-ms-version: 2026-06-06\r\n"
                + "x-ms-page-write: update\r\nx-ms-range: bytes=0-4095\r\nContent-Length: 4096\r\n\r\n";
        try (Socket socket = cloud.sslContext()
                .getSocketFactory()
                .createSocket("127.0.0.1", cloud.armEndpoint().getPort())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(random(2048, 1).array());
            socket.getOutputStream().flush();
        }

        write(blob, 8192, random(PAGE, 2));

        assertThat(ranges(blob, 10)).containsExactly("8192+512");
        assertThat(Arrays.copyOf(download(blob), 4096)).containsOnly(0);
        root.detachAppender(log);
        assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains("sig="));
    }

    private static PageBlobUploadPagesOptions pages(long offset, ByteBuffer data) {
        return new PageBlobUploadPagesOptions(
                range(offset, data.remaining()), BinaryData.fromByteBuffer(data.duplicate()));
    }

    @Test
    void theSdksCrc64IsHeldAgainstTheContent() throws Exception {
        PageBlobAsyncClient blob = blob("crc64", 8 * MIB);
        blob.uploadPagesWithResponse(
                        pages(0, random(4096, 5)).setContentValidationAlgorithm(ContentValidationAlgorithm.CRC64))
                .block();
        assertThat(Arrays.copyOf(download(blob), 4096))
                .isEqualTo(random(4096, 5).array());

        String wrong = putPage("crc64", "bytes=4096-4607", new byte[PAGE], "x-ms-content-crc64", "AAAAAAAAAAA=");
        assertThat(wrong).startsWith("400 Crc64Mismatch");
        String framed = putPage("crc64", "bytes=4096-4607", new byte[PAGE], "x-ms-structured-body", "XSM/1.0");
        assertThat(framed).startsWith("501 ");
        assertThat(ranges(blob, 10)).containsExactly("0+4096");
    }

    @Test
    void conditionsOnTheVersionAreHeld() {
        PageBlobAsyncClient blob = blob("versioned", MIB);
        String etag = blob.getProperties().blockOptional().orElseThrow().getETag();
        write(blob, 0, random(PAGE, 7));
        refused(
                412,
                "ConditionNotMet",
                () -> blob.uploadPagesWithResponse(pages(0, random(PAGE, 8))
                                .setRequestConditions(new PageBlobRequestConditions().setIfMatch(etag)))
                        .block());
        refused(409, "BlobAlreadyExists", () -> blob.create(MIB).block());
        assertThat(Arrays.copyOf(download(blob), PAGE))
                .isEqualTo(random(PAGE, 7).array());
    }

    @Test
    void aSignatureMadeByTheSdkWithTheAccountKeyIsOurs() throws Exception {
        blob("signed", PAGE);
        BlobContainerClient client = new BlobServiceClientBuilder()
                .endpoint(cloud.blobEndpoint().toString())
                .credential(new StorageSharedKeyCredential(cloud.storageAccount(), cloud.storageAccountKey()))
                .httpClient(azure.http())
                .buildClient()
                .getBlobContainerClient("vhds");
        String read = client.generateSas(new BlobServiceSasSignatureValues(
                OffsetDateTime.now().plusHours(1), new BlobContainerSasPermission().setReadPermission(true)));
        URI url = URI.create(cloud.blobEndpoint() + "/vhds?" + read);

        assertThat(azure.pageBlob(url, "signed")
                        .getProperties()
                        .blockOptional()
                        .orElseThrow()
                        .getBlobSize())
                .isEqualTo(PAGE);
        refused(403, "AuthorizationPermissionMismatch", () -> write(azure.pageBlob(url, "signed"), 0, random(PAGE, 1)));
    }

    @Test
    void aSignatureThatExpiredOrWasChangedIsRefused() throws Exception {
        blob("locked", PAGE);
        URI expired = cloud.containerSas("vhds", "rw", Duration.ofMinutes(-1));
        BlobStorageException late = refused(
                403, "AuthenticationFailed", () -> write(azure.pageBlob(expired, "locked"), 0, random(PAGE, 1)));
        assertThat(late.getMessage()).contains("not valid in the specified time frame");
        URI wider = URI.create(
                cloud.containerSas("vhds", "r", Duration.ofHours(1)).toString().replace("sp=r", "sp=rw"));
        refused(403, "AuthenticationFailed", () -> write(azure.pageBlob(wider, "locked"), 0, random(PAGE, 1)));
        URI other = URI.create(sas.toString().replace("/vhds?", "/other?"));
        refused(
                403,
                "AuthenticationFailed",
                () -> azure.pageBlob(other, "x").getProperties().block());
        URI none = URI.create(cloud.blobEndpoint() + "/vhds?sv=2020-12-06");
        refused(
                401,
                "NoAuthenticationInformation",
                () -> azure.pageBlob(none, "locked").getProperties().block());
    }

    @Test
    void aManagedDisksEndpointTakesPagesAndNothingElse() {
        createGroup("rg-md");
        create("rg-md", "d", dataDisk(CAPACITY));
        String url = grant("rg-md", "d", AccessLevel.WRITE);
        PageBlobAsyncClient disk = azure.pageBlob(url);
        assertThat(url).startsWith("https://127.0.0.1:").contains("/md-impexp-").contains("sr=b&si=");

        write(disk, 0, random(PAGE, 1));
        refused(403, "AuthorizationFailure", () -> disk.create(CAPACITY, true).block());
        refused(403, "AuthorizationFailure", () -> disk.resize(2 * CAPACITY).block());
        refused(
                403,
                "AuthorizationFailure",
                () -> disk.setMetadata(Map.of("a", "b")).block());
        refused(403, "AuthorizationFailure", () -> disk.delete().block());
        assertThat(ranges(disk, 10)).containsExactly("0+512");

        write(disk, CAPACITY, Vhds.footer(CAPACITY));
        revoke("rg-md", "d");
        refused(403, "AuthenticationFailed", () -> write(disk, 0, random(PAGE, 2)));
        PageBlobAsyncClient reader = azure.pageBlob(grant("rg-md", "d", AccessLevel.READ));
        refused(403, "AuthorizationPermissionMismatch", () -> write(reader, 0, random(PAGE, 2)));
        refused(403, "AuthenticationFailed", () -> disk.getProperties().block());
    }

    @Test
    void manyWritersAtOnceLoseNothing() throws Exception {
        PageBlobAsyncClient blob = blob("parallel", 64 * MIB);
        Flux.range(0, 32)
                .flatMap(i -> blob.uploadPages(range(i * 2 * MIB, MIB), Flux.just(random((int) MIB, i))), 16)
                .blockLast(Duration.ofMinutes(2));

        byte[] all = download(blob);
        for (int i = 0; i < 32; i++) {
            int at = (int) (i * 2 * MIB);
            assertThat(Arrays.copyOfRange(all, at, at + (int) MIB))
                    .isEqualTo(random((int) MIB, i).array());
            assertThat(all[at + (int) MIB]).isZero();
        }
        assertThat(ranges(blob, 100)).hasSize(32);
    }

    @Test
    void anotherKindOfBlobIsNotKept() throws Exception {
        assertThatThrownBy(() -> new com.azure.storage.blob.BlobClientBuilder()
                        .endpoint(sas.toString())
                        .blobName("text")
                        .httpClient(azure.http())
                        .buildClient()
                        .upload(BinaryData.fromString("x")))
                .hasMessageContaining("page blobs only");
        assertThat(Base64.getDecoder().decode(cloud.storageAccountKey())).hasSize(64);
    }
}
