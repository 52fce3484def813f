package dev.gen2lift.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.compute.models.DiskState;
import com.azure.resourcemanager.compute.models.NetworkAccessPolicy;
import com.azure.resourcemanager.compute.models.PublicNetworkAccess;
import dev.gen2lift.azure.NetworkAccess.Policy;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.AzuriteServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an upload to a managed disk is refused for while no page was sent. */
class UploadPreflightTest {

    private static final String REGION = DiskCloud.REGION;

    @TempDir
    private Path folder;

    private DiskCloud cloud;

    @BeforeEach
    void startTheCloud() throws IOException {
        cloud = new DiskCloud(folder);
    }

    @AfterEach
    void stopTheCloud() throws IOException {
        cloud.close();
    }

    @Test
    void aDiskThatASubscriptionsPolicyClosedGetsNoPage() throws Exception {
        ManagedDiskSpec spec = cloud.spec("closed", Optional.empty());
        new ManagedDisks(cloud.clients()).ensureCreated(spec, true);
        cloud.change("closed", disk -> disk.withNetworkAccessPolicy(NetworkAccessPolicy.DENY_ALL));

        AzureRequestException refused = refusal(spec);

        assertThat(refused.code()).isEqualTo(DiskNetwork.NETWORK_ACCESS);
        assertThat(refused.reason()).contains("DenyAll");
        assertThat(refused.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("az disk update"));
        assertThat(cloud.seen("POST .*/beginGetAccess.*")).isZero();
        assertThat(cloud.pagesSent()).isZero();
    }

    @Test
    void aDiskWithoutPublicAccessGetsNoPage() throws Exception {
        ManagedDiskSpec spec = cloud.spec("hidden", Optional.empty());
        new ManagedDisks(cloud.clients()).ensureCreated(spec, true);
        cloud.change("hidden", disk -> disk.withPublicNetworkAccess(PublicNetworkAccess.DISABLED));

        assertThat(refusal(spec).reason()).contains("public network access is disabled");
        assertThat(cloud.pagesSent()).isZero();
    }

    @Test
    void aMissingRightIsNamedAndNoPageIsSent() {
        cloud.refuse("POST .*/beginGetAccess.*", 403, "AuthorizationFailed");

        AzureRequestException refused = refusal(cloud.spec("rights", Optional.empty()));

        assertThat(refused.reason()).contains("Microsoft.Compute/disks/beginGetAccess/action");
        assertThat(refused.code()).isEqualTo("AuthorizationFailed");
        assertThat(refused).message().doesNotContain("\n");
        assertThat(cloud.pagesSent()).isZero();
    }

    @Test
    void aPrivateDiskThatLetsNobodyInFromHereGetsNoPageAndKeepsNoAccess() throws Exception {
        String access = cloud.diskAccess("private", "Approved");
        cloud.refuse("HEAD /md-impexp-.*", 403, "AuthorizationFailure");

        AzureRequestException refused =
                refusal(cloud.spec("far", Optional.of(new NetworkAccess(Policy.ALLOW_PRIVATE, Optional.of(access)))));

        assertThat(refused.reason()).contains("127.0.0.1", "private endpoint only");
        assertThat(refused.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("privatelink"));
        assertThat(cloud.pagesSent()).isZero();
        assertThat(cloud.seen("POST .*/endGetAccess.*")).isEqualTo(1);
    }

    @Test
    void aHostThatDoesNotResolveIsNamedAndNoPageIsSent() throws Exception {
        cloud.close();
        cloud = new DiskCloud(
                folder.resolve("second"), options -> options.withDiskHosts("md-nowhere.invalid", "localhost"));

        AzureRequestException refused = refusal(cloud.spec("lost", Optional.empty()));

        assertThat(refused.code()).isEqualTo(AzureRequestException.UNREACHABLE);
        assertThat(refused.reason()).isEqualTo("the name md-nowhere.invalid does not resolve");
        assertThat(cloud.pagesSent()).isZero();
        assertThat(cloud.seen("POST .*/endGetAccess.*")).isEqualTo(1);
    }

