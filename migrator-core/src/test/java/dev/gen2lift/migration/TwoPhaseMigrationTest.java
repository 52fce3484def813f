package dev.gen2lift.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gen2lift.azure.EnsuredResource;
import dev.gen2lift.azure.SecurityType;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.migration.TwoPhaseMigration.Staging;
import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.SampleVm;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.QemuImg;
import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.AzuriteServer;
import dev.gen2lift.transfer.StagingContainer;
import dev.gen2lift.transfer.UploadOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A VM of two disks, prepared while it runs and cut over: one disk by its checkpoint, one by its digests. */
class TwoPhaseMigrationTest {

    private static final int MIB = 1 << 20;
    private static final long SOME_FREE_PLACE = 800L * MIB;
    private static final int DATA_SIZE = 64 * MIB;
    private static final UUID PARENT = Guid.named("two phases");

    /** What was sent before the window is to be so many times what is sent in it. */
    private static final int FAR_MORE = 7;

    private static SparseContent before = new SparseContent(MIB);
    private static SparseContent after = new SparseContent(MIB);

    @TempDir
    private Path folder;

    private RehearsedCloud cloud;
    private Path parent = Path.of("");
    private Path child = Path.of("");
    private Path data = Path.of("");
    private final Heard heard = new Heard();

    @BeforeAll
    static void makeWhatTheOsDiskReadsAs() {
        Content os = SampleVm.osContent();
        before = new SparseContent(os.size()).write(0, os).write(SOME_FREE_PLACE, random(1, 8 * MIB));
        after = before.copy()
                .write(SOME_FREE_PLACE + MIB, random(2, 300 << 10))
                .write(SOME_FREE_PLACE + 3 * MIB, new byte[64 << 10])
                .write(SOME_FREE_PLACE + 40 * MIB + 512, random(3, 1024));
    }

    @BeforeEach
    void startTheVm() throws IOException {
        cloud = new RehearsedCloud(folder);
        parent = folder.resolve("web01.vhdx");
        VhdxBuilder.of(before).blockSize(MIB).dataWriteId(PARENT).writeTo(parent);
        child = folder.resolve("web01_0001.avhdx");
        data = Files.write(folder.resolve("data.raw"), random(4, DATA_SIZE));
        age(data, 2);
        age(parent, 2);
    }

    @AfterEach
    void stopTheCloud() throws IOException {
        cloud.close();
    }

    @Test
    void sendsInTheWindowOnlyWhatChangedAndMakesTheVmOfIt() throws Exception {
        MigrationResult prepared = prepare();
        assertThat(cloud.states()).doesNotContainKeys("web01", "web01-os", "web01-data-0");
        runOn();
        shutDown();

        MigrationResult cutOver = cutover();

        assertThat(cutOver.resources())
                .allMatch(EnsuredResource::created)
                .extracting(EnsuredResource::name)
                .containsExactly("rehearsal", "web01-os", "web01-data-0", "web01-nic", "web01");
        assertThat(cloud.states()).containsEntry("web01-os", "Attached").containsEntry("web01-data-0", "Attached");
        assertReadsAs(cloud.diskFile("rehearsal", "web01-os"), after);
        assertThat(Files.mismatch(data, cloud.diskFile("rehearsal", "web01-data-0")))
                .isEqualTo(DATA_SIZE);
        assertThat(prepared.bytesSent()).isGreaterThan(FAR_MORE * cutOver.bytesSent());
        assertThat(cutOver.disks().get(0).upload().bytesSent()).isLessThan(2L * MIB);
        assertThat(cutOver.disks())
                .allSatisfy(disk -> assertThat(disk.staged().flatMap(MigrationResult.Staged::importing))
                        .isPresent());
        assertThat(heard.warnings).isEmpty();
    }

    @Test
    void qemuReadsTheImportedDataDiskAsTheSource() throws Exception {
        prepare();
        runOn();
        shutDown();
        cutover();

        QemuImg.compare(data, "raw", cloud.diskFile("rehearsal", "web01-data-0"), "vpc")
                .expectSuccess();
    }

