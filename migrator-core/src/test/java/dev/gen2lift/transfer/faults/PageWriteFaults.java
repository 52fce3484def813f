package dev.gen2lift.transfer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.models.BlobStorageException;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.PageBlobConnection;
import dev.gen2lift.transfer.PageBlobUpload;
import dev.gen2lift.transfer.UploadOptions;
import dev.gen2lift.transfer.UploadResult;
import dev.gen2lift.transfer.faults.FaultyService.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages on their way into a blob while the network and the service fail: it ends complete, with every byte, or in a refusal
 * in words, with a target that nobody takes for complete – and then the same command again completes it.
 */
@Timeout(120)
abstract class PageWriteFaults {

    static final int MIB = 1 << 20;
    static final int SIZE = 36 * MIB;
    static final int FOOTER = 512;
    private static final int REQUESTS = 3;
    static final Duration TRY = Duration.ofSeconds(20);
    private static final Duration SHORT_TRY = Duration.ofSeconds(2);

    private final Kind kind;

    @TempDir
    private Path folder;

    private FaultyService service;
    private Path image;
    private byte[] content;

    PageWriteFaults(Kind kind) {
        this.kind = kind;
    }

    /** Brings the blob to where the command begins; nothing fails yet. The image may be changed. */
    abstract void prepare() throws Exception;

    /** Runs the command. */
    abstract UploadResult send(
            VirtualDisk disk, PageBlobAddress address, PageBlobConnection connection, UploadOptions options)
            throws Exception;

    /** The command that helps where somebody deleted the blob. */
    abstract void beginAnew() throws Exception;

    /** Whether these bytes of the blob, all of them, are what the command found. */
    abstract boolean isAsBefore(byte[] stored);

    @BeforeEach
    void start() throws Exception {
        service = FaultyService.start(kind);
        image = folder.resolve("disk.raw");
        change(0);
        prepare();
    }

    /** Other content: 256 KiB of each 4 MiB, in the first MiB or the second. */
    final void change(long seed) throws IOException {
        content = new byte[SIZE];
        Random random = new Random(5 + seed);
        for (int at = 0; at < SIZE; at += 4 * MIB) {
            byte[] bytes = new byte[256 << 10];
            random.nextBytes(bytes);
            System.arraycopy(bytes, 0, content, at + random.nextInt(2) * MIB, bytes.length);
        }
        Files.write(image, content);
        Files.setLastModifiedTime(image, FileTime.fromMillis(1_000_000_000_000L + seed * 1000));
    }

    final byte[] content() {
        return content;
    }

