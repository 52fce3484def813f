package dev.gen2lift.transfer.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.storage.blob.models.PageRange;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.PageBlobConnection;
import dev.gen2lift.transfer.PageBlobDisk;
import dev.gen2lift.transfer.PageBlobUpload;
import dev.gen2lift.transfer.UploadOptions;
import dev.gen2lift.transfer.download.Download;
import dev.gen2lift.transfer.download.DownloadOptions;
import dev.gen2lift.transfer.download.DownloadOptions.Form;
import dev.gen2lift.transfer.faults.FaultyService.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A download while the network, the service and this machine's disk fail: it ends complete, with every byte, or in a refusal
 * in words, with nothing under the file's name – and then the same command again completes it.
 */
@ParameterizedClass
@EnumSource(Kind.class)
@Timeout(120)
class DownloadFaultsTest {

    private static final int MIB = 1 << 20;
    private static final int SIZE = 24 * MIB;
    private static final int REQUESTS = 3;
    private static final Duration TRY = Duration.ofSeconds(20);
    private static final Duration SHORT_TRY = Duration.ofSeconds(2);

    private final Kind kind;

    @TempDir
    private Path folder;

    private FaultyService service;
    private Path image;
    private Path out;

    DownloadFaultsTest(Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        service = FaultyService.start(kind);
        byte[] content = new byte[SIZE];
        Random random = new Random(5);
        for (int at = 0; at < SIZE; at += 2 * MIB) {
            byte[] bytes = new byte[256 << 10];
            random.nextBytes(bytes);
            System.arraycopy(bytes, 0, content, at, bytes.length);
        }
        image = Files.write(folder.resolve("disk.raw"), content);
        out = Files.createDirectory(folder.resolve("out")).resolve("disk.raw");
        try (VirtualDisk disk = DiskImages.open(image)) {
            PageBlobUpload.run(
                    disk, service.address(), service.connection(5, TRY), UploadOptions.usual(), CopyProgress.NONE);
        }
    }