    @Test
    void importsForTrustedLaunchWithoutAGuestState() throws Exception {
        SecurityPlan secure = new SecurityPlan(SecurityType.TRUSTED_LAUNCH, Optional.empty(), Optional.empty());
        TwoPhaseMigration migration = new TwoPhaseMigration(cloud.clients(), records());
        migration.prepare(vm(parent).security(secure).build(), staging(), false, heard);
        runOn();
        shutDown();

        migration.cutover(
                vm(child).security(secure).build(), Optional.of(staging().container()), false, heard);

        assertThat(cloud.recorded())
                .contains("\"createOption\":\"Import\"", "\"securityType\":\"TrustedLaunch\"", "\"vTpmEnabled\":true");
        assertThat(cloud.states()).containsEntry("web01-os", "Attached");
    }

    @Test
    void refusesAGuestStateForADiskThatIsImported() {
        MigrationPlan plan =
                vm(parent).security(SecurityPlan.trustedLaunch(data)).build();
        cloud.faults().forget();

        assertThatThrownBy(
                        () -> new TwoPhaseMigration(cloud.clients(), records()).prepare(plan, staging(), false, heard))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("a disk that is imported gets a new one");
        assertThat(cloud.faults().changes()).isEmpty();
    }

    @Test
    void preparesAsOftenAsOneLikesAndSendsOnlyWhatChanged() throws Exception {
        MigrationResult first = prepare();
        cloud.faults().forget();
        MigrationResult second = prepare();
        assertThat(second.bytesSent()).isZero();
        assertThat(cloud.faults().changes()).isEmpty();
        runOn();

        MigrationResult third = prepare();

        assertThat(third.bytesSent()).isPositive().isLessThan(first.bytesSent() / FAR_MORE);
        shutDown();
        assertThat(cutover().disks().get(1).upload().found()).isTrue();
        assertReadsAs(cloud.diskFile("rehearsal", "web01-os"), after);
    }

    @Test
    void doesNothingTwice() throws Exception {
        prepare();
        runOn();
        shutDown();
        cutover();
        cloud.faults().forget();

        MigrationResult again = cutover();

        assertThat(again.resources()).noneMatch(EnsuredResource::created);
        assertThat(again.bytesSent()).isZero();
        assertThat(cloud.faults().changes()).isEmpty();
    }

    @Test
    void goesOnAfterACutoverThatBrokeOffAnywhere() throws Exception {
        prepare();
        runOn();
        shutDown();
        for (String request : List.of(
                "PUT .*comp=page(&.*)?",
                "PUT .*comp=metadata(&.*)?",
                "PUT .*/disks/web01-data-0.*",
                "PUT .*/networkInterfaces/.*",
                "PUT .*/virtualMachines/.*")) {
            cloud.faults().failAfter(request, 1, 403, "AuthorizationFailed");
            cloud.faults().failAfter("PUT .*/(networkInterfaces|virtualMachines)/.*", 0, 403, "AuthorizationFailed");
            assertThatThrownBy(this::cutover).isInstanceOf(AzureRequestException.class);
            cloud.faults().none();
        }

        cutover();

        assertThat(cloud.states()).containsEntry("web01-os", "Attached").containsEntry("web01-data-0", "Attached");
        assertReadsAs(cloud.diskFile("rehearsal", "web01-os"), after);
        assertThat(Files.mismatch(data, cloud.diskFile("rehearsal", "web01-data-0")))
                .isEqualTo(DATA_SIZE);
    }