    @Test
    void aDiskAccessHasToBeThereInItsRegionAndHaveAnEndpoint() throws Exception {
        DiskAccesses accesses = new DiskAccesses(cloud.clients());
        String good = cloud.diskAccess("good", "Approved");
        String pending = cloud.diskAccess("pending", "Pending");
        String none = cloud.diskAccess("none", "none");

        accesses.require(good, REGION);
        assertRefused(() -> accesses.require(good, "northeurope"), "is in westeurope");
        assertRefused(() -> accesses.require(good.replace("good", "other"), REGION), "no such disk access");
        assertRefused(() -> accesses.require(pending, REGION), "no approved private endpoint");
        assertRefused(() -> accesses.require(none, REGION), "no approved private endpoint");
    }

    @Test
    void aPrivateDiskIsUploadedThroughItsDiskAccess() throws Exception {
        String access = cloud.diskAccess("private", "Approved");
        NetworkAccess wanted = new NetworkAccess(Policy.ALLOW_PRIVATE, Optional.of(access));

        cloud.upload(cloud.spec("inside", Optional.of(wanted)));

        DiskInner disk = cloud.disk("inside");
        assertThat(disk.diskState()).isEqualTo(DiskState.UNATTACHED);
        assertThat(disk.networkAccessPolicy()).isEqualTo(NetworkAccessPolicy.ALLOW_PRIVATE);
        assertThat(disk.publicNetworkAccess()).isEqualTo(PublicNetworkAccess.DISABLED);
        assertThat(disk.diskAccessId()).isEqualTo(access);
        assertFitsTheApiDocuments();
    }

    @Test
    void aDiskThatDeniesAllIsClosedOnceItIsUploadedAndOnlyThen() throws Exception {
        String access = cloud.diskAccess("private", "Approved");
        ManagedDiskSpec spec =
                cloud.spec("sealed", Optional.of(new NetworkAccess(Policy.DENY_ALL, Optional.of(access))));
        cloud.refuse("PUT .*comp=page(&.*)?", 403, "AuthenticationFailed");
        refusal(spec);
        assertThat(cloud.disk("sealed").networkAccessPolicy()).isEqualTo(NetworkAccessPolicy.ALLOW_PRIVATE);
        cloud.refuseNothing();

        cloud.upload(spec);
        long changes = cloud.seen("PUT .*");
        cloud.upload(spec);

        DiskInner disk = cloud.disk("sealed");
        assertThat(disk.networkAccessPolicy()).isEqualTo(NetworkAccessPolicy.DENY_ALL);
        assertThat(disk.publicNetworkAccess()).isEqualTo(PublicNetworkAccess.DISABLED);
        assertThat(disk.diskAccessId()).isNull();
        assertThat(disk.tags()).containsEntry(MigrationTags.MIGRATION, "test");
        assertThat(cloud.seen("PUT .*")).isEqualTo(changes);
    }

    @Test
    void closingADiskFitsTheApiDocuments() throws Exception {
        String access = cloud.diskAccess("private", "Approved");

        cloud.upload(cloud.spec("shut", Optional.of(new NetworkAccess(Policy.DENY_ALL, Optional.of(access)))));

        assertThat(cloud.disk("shut").networkAccessPolicy()).isEqualTo(NetworkAccessPolicy.DENY_ALL);
        assertFitsTheApiDocuments();
    }

    private AzureRequestException refusal(ManagedDiskSpec spec) {
        return catchThrowableOfType(AzureRequestException.class, () -> cloud.upload(spec));
    }

    private static void assertRefused(ThrowingCallable call, String reason) {
        assertThat(catchThrowableOfType(AzureRequestException.class, call).reason())
                .contains(reason);
    }

    private void assertFitsTheApiDocuments() throws IOException {
        Path specs = Oracle.specs();
        Oracle.Result verdict = Oracle.run(
                Duration.ofMinutes(2),
                "env",
                "NODE_PATH=" + AzuriteServer.nodeModules(),
                Oracle.require("node").toString(),
                specs.resolve("validate.js").toString(),
                cloud.recording().toString());
        assertThat(verdict.exit()).as(verdict.out() + verdict.err()).isZero();
        assertThat(verdict.out()).containsPattern("[1-9][0-9]* valid, 0 invalid");
    }
}
