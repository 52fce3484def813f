package dev.gen2lift.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.compute.models.NetworkAccessPolicy;
import com.azure.resourcemanager.compute.models.PublicNetworkAccess;
import dev.gen2lift.azure.NetworkAccess.Policy;
import dev.gen2lift.transfer.AzureRequestException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskNetworkTest {

    @ParameterizedTest
    @CsvSource({
        "DenyAll, Disabled, , policy is DenyAll",
        "DenyAll, Enabled, /id, policy is DenyAll",
        "AllowPrivate, Enabled, , has no disk access",
        "AllowAll, Disabled, , public network access is disabled",
        ", Disabled, , public network access is disabled"
    })
    void refusesADiskThatNobodyCanUploadTo(String policy, String publicAccess, String diskAccess, String reason) {
        AzureRequestException refused = catchThrowableOfType(
                AzureRequestException.class,
                () -> DiskNetwork.requireOpen(disk(policy, publicAccess, diskAccess), "rg/d"));

        assertThat(refused.code()).isEqualTo(DiskNetwork.NETWORK_ACCESS);
        assertThat(refused.reason()).contains(reason);
        assertThat(refused.hint()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"AllowAll, Enabled, ", "AllowPrivate, Disabled, /id", "AllowPrivate, Enabled, /id", ", , "})
    void letsADiskPassThatSomebodyCanUploadTo(String policy, String publicAccess, String diskAccess) {
        assertThatCode(() -> DiskNetwork.requireOpen(disk(policy, publicAccess, diskAccess), "rg/d"))
                .doesNotThrowAnyException();
    }

    @Test
    void aClosedDiskIsUploadedThroughItsPrivateEndpointWhereItHasOne() {
        NetworkAccess closed = new NetworkAccess(Policy.DENY_ALL, Optional.of("/id"));

        assertThat(closed.forUpload()).isEqualTo(new NetworkAccess(Policy.ALLOW_PRIVATE, Optional.of("/id")));
        assertThat(closed.afterwards()).isEqualTo(new NetworkAccess(Policy.DENY_ALL, Optional.empty()));
        assertThat(new NetworkAccess(Policy.DENY_ALL, Optional.empty()).forUpload())
                .isEqualTo(new NetworkAccess(Policy.ALLOW_ALL, Optional.empty()));
    }

    @Test
    void aPolicyAndADiskAccessHaveToGoTogether() {
        assertThat(new NetworkAccess(Policy.ALLOW_PRIVATE, Optional.empty()).problem())
                .isPresent();
        assertThat(new NetworkAccess(Policy.ALLOW_ALL, Optional.of("/id")).problem())
                .isPresent();
        assertThat(new NetworkAccess(Policy.ALLOW_PRIVATE, Optional.of("/id")).problem())
                .isEmpty();
        assertThat(new NetworkAccess(Policy.DENY_ALL, Optional.empty()).problem())
                .isEmpty();
    }

    private static DiskInner disk(String policy, String publicAccess, String diskAccess) {
        return new DiskInner()
                .withNetworkAccessPolicy(NetworkAccessPolicy.fromString(policy))
                .withPublicNetworkAccess(PublicNetworkAccess.fromString(publicAccess))
                .withDiskAccessId(diskAccess);
    }
}