    @Test
    void goesOnAfterAPreparationThatBrokeOff() throws Exception {
        cloud.faults().failAfter("PUT .*comp=page(&.*)?", 5, 403, "AuthenticationFailed");
        assertThatThrownBy(this::prepare).isInstanceOf(AzureRequestException.class);
        cloud.faults().none();
        AzureRequestException early = catchThrowableOfType(AzureRequestException.class, this::cutoverOfTheParent);
        assertThat(early).hasMessageContaining("was not completed");
        assertThat(early.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("--prepare"));

        MigrationResult rest = prepare();

        assertThat(rest.disks())
                .anySatisfy(disk -> assertThat(disk.upload().bytesResumed()).isPositive());
        runOn();
        shutDown();
        cutover();
        assertReadsAs(cloud.diskFile("rehearsal", "web01-os"), after);
    }

    @Test
    void refusesACutoverOfWhatWasNotPrepared() {
        PlanException refused = catchThrowableOfType(PlanException.class, this::cutoverOfTheParent);

        assertThat(refused).hasMessageContaining("web01 has not been prepared");
        assertThat(refused.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("--prepare"));
        assertThat(cloud.faults().changes()).noneMatch(each -> each.contains("/disks/"));
    }

    @Test
    void refusesAThirdState() throws Exception {
        prepare();
        runOn();
        shutDown();
        cloud.faults().failAfter("PUT .*comp=page(&.*)?", 1, 403, "AuthenticationFailed");
        assertThatThrownBy(this::cutover).isInstanceOf(AzureRequestException.class);
        cloud.faults().none();
        change(data, 50 * MIB, random(8, 4096));
        age(data, 4);
        age(child, 4);

        AzureRequestException refused = catchThrowableOfType(AzureRequestException.class, this::cutover);

        assertThat(refused).hasMessageContaining("no complete upload");
        assertThat(refused.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("--force"));
        assertThat(cloud.states()).doesNotContainKeys("web01-os", "web01-data-0");
        new TwoPhaseMigration(cloud.clients(), records()).prepare(plan(child), staging(), true, heard);
        cutover();
        assertReadsAs(cloud.diskFile("rehearsal", "web01-os"), after);
        assertThat(Files.mismatch(data, cloud.diskFile("rehearsal", "web01-data-0")))
                .isEqualTo(DATA_SIZE);
    }

    @Test
    void refusesAParentWhereACheckpointHoldsWhatWasWrittenLast() throws Exception {
        prepare();
        runOn();

        assertThatThrownBy(this::cutoverOfTheParent)
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("web01_0001.avhdx");
    }

    @Test
    void removesTheBlobsAtTheEndWhereToldTo() throws Exception {
        prepare();
        runOn();
        shutDown();
        TwoPhaseMigration migration = new TwoPhaseMigration(cloud.clients(), records());

        migration.cutover(plan(child), Optional.of(staging().container()), true, heard);
        MigrationResult again = migration.cutover(plan(child), Optional.empty(), true, heard);

        assertThat(again.resources()).noneMatch(EnsuredResource::created);
        assertThat(cloud.blobs("staging")).isEmpty();
        assertReadsAs(cloud.diskFile("rehearsal", "web01-os"), after);
    }

    @Test
    void keepsTheBlobsOtherwiseAndNoSecretInItsRecord() throws Exception {
        prepare();
        shutDownAsPrepared();
        new TwoPhaseMigration(cloud.clients(), records()).cutover(plan(parent), Optional.empty(), false, heard);

        assertThat(cloud.blobs("staging")).hasSize(2);
        try (var files = Files.list(records())) {
            Path record = files.findFirst().orElseThrow();
            String text = Files.readString(record);
            JsonNode document = new ObjectMapper().readTree(text);
            assertThat(document.path("schema").asText()).isEqualTo("gen2lift.staged/1");
            assertThat(document.path("disks")).hasSize(2);
            assertThat(text).doesNotContain("sig=");
        }
    }

    @Test
    void warnsOfAnImageThatAVmSeemsToWriteTo() throws Exception {
        Files.setLastModifiedTime(data, FileTime.fromMillis(System.currentTimeMillis()));

        prepare();

        assertThat(heard.warnings).singleElement().asString().contains("data.raw", "checkpoint");
    }

