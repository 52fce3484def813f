package dev.gen2lift.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gen2lift.azure.AzureClients;
import dev.gen2lift.azure.NetworkAccess;
import dev.gen2lift.azure.NetworkAccess.Policy;
import dev.gen2lift.azure.SecurityType;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.testimages.SampleVm;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.VmgsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a migration refuses while nothing is created yet, which is also why these tests can share a cloud. */
class MigrationRefusalsTest {

    private static final String REGION = RehearsedCloud.REGION;
    private static final String GROUP = "rehearsal";
    private static final String SIZE = "Standard_D2s_v5";

    @TempDir
    private static Path folder;

    private static SampleVm sample;
    private static RehearsedCloud cloud;
    private static int resourcesBefore;

    @BeforeAll
    static void startTheCloud() throws IOException {
        sample = SampleVm.build(folder.resolve("images"));
        cloud = new RehearsedCloud(folder);
        resourcesBefore = cloud.resources().size();
    }

    @AfterAll
    static void stopTheCloud() throws IOException {
        cloud.close();
    }

    @AfterEach
    void nothingWasCreated() {
        assertThat(cloud.resources()).hasSize(resourcesBefore);
    }

    @Test
    void refusesASizeThatRunsGeneration1OnlyBeforeAnythingIsCreated() {
        assertRefusedEarly(vm().size("Standard_D2_v2").build(), "generation V1 only");
    }

    @Test
    void refusesASizeWithTooFewDataDisks() {
        MigrationPlan.Builder plan = vm().size("Standard_B1s");
        for (int lun = 1; lun < 3; lun++) {
            plan.dataDisk(sample.dataDisk());
        }

        assertRefusedEarly(plan.build(), "takes 2 data disks, not 3");
    }

    @Test
    void refusesASizeOfAnotherArchitecture() {
        assertRefusedEarly(vm().size("Standard_D2ps_v5").build(), "Arm64");
    }

    @Test
    void refusesASizeThatTheRegionDoesNotHave() {
        assertRefusedEarly(vm().size("Standard_Z1").build(), "no such VM size");
    }

    @Test
    void refusesASubnetThatIsNotThere() {
        assertRefusedEarly(
                vm().subnet(cloud.subnet().replace("default", "other")).build(), "no such subnet");
    }

    @Test
    void refusesANetworkOfAnotherRegion() {
        MigrationPlan plan = MigrationPlan.builder("sample", GROUP, "northeurope", sample.osDisk())
                .vm(SIZE, cloud.subnet())
                .build();

        assertRefusedEarly(plan, "the virtual network is in westeurope");
    }

    @Test
    void refusesADiskThatCannotStartAsGeneration2() {
        MigrationPlan plan = MigrationPlan.builder("sample", GROUP, REGION, sample.dataDisk())
                .build();

        assertThatThrownBy(() -> cloud.run(plan)).isInstanceOfSatisfying(BadImageException.class, e -> {
            assertThat(e.kind()).isEqualTo(BadImageException.Kind.UNSUPPORTED);
            assertThat(e.reason()).contains("generation 2").contains("no EFI system partition");
        });
    }

    @Test
    void refusesAGuestStateThatIsNone() {
        MigrationPlan plan =
                disks().security(SecurityPlan.trustedLaunch(sample.osDisk())).build();

        assertThatThrownBy(() -> cloud.run(plan))
                .isInstanceOfSatisfying(
                        BadImageException.class,
                        e -> assertThat(e.file()).isEqualTo(sample.osDisk().toString()));
    }

    @Test
    void refusesASizeWithoutTrustedLaunch() throws IOException {
        Path vmgs = VmgsFiles.write(folder.resolve("vm.vmgs"), 1);

        assertRefusedEarly(
                vm().size("Standard_DC2s_v3")
                        .security(SecurityPlan.trustedLaunch(vmgs))
                        .build(),
                "does not run Trusted Launch");
    }

    @Test
    void refusesADiskAccessThatIsNotThere() {
        String access = cloud.subnet().replaceFirst("Microsoft.Network/.*", "Microsoft.Compute/diskAccesses/nowhere");

        assertRefusedEarly(
                disks().network(new NetworkAccess(Policy.ALLOW_PRIVATE, Optional.of(access)))
                        .build(),
                "no such disk access");
    }

    @Test
    void saysWhatAPlanLacks() {
        assertPlanRefused(
                "size",
                MigrationPlan.builder("sample", GROUP, REGION, sample.osDisk())
                        .create(MigrationPlan.Create.VM)
                        .subnet(cloud.subnet()));
        assertPlanRefused(
                "subnetId",
                MigrationPlan.builder("sample", GROUP, REGION, sample.osDisk())
                        .create(MigrationPlan.Create.VM)
                        .size(SIZE));
        assertPlanRefused("subnetId", vm().subnet("default"));
        assertPlanRefused("sku", vm().sku("UltraSSD_LRS"));
        assertPlanRefused("network", disks().network(new NetworkAccess(Policy.ALLOW_PRIVATE, Optional.empty())));
        assertPlanRefused("network", disks().network(new NetworkAccess(Policy.DENY_ALL, Optional.of("/no/id"))));
        SecurityPlan withoutGuestState =
                new SecurityPlan(SecurityType.TRUSTED_LAUNCH, Optional.empty(), Optional.empty());
        assertPlanRefused("security", disks().security(withoutGuestState));
        assertPlanRefused(
                "security",
                disks().security(new SecurityPlan(
                        SecurityType.STANDARD, Optional.of(sample.osDisk()), Optional.empty())));
        assertPlanRefused(
                "security",
                disks().security(new SecurityPlan(SecurityType.STANDARD, Optional.empty(), Optional.of(true))));
        assertPlanRefused("vmName", MigrationPlan.builder("-sample", GROUP, REGION, sample.osDisk()));
        assertPlanRefused("resourceGroup", MigrationPlan.builder("sample", "ends.", REGION, sample.osDisk()));
    }

    @Test
    void saysThatTheSecretIsWrongWithoutRepeatingIt() {
        AzureClients wrong = new AzureClients(cloud.settings().withClient("anybody", "c2VjcmV0"));

        AzureRequestException refused = catchThrowableOfType(
                AzureRequestException.class, () -> new Migration(wrong).run(disks().build(), MigrationListener.NONE));

        assertThat(refused.code()).isEqualTo("AuthenticationFailed");
        assertThat(refused.getMessage()).doesNotContain("c2VjcmV0");
    }

    private static MigrationPlan.Builder disks() {
        return MigrationPlan.builder("sample", GROUP, REGION, sample.osDisk()).dataDisk(sample.dataDisk());
    }

    private static MigrationPlan.Builder vm() {
        return disks().vm(SIZE, cloud.subnet());
    }

    private static void assertRefusedEarly(MigrationPlan plan, String reason) {
        assertThatThrownBy(() -> cloud.run(plan))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining(reason);
    }

    private static void assertPlanRefused(String field, MigrationPlan.Builder plan) {
        PlanException refused = catchThrowableOfType(PlanException.class, () -> cloud.run(plan.build()));
        assertThat(refused).as(field).isNotNull();
        assertThat(refused.field()).isEqualTo(field);
    }
}
