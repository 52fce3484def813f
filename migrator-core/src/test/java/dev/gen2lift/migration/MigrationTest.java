package dev.gen2lift.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.gen2lift.azure.EnsuredResource;
import dev.gen2lift.azure.OsType;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.rehearsal.CloudResource;
import dev.gen2lift.testimages.SampleVm;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.AzuriteServer;
import dev.gen2lift.transfer.UploadOptions;
import dev.gen2lift.transfer.VmgsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole migrations of the sample VM, through the Azure SDK, against the rehearsal cloud. */
class MigrationTest {

    private static final String REGION = RehearsedCloud.REGION;
    private static final String GROUP = "rehearsal";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path images;

    private static SampleVm sample;

    @TempDir
    private Path folder;

    private RehearsedCloud cloud;
    private Faults faults;

    @BeforeAll
    static void buildTheSample() throws IOException {
        sample = SampleVm.build(images);
    }

    @BeforeEach
    void startTheCloud() throws IOException {
        cloud = new RehearsedCloud(folder);
        faults = cloud.faults();
    }

    @AfterEach
    void stopTheCloud() throws IOException {
        cloud.close();
    }

    @Test
    void createsTheDisksTheInterfaceAndTheVm() throws Exception {
        MigrationResult result = run(vm().build());

        assertThat(result.resources())
                .allMatch(EnsuredResource::created)
                .extracting(EnsuredResource::type, EnsuredResource::name)
                .containsExactly(
                        tuple("Microsoft.Resources/resourceGroups", GROUP),
                        tuple("Microsoft.Compute/disks", "sample-os"),
                        tuple("Microsoft.Compute/disks", "sample-data-0"),
                        tuple("Microsoft.Network/networkInterfaces", "sample-nic"),
                        tuple("Microsoft.Compute/virtualMachines", "sample"));
        assertThat(states()).containsEntry("sample-os", "Attached").containsEntry("sample-data-0", "Attached");
        assertUploaded("sample-os", sample.osDisk());
        assertUploaded("sample-data-0", sample.dataDisk());
    }

    @Test
    void createsATrustedLaunchVmAndItsDiskTogetherWithTheGuestState() throws Exception {
        Path vmgs = VmgsFiles.write(folder.resolve("vm.vmgs"), 1);
        MigrationPlan plan = vm().security(SecurityPlan.trustedLaunch(vmgs)).build();

        run(plan);
        MigrationResult second = run(plan);

        assertThat(states()).containsEntry("sample-os", "Attached").containsEntry("sample-data-0", "Attached");
        assertUploaded("sample-os", sample.osDisk());
        assertThat(cloud.diskFile(GROUP, "sample-os").resolveSibling("sample-os.vmgs"))
                .hasSameBinaryContentAs(vmgs);
        assertThat(second.resources()).noneMatch(EnsuredResource::created);
        assertThat(cloud.recorded())
                .contains("\"createOption\":\"UploadPreparedSecure\"", "\"vTpmEnabled\":true")
                .contains("\"getSecureVMGuestStateSAS\":true");
        assertFitsTheApiDocuments();
    }

    @Test
    void doesNotTakeAStandardVmForOneWithTrustedLaunch() throws Exception {
        run(vm().build());
        Path vmgs = VmgsFiles.write(folder.resolve("vm.vmgs"), 1);
        faults.forget();

        assertThatThrownBy(() ->
                        run(vm().security(SecurityPlan.trustedLaunch(vmgs)).build()))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("not made for Trusted Launch");
        assertThat(faults.changes()).isEmpty();
    }

    @Test
    void sendsOnlyWhatIsStoredAndSaysHowMuch() throws Exception {
        MigrationResult result = run(disks().build());

        long stored = Files.size(sample.osDisk()) + Files.size(sample.dataDisk());
        assertThat(result.bytesSent()).isPositive().isLessThan(stored);
        assertThat(result.bytesRead())
                .isGreaterThanOrEqualTo(result.bytesSent() - 1024)
                .isLessThan(stored);
        assertThat(result.disks())
                .extracting(MigrationResult.DiskResult::name)
                .containsExactly("sample-os", "sample-data-0");
        result.disks()
                .forEach(disk -> assertThat(
                                disk.upload().bytesSent() - 512 + disk.upload().bytesZero())
                        .isEqualTo(disk.upload().virtualSize()));
    }