    @Test
    void refusesAContainerInAnotherRegion() {
        MigrationPlan far = MigrationPlan.builder("web01", "rehearsal", "northeurope", parent)
                .build();

        assertThatThrownBy(
                        () -> new TwoPhaseMigration(cloud.clients(), records()).prepare(far, staging(), false, heard))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("northeurope");
    }

    @Test
    void speaksAsTheApiDocumentsDemand() throws Exception {
        Path specs = Oracle.specs();
        Path node = Oracle.require("node");
        prepare();
        runOn();
        shutDown();
        cutover();

        Oracle.Result verdict = Oracle.run(
                Duration.ofMinutes(2),
                "env",
                "NODE_PATH=" + AzuriteServer.nodeModules(),
                node.toString(),
                specs.resolve("validate.js").toString(),
                cloud.recording().toString());

        assertThat(verdict.exit()).as(verdict.out() + verdict.err()).isZero();
        assertThat(verdict.out()).containsPattern("[1-9][0-9]* valid, 0 invalid");
    }

    /** The VM writes: what it writes to the OS disk lands in the checkpoint's image. */
    private void runOn() throws IOException {
        VhdxBuilder.of(after)
                .blockSize(MIB)
                .differencing(before, ParentLocator.of(PARENT, "web01.vhdx"))
                .writeTo(child);
        change(data, 21 * MIB, random(7, 400 << 10));
        age(data, 3);
    }

    private void shutDown() throws IOException {
        age(child, 3);
    }

    private static void shutDownAsPrepared() {
        // Nothing was written since.
    }

    private MigrationResult prepare() throws Exception {
        return new TwoPhaseMigration(cloud.clients(), records()).prepare(plan(parent), staging(), false, heard);
    }

    private MigrationResult cutover() throws Exception {
        return cutover(child);
    }

    private MigrationResult cutoverOfTheParent() throws Exception {
        return cutover(parent);
    }

    private MigrationResult cutover(Path os) throws Exception {
        return new TwoPhaseMigration(cloud.clients(), records()).cutover(plan(os), Optional.empty(), false, heard);
    }

    private Staging staging() throws IOException {
        return new Staging(StagingContainer.parse(cloud.container("staging")), Optional.empty());
    }

    private Path records() {
        return folder.resolve("staged");
    }

    private MigrationPlan plan(Path os) {
        return vm(os).build();
    }

    private MigrationPlan.Builder vm(Path os) {
        return MigrationPlan.builder("web01", "rehearsal", RehearsedCloud.REGION, os)
                .dataDisk(data)
                .vm("Standard_D2s_v5", cloud.subnet())
                .upload(UploadOptions.usual().withRequests(2).withJournals(folder.resolve("transfers")));
    }

    /** By the content that the image was built of: no reader of ours is asked. */
    private static void assertReadsAs(Path vhd, Content expected) throws IOException {
        byte[] wanted = new byte[4 * MIB];
        byte[] found = new byte[4 * MIB];
        try (RandomAccessFile file = new RandomAccessFile(vhd.toFile(), "r")) {
            assertThat(file.length()).isEqualTo(expected.size() + 512);
            for (long at = 0; at < expected.size(); at += wanted.length) {
                expected.read(at, wanted, 0, wanted.length);
                file.readFully(found);
                assertThat(found).as("4 MiB at byte " + at).isEqualTo(wanted);
            }
        }
        try (VirtualDisk disk = DiskImages.open(vhd)) {
            assertThat(disk.size()).isEqualTo(expected.size());
        }
    }

    private static void change(Path image, long offset, byte[] bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(offset);
            file.write(bytes);
        }
    }

    /** Gives a file a time of change long ago; a later state gets a later one. */
    private static void age(Path image, int state) throws IOException {
        Files.setLastModifiedTime(image, FileTime.fromMillis(1_000_000_000_000L + state * 1000L));
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Keeps the warnings. */
    private static final class Heard implements MigrationListener {

        private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void warned(String text) {
            warnings.add(text);
        }
    }
}
