package dev.gen2lift.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.assess.sizing.SizeCatalogue;
import dev.gen2lift.assess.sizing.VmSize;
import dev.gen2lift.assess.sizing.VmSize.Controller;
import dev.gen2lift.assess.sizing.VmSize.Security;
import dev.gen2lift.azure.AzureSettings;
import dev.gen2lift.azure.LiveSizes;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Generation;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The sizes of a subscription")
class LiveSizesTest extends CloudTestCase {

    @Test
    void areWhatTheResourceSkusSay() throws IOException {
        SizeCatalogue live = sizes();

        VmSize size = live.size("Standard_D4s_v5").orElseThrow();
        assertThat(live.region()).contains(REGION);
        assertThat(size.series()).isEqualTo("Dsv5");
        assertThat(size.vcpus()).isEqualTo(4);
        assertThat(size.memory()).isEqualTo(16L << 30);
        assertThat(size.dataDisks()).isEqualTo(8);
        assertThat(size.generations()).containsExactlyInAnyOrder(Generation.V1, Generation.V2);
        assertThat(size.security()).containsExactlyInAnyOrder(Security.STANDARD, Security.TRUSTED_LAUNCH);
        assertThat(size.premium()).isTrue();
        assertThat(size.temporaryDisk()).isZero();
        assertThat(size.controllers()).containsExactly(Controller.SCSI);
    }

    @Test
    void tellConfidentialArmNvmeAndOldOnesApart() throws IOException {
        SizeCatalogue live = sizes();

        assertThat(live.size("Standard_DC2as_v5").orElseThrow().security()).containsExactly(Security.CONFIDENTIAL);
        assertThat(live.size("Standard_D2ps_v6").orElseThrow().architecture()).isEqualTo(Architecture.ARM64);
        assertThat(live.size("Standard_D2s_v6").orElseThrow().controllers()).containsExactly(Controller.NVME);
        assertThat(live.size("Standard_M208ms_v2").orElseThrow().security()).containsExactly(Security.STANDARD);
        assertThat(live.size("Standard_D2_v2").orElseThrow().generations()).containsExactly(Generation.V1);
        assertThat(live.size("Standard_D2ds_v5").orElseThrow().temporaryDisk()).isPositive();
        assertThat(live.size("Standard_B2s_v2").orElseThrow().burstable()).isTrue();
    }

    @Test
    void areOneEach() throws IOException {
        assertThat(sizes().sizes())
                .extracting(VmSize::name)
                .doesNotHaveDuplicates()
                .doesNotContain("Standard_LRS");
    }

    private SizeCatalogue sizes() throws IOException {
        AzureSettings settings = AzureSettings.fromEnvironment(Map.of())
                .withEndpoints(cloud.armEndpoint(), cloud.authorityHost())
                .withTenant(cloud.tenantId())
                .withClient(cloud.clientId(), cloud.clientSecret())
                .withSubscription(cloud.subscriptionId())
                .withExtraTrust(cloud.certificate());
        return new LiveSizes(new dev.gen2lift.azure.AzureClients(settings)).in("West Europe");
    }
}