    @Test
    void tellsStepsAndDisksAsTheyGo() throws Exception {
        Heard heard = new Heard();

        new Migration(cloud.clients()).run(vm().build(), heard);

        assertThat(heard.steps)
                .containsExactly(
                        MigrationStep.INSPECT,
                        MigrationStep.CHECK,
                        MigrationStep.RESOURCE_GROUP,
                        MigrationStep.DISKS,
                        MigrationStep.NETWORK_INTERFACE,
                        MigrationStep.VIRTUAL_MACHINE);
        assertThat(heard.ended).isEqualTo(heard.steps);
        assertThat(heard.dealt.get()).isEqualTo(heard.announced.get()).isEqualTo(1536L << 20);
    }

    @Test
    void doesNothingTheSecondTime() throws Exception {
        MigrationResult first = run(vm().build());
        List<CloudResource> before = cloud.resources();
        faults.forget();

        MigrationResult second = run(vm().build());

        assertThat(second.resources()).noneMatch(EnsuredResource::created);
        assertThat(second.resources()).extracting(EnsuredResource::id).isEqualTo(ids(first));
        assertThat(second.bytesSent()).isZero();
        assertThat(second.bytesRead()).isZero();
        assertThat(cloud.resources()).isEqualTo(before);
        assertThat(faults.changes()).isEmpty();
    }

    @Test
    void goesOnAfterARunThatBrokeOffWhileItSentPages() throws Exception {
        faults.failAfter("PUT .*comp=page(&.*)?", 3, 403, "AuthenticationFailed");
        assertThatThrownBy(() -> run(vm().build())).isInstanceOf(AzureRequestException.class);
        assertThat(states()).containsValue("ActiveUpload").doesNotContainKey("sample");
        faults.none();

        run(vm().build());

        assertThat(states()).containsEntry("sample-os", "Attached").containsEntry("sample-data-0", "Attached");
        assertUploaded("sample-os", sample.osDisk());
        assertUploaded("sample-data-0", sample.dataDisk());
    }

    @Test
    void sendsOnlyTheRestAfterARunThatBrokeOff() throws Exception {
        MigrationPlan plan = disks().upload(
                        UploadOptions.usual().withRequests(1).withJournals(folder.resolve("transfers")))
                .build();
        faults.failAfter("PUT .*comp=page(&.*)?", 3, 403, "AuthenticationFailed");
        assertThatThrownBy(() -> run(plan)).isInstanceOf(AzureRequestException.class);
        faults.none();

        MigrationResult result = run(plan);

        assertThat(result.disks())
                .anySatisfy(disk -> assertThat(disk.upload().bytesResumed()).isPositive());
        assertUploaded("sample-os", sample.osDisk());
        assertUploaded("sample-data-0", sample.dataDisk());
        assertThat(folder.resolve("transfers")).isDirectoryNotContaining("glob:**.journal");
    }

    @Test
    void goesOnAfterARunThatBrokeOffBeforeItRevokedAccess() throws Exception {
        faults.failAfter("POST .*/endGetAccess.*", 0, 403, "AuthorizationFailed");
        assertThatThrownBy(() -> run(vm().build()))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("AuthorizationFailed");
        faults.none();

        run(vm().build());

        assertThat(states()).containsEntry("sample-os", "Attached");
        assertUploaded("sample-os", sample.osDisk());
    }

    @Test
    void goesOnAfterARunThatBrokeOffBeforeTheVm() throws Exception {
        faults.failAfter("PUT .*/virtualMachines/.*", 0, 403, "AuthorizationFailed");
        assertThatThrownBy(() -> run(vm().build())).isInstanceOf(AzureRequestException.class);
        faults.none();

        MigrationResult result = run(vm().build());

        assertThat(result.bytesSent()).isZero();
        assertThat(result.resources())
                .filteredOn(EnsuredResource::created)
                .extracting(EnsuredResource::name)
                .containsExactly("sample");
    }

    @Test
    void survivesAServiceThatIsBusyNowAndThen() throws Exception {
        faults.failOnce("PUT .*comp=page(&.*)?", 503, "ServerBusy");
        faults.failOnce("POST .*/beginGetAccess.*", 429, "TooManyRequests");

        run(disks().build());

        assertUploaded("sample-os", sample.osDisk());
        assertUploaded("sample-data-0", sample.dataDisk());
    }

    @Test
    void leavesNoWriteAccessBehindWhenItFails() throws Exception {
        faults.failAfter("PUT .*comp=page(&.*)?", 0, 403, "AuthenticationFailed");

        assertThatThrownBy(() -> run(disks().build())).isInstanceOf(AzureRequestException.class);

        assertThat(faults.seen("POST .*/endGetAccess.*"))
                .isEqualTo(faults.seen("POST .*/beginGetAccess.*"))
                .isPositive();
    }