    @AfterEach
    void stop() throws IOException {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100_000})
    void survivesConnectionsThatAreResetWithinABody(int bytes) throws Exception {
        service.proxy().plan(everyThirdPage(new Fault.ResetInBody(bytes)));

        upload(TRY);

        assertComplete();
    }

    @Test
    void survivesConnectionsThatAreResetBeforeTheAnswer() throws Exception {
        service.proxy().plan(everyThirdPage(new Fault.ResetBeforeAnswer()));

        upload(TRY);

        assertComplete();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void survivesAnswersThatAreCutOff(int bytes) throws Exception {
        service.proxy().plan(everyThirdPage(new Fault.CutAnswer(bytes)));

        upload(TRY);

        assertComplete();
    }

    @Test
    void survivesConnectionsThatStall() throws Exception {
        service.proxy()
                .plan(request -> request.isPutPage() && request.number() == 2 ? new Fault.Stall() : Fault.none());

        upload(SHORT_TRY);

        assertComplete();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void survivesBurstsOfRefusals(int status) throws Exception {
        String code = status == 500 ? "OperationTimedOut" : "ServerBusy";
        service.proxy()
                .plan(request -> request.isPutPage() && request.number() >= 3 && request.number() <= 6
                        ? Fault.refuse(status, code)
                        : Fault.none());

        upload(TRY);

        assertComplete();
    }

    @Test
    void survivesEveryKindOfRequestFailingOnce() throws Exception {
        service.proxy()
                .plan(request -> request.number() == 1
                        ? request.isPutPage() ? new Fault.ResetBeforeAnswer() : Fault.refuse(503, "ServerBusy")
                        : Fault.none());

        completesSoonerOrLater();
    }

    @Test
    void saysThatTheServiceIsBusyAllTheTimeAndGoesOnLater() throws Exception {
        failsThenCompletes(
                request -> request.isPutPage() && request.number() > 4 ? Fault.refuse(503, "ServerBusy") : Fault.none(),
                "ServerBusy");
    }

    @Test
    void saysThatTheSignatureEndedAndGoesOnWithANewOne() throws Exception {
        failsThenCompletes(
                request -> request.isPutPage() && request.number() > 4
                        ? Fault.refuse(403, "AuthenticationFailed")
                        : Fault.none(),
                "AuthenticationFailed");
    }

    @Test
    void refusesASignatureThatEndedBeforeItBegins() throws Exception {
        service.proxy().plan(request -> Fault.none());

        Optional<AzureRequestException> refused = tryUpload(service.address(Duration.ofMinutes(-30)), TRY);

        assertThat(refused).isPresent();
        assertThat(service.proxy().putPages()).isZero();
        assertUnusable();
    }

    @Test
    void saysThatAnotherHoldsALease() throws Exception {
        failsThenCompletes(
                request -> request.isPutPage() && request.number() > 4
                        ? Fault.refuse(412, "LeaseIdMissing")
                        : Fault.none(),
                "LeaseIdMissing");
    }

    @Test
    void saysThatTheBlobWasDeleted() throws Exception {
        service.proxy().plan(request -> {
            if (request.isPutPage() && request.number() == 5) {
                direct(() -> service.direct().delete());
            }
            return Fault.none();
        });

        Optional<AzureRequestException> refused = tryUpload(service.address(), TRY);

        assertThat(refused).isPresent();
        assertThat(refused.get().getMessage()).contains("NotFound");
        assertUnusable();
        service.proxy().plan(request -> Fault.none());
        beginAnew();
        assertComplete();
    }

    @Test
    void doesNotCompleteABlobThatWasResized() throws Exception {
        service.proxy().plan(request -> {
            if (request.isPutPage() && request.number() == 5) {
                direct(() -> service.direct().resize(SIZE + MIB + FOOTER));
            }
            return Fault.none();
        });

        Optional<AzureRequestException> refused = tryUpload(service.address(), TRY);

        assertThat(refused).isPresent();
        assertUnusable();
    }

    @Test
    void doesNotCompleteABlobThatSomebodyElseReplaced() throws Exception {
        service.proxy().plan(request -> {
            if (request.isPutPage() && request.number() == 5) {
                direct(() -> service.direct().create(SIZE + FOOTER, true));
            }
            return Fault.none();
        });

        Optional<AzureRequestException> refused = tryUpload(service.address(), TRY);

        assertThat(refused).isPresent();
        assertUnusable();
    }

    @Test
    void doesNotStoreABodyThatIsDamagedOnTheWay() throws Exception {
        service.proxy().plan(everyThirdPage(new Fault.DamageBody()));

        Optional<AzureRequestException> refused = tryUpload(service.address(), TRY);

        if (refused.isPresent()) {
            assertThat(refused.get().getMessage()).contains("Mismatch");
            assertUnusable();
        } else {
            assertComplete();
        }
        service.proxy().plan(request -> Fault.none());
        upload(TRY);
        assertComplete();
    }

    @Test
    void isNotMisledByAnotherETag() throws Exception {
        service.proxy()
                .plan(request -> request.number() == 2
                        ? new Fault.ReplaceHeader("ETag", "\"0x8D0000000000000\"")
                        : Fault.none());

        completesSoonerOrLater();
    }

    @ParameterizedTest
    @ValueSource(ints = {-3, 3})
    void isNotMisledByAClockThatIsHoursOff(int hours) throws Exception {
        String date = java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC).plusHours(hours));
        service.proxy().plan(request -> new Fault.ReplaceHeader("Date", date));

        completesSoonerOrLater();
    }

    /** With an upload that may be refused, and one without faults after it. */
    private void completesSoonerOrLater() throws Exception {
        Optional<AzureRequestException> refused = tryUpload(service.address(), TRY);
        if (refused.isPresent()) {
            assertUnusable();
            service.proxy().plan(request -> Fault.none());
            upload(TRY);
        }
        assertComplete();
    }

    private void failsThenCompletes(Fault.Plan plan, String code) throws Exception {
        service.proxy().plan(plan);

        Optional<AzureRequestException> refused = tryUpload(service.address(), TRY);

        assertThat(refused).isPresent();
        assertThat(refused.get().getMessage()).contains(code).doesNotContain("sig=");
        assertUnusable();
        service.proxy().plan(request -> Fault.none());
        upload(TRY);
        assertComplete();
    }

    /** Four times in all, fewer than a page is tried. */
    private static Fault.Plan everyThirdPage(Fault fault) {
        return request ->
                request.isPutPage() && request.number() % 3 == 0 && request.number() <= 12 ? fault : Fault.none();
    }

    /** The same command once more. */
    final void again() throws Exception {
        upload(TRY);
    }

    private UploadResult upload(Duration tryTimeout) throws Exception {
        return upload(service.address(), tryTimeout);
    }

    private UploadResult upload(PageBlobAddress address, Duration tryTimeout) throws Exception {
        try (VirtualDisk disk = DiskImages.open(image)) {
            return send(disk, address, service.connection(5, tryTimeout), options());
        }
    }

    /** A plain upload; all of the blob is replaced. */
    final void uploadAll() throws Exception {
        try (VirtualDisk disk = DiskImages.open(image)) {
            PageBlobUpload.run(
                    disk,
                    service.address(),
                    service.connection(5, TRY),
                    options().withOverwrite(true),
                    CopyProgress.NONE);
        }
    }

    private UploadOptions options() {
        return UploadOptions.usual().withRequests(REQUESTS).withJournals(folder.resolve("transfers"));
    }

    private Optional<AzureRequestException> tryUpload(PageBlobAddress address, Duration tryTimeout) throws Exception {
        try {
            upload(address, tryTimeout);
            return Optional.empty();
        } catch (AzureRequestException e) {
            return Optional.of(e);
        }
    }

    private void assertComplete() throws IOException {
        BinaryData stored = service.direct().downloadContent();
        byte[] bytes = stored.toBytes();
        assertThat(bytes).hasSize(SIZE + FOOTER);
        assertThat(Arrays.mismatch(Arrays.copyOf(bytes, SIZE), content)).isEqualTo(-1);
        assertThat(footer(bytes)).startsWith("conectix");
    }

    /** There is no blob, or none whose end is a footer, but for one that is just as it was. */
    private void assertUnusable() throws IOException {
        byte[] bytes;
        try {
            bytes = service.direct().downloadContent().toBytes();
        } catch (BlobStorageException e) {
            assertThat(e.getStatusCode()).isEqualTo(404);
            return;
        }
        if (!isAsBefore(bytes)) {
            assertThat(footer(bytes)).doesNotContain("conectix");
        }
    }

    private static String footer(byte[] stored) {
        return new String(stored, stored.length - FOOTER, FOOTER, StandardCharsets.ISO_8859_1);
    }

    private interface Act {
        void run() throws IOException;
    }

    private static void direct(Act act) {
        try {
            act.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