    @AfterEach
    void stop() throws IOException {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50_000})
    void survivesConnectionsThatAreResetWithinAnAnswer(int bytes) throws Exception {
        service.proxy().plan(everyThirdRead(new Fault.ResetInAnswer(bytes)));

        download(TRY);

        assertComplete();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 50_000})
    void survivesAnswersThatAreCutOff(int bytes) throws Exception {
        service.proxy().plan(everyThirdRead(new Fault.CutAnswer(bytes)));

        download(TRY);

        assertComplete();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50_000})
    void survivesConnectionsThatStall(int bytes) throws Exception {
        service.proxy()
                .plan(request ->
                        request.isRead() && request.number() == 2 ? new Fault.StallInAnswer(bytes) : Fault.none());

        download(SHORT_TRY);

        assertComplete();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void survivesBurstsOfRefusals(int status) throws Exception {
        String code = status == 500 ? "OperationTimedOut" : "ServerBusy";
        service.proxy()
                .plan(request -> request.isRead() && request.number() >= 3 && request.number() <= 6
                        ? Fault.refuse(status, code)
                        : Fault.none());

        download(TRY);

        assertComplete();
    }

    @Test
    void waitsAsLongAsTheServiceAsksFor() throws Exception {
        Queue<Long> times = new ConcurrentLinkedQueue<>();
        service.proxy().plan(request -> {
            if (request.isRead() && (request.number() == 3 || request.number() == 4)) {
                times.add(System.nanoTime());
            }
            return request.isRead() && request.number() == 3
                    ? new Fault.Refuse(503, "ServerBusy", OptionalInt.of(1))
                    : Fault.none();
        });

        download(service.patient(TRY), service.address(), 1, out);

        assertComplete();
        List<Long> both = List.copyOf(times);
        assertThat(Duration.ofNanos(both.get(1) - both.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(900));
    }

    @Test
    void survivesEveryKindOfRequestFailingOnce() throws Exception {
        service.proxy().plan(request -> request.number() == 1 ? Fault.refuse(503, "ServerBusy") : Fault.none());

        download(TRY);

        assertComplete();
    }

    @Test
    void saysThatTheServiceIsBusyAllTheTimeAndGoesOnLater() throws Exception {
        failsThenCompletes(
                request -> request.isRead() && request.number() > 4 ? Fault.refuse(503, "ServerBusy") : Fault.none(),
                "ServerBusy");
    }

    @Test
    void saysThatTheSignatureEndedAndGoesOnWithANewOne() throws Exception {
        failsThenCompletes(
                request -> request.isRead() && request.number() > 4
                        ? Fault.refuse(403, "AuthenticationFailed")
                        : Fault.none(),
                "AuthenticationFailed");
    }

    @Test
    void saysThatTheSignatureEndedBeforeItBegan() throws Exception {
        Throwable refused = catchThrowable(
                () -> download(service.connection(5, TRY), service.address(Duration.ofMinutes(-30)), REQUESTS, out));

        assertThat(refused).isInstanceOf(AzureRequestException.class);
        assertThat(((AzureRequestException) refused).hint().orElse("")).contains("expired at");
        assertNothing();
    }

    @Test
    void saysThatTheBlobWasWrittenToMeanwhile() throws Exception {
        byte[] sector = new byte[512];
        sector[3] = 7;
        service.proxy()
                .plan(once(
                        5,
                        () -> service.direct()
                                .uploadPages(
                                        new PageRange().setStart(0).setEnd(511), new ByteArrayInputStream(sector))));

        Throwable refused = catchThrowable(() -> download(TRY));

        assertThat(refused).isInstanceOf(AzureRequestException.class).hasMessageContaining("written to");
        assertNothing();
        service.proxy().plan(request -> Fault.none());
        download(TRY);
        byte[] changed = Files.readAllBytes(image);
        System.arraycopy(sector, 0, changed, 0, sector.length);
        Files.write(image, changed);
        assertComplete();
    }

    @Test
    void saysThatTheBlobWasDeleted() throws Exception {
        service.proxy().plan(once(5, () -> service.direct().delete()));

        Throwable refused = catchThrowable(() -> download(TRY));

        assertThat(refused).isInstanceOf(AzureRequestException.class).hasMessageMatching("(?s).*(NotFound|deleted).*");
        assertThat(((AzureRequestException) refused).hint().orElse("")).doesNotContain("begins anew");
        assertNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "GET"})
    void isNotMisledByAnotherETag(String method) throws Exception {
        service.proxy()
                .plan(request -> request.method().equals(method) && request.number() == 2
                        ? new Fault.ReplaceHeader("ETag", "\"0x8D0000000000000\"")
                        : Fault.none());

        Throwable refused = catchThrowable(() -> download(TRY));
        if (refused != null) {
            assertThat(refused).isInstanceOf(IOException.class);
            assertNothing();
            service.proxy().plan(request -> Fault.none());
            download(TRY);
        }
        assertComplete();
    }

    @Test
    void doesNotStoreAnAnswerThatIsDamagedOnTheWay() throws Exception {
        service.proxy().plan(everyThirdRead(new Fault.DamageAnswer()));

        download(TRY);

        assertComplete();
    }

    @Test
    void saysThatTheDiskIsFullAndGoesOnOnceItIsNot() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(mounted(small, "size=2m"), "needs a file system of its own");
        try {
            Path file = small.resolve("disk.raw");

            Throwable refused =
                    catchThrowable(() -> download(service.connection(5, TRY), service.address(), REQUESTS, file));

            assertThat(refused).isInstanceOf(IOException.class).hasMessageContaining("no space left");
            assertThat(file).doesNotExist();
            assertThat(mounted(small, "remount,size=64m")).isTrue();
            download(service.connection(5, TRY), service.address(), REQUESTS, file);
            assertThat(Files.mismatch(file, image)).isEqualTo(-1);
        } finally {
            Oracle.run(Duration.ofSeconds(20), "umount", small.toString()).expectSuccess();
        }
    }

    private static boolean mounted(Path at, String options) throws IOException {
        return Oracle.run(Duration.ofSeconds(20), "mount", "-t", "tmpfs", "-o", options, "gen2lift", at.toString())
                        .exit()
                == 0;
    }

    private void failsThenCompletes(Fault.Plan plan, String code) throws Exception {
        service.proxy().plan(plan);

        Throwable refused = catchThrowable(() -> download(TRY));

        assertThat(refused).isInstanceOf(AzureRequestException.class);
        assertThat(refused.getMessage()).contains(code).doesNotContain("sig=");
        assertNothing();
        service.proxy().plan(request -> Fault.none());
        download(TRY);
        assertComplete();
    }

    /** Three times in all, fewer than a range is asked for. */
    private static Fault.Plan everyThirdRead(Fault fault) {
        return request -> request.isRead() && request.number() % 3 == 0 && request.number() <= 9 ? fault : Fault.none();
    }

    private interface Act {
        void run() throws IOException;
    }

    /** Something happens to the blob before one of the reads. */
    private static Fault.Plan once(int read, Act act) {
        return request -> {
            if (request.isRead() && request.number() == read) {
                try {
                    act.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return Fault.none();
        };
    }

    private void download(Duration tryTimeout) throws Exception {
        download(service.connection(5, tryTimeout), service.address(), REQUESTS, out);
    }

    private void download(PageBlobConnection connection, PageBlobAddress address, int requests, Path file)
            throws Exception {
        DownloadOptions options =
                DownloadOptions.to(Form.RAW).withRequests(requests).withJournals(folder.resolve("transfers"));
        try (PageBlobDisk disk = PageBlobDisk.open(connection, address)) {
            Download.run(disk, address.redacted(), file, options, CopyProgress.NONE);
        }
    }

    private void assertComplete() throws IOException {
        assertThat(Files.mismatch(out, image)).isEqualTo(-1);
        try (Stream<Path> files = Files.list(out.resolveSibling(""))) {
            assertThat(files).containsExactly(out);
        }
        assertThat(folder.resolve("transfers")).isEmptyDirectory();
    }

    private void assertNothing() {
        assertThat(out).doesNotExist();
    }
}