    @Test
    void refusesADiskOfThatNameThatIsSomebodyElses() throws Exception {
        run(disks().id("somebody").build());
        faults.forget();

        AzureRequestException refused = catchThrowableOfType(AzureRequestException.class, () -> run(disks().build()));

        assertThat(refused.code()).isEqualTo(AzureRequestException.CONFLICT);
        assertThat(refused.getMessage()).contains("sample-os");
        assertThat(faults.changes()).isEmpty();
    }

    @Test
    void refusesADiskThatWasUploadedFromAnEarlierStateOfTheImage() throws Exception {
        Path copy = Files.copy(sample.osDisk(), folder.resolve("os.vhdx"));
        run(MigrationPlan.builder("sample", GROUP, REGION, copy).build());
        Files.setLastModifiedTime(copy, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

        assertThatThrownBy(() ->
                        run(MigrationPlan.builder("sample", GROUP, REGION, copy).build()))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("earlier state");
    }

    @Test
    void putsTheUsersTagsAndItsOwnOnEverything() throws Exception {
        MigrationResult result = run(vm().tag("owner", "team").build());

        String recording = cloud.recorded();
        long puts = recording
                .lines()
                .filter(line -> line.contains("\"method\":\"PUT\""))
                .filter(line -> line.contains("\"owner\":\"team\"") && line.contains(result.id()))
                .count();
        assertThat(puts).isEqualTo(result.resources().size());
    }

    @Test
    void believesThePlanWhereItSaysMoreThanTheDisk() throws Exception {
        MigrationResult result = run(MigrationPlan.builder("data", GROUP, REGION, sample.dataDisk())
                .generation(dev.gen2lift.guest.Generation.V2)
                .osType(OsType.WINDOWS)
                .build());

        assertThat(result.disks()).hasSize(1);
        assertThat(cloud.recorded()).contains("\"osType\":\"Windows\"");
    }

    @Test
    void speaksAsTheApiDocumentsDemand() throws Exception {
        run(vm().build());
        run(vm().build());

        assertFitsTheApiDocuments();
    }

    private void assertFitsTheApiDocuments() throws IOException {
        Path specs = Oracle.specs();
        Path node = Oracle.require("node");
        Oracle.Result verdict = Oracle.run(
                PATIENCE,
                "env",
                "NODE_PATH=" + AzuriteServer.nodeModules(),
                node.toString(),
                specs.resolve("validate.js").toString(),
                cloud.recording().toString());

        assertThat(verdict.exit()).as(verdict.out() + verdict.err()).isZero();
        assertThat(verdict.out()).containsPattern("[1-9][0-9]* valid, 0 invalid");
    }

    private MigrationResult run(MigrationPlan plan) throws Exception {
        return cloud.run(plan);
    }

    private MigrationPlan.Builder disks() {
        return MigrationPlan.builder("sample", GROUP, REGION, sample.osDisk()).dataDisk(sample.dataDisk());
    }

    private MigrationPlan.Builder vm() {
        return disks().vm("Standard_D2s_v5", cloud.subnet());
    }

    /** The judge is qemu-img: the disk's file has to be the same disk as the image. */
    private void assertUploaded(String disk, Path image) throws IOException {
        Path qemu = Oracle.require("qemu-img");
        Path file = cloud.diskFile(GROUP, disk);
        Oracle.run(PATIENCE, qemu.toString(), "compare", "-f", "vhdx", "-F", "vpc", image.toString(), file.toString())
                .expectSuccess();
    }

    private Map<String, String> states() {
        return cloud.states();
    }

    private static List<String> ids(MigrationResult result) {
        return result.resources().stream().map(EnsuredResource::id).toList();
    }

    /** What a listener was told. */
    private static final class Heard implements MigrationListener {

        private final List<MigrationStep> steps = Collections.synchronizedList(new ArrayList<>());
        private final List<MigrationStep> ended = Collections.synchronizedList(new ArrayList<>());
        private final AtomicLong announced = new AtomicLong();
        private final AtomicLong dealt = new AtomicLong();

        @Override
        public void started(MigrationStep step) {
            steps.add(step);
        }

        @Override
        public void finished(MigrationStep step, String outcome) {
            assertThat(outcome).isNotBlank();
            ended.add(step);
        }

        @Override
        public CopyProgress uploading(String disk, long virtualBytes) {
            announced.addAndGet(virtualBytes);
            return new CopyProgress() {
                @Override
                public void started(long bytes) {
                    assertThat(bytes).isEqualTo(virtualBytes);
                }

                @Override
                public void advanced(long bytes, long written) {
                    dealt.addAndGet(bytes);
                }
            };
        }
    }
}
