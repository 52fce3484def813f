package dev.gen2lift.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.compute.models.DiskCreateOption;
import com.azure.resourcemanager.compute.models.DiskSecurityTypes;
import com.azure.resourcemanager.compute.models.DiskState;
import com.azure.resourcemanager.compute.models.HyperVGeneration;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.GuestState;
import dev.gen2lift.transfer.VmgsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks for Trusted Launch: the disk to one host, the guest state to another. */
class TrustedLaunchUploadTest {

    @TempDir
    private Path folder;

    private DiskCloud cloud;
    private Path file;
    private GuestState guestState;

    @BeforeEach
    void startTheCloud() throws IOException {
        cloud = new DiskCloud(folder);
        file = VmgsFiles.write(folder.resolve("vm.vmgs"), 1);
        guestState = GuestState.of(file);
    }

    @AfterEach
    void stopTheCloud() throws IOException {
        cloud.close();
    }

    @Test
    void sendsTheDiskAndItsGuestState() throws Exception {
        cloud.upload(cloud.trustedLaunch("os"), Optional.of(guestState));

        DiskInner disk = cloud.disk("os");
        assertThat(disk.diskState()).isEqualTo(DiskState.UNATTACHED);
        assertThat(disk.creationData().createOption()).isEqualTo(DiskCreateOption.UPLOAD_PREPARED_SECURE);
        assertThat(disk.securityProfile().securityType()).isEqualTo(DiskSecurityTypes.TRUSTED_LAUNCH);
        assertThat(disk.hyperVGeneration()).isEqualTo(HyperVGeneration.V2);
        assertThat(cloud.guestStateFile("os")).hasSameBinaryContentAs(file);
        Path stored = cloud.cloud().diskFile(DiskCloud.GROUP, "os").orElseThrow();
        try (var sent = Files.newInputStream(stored);
                var image = Files.newInputStream(cloud.image())) {
            assertThat(sent.readNBytes((int) DiskCloud.SIZE)).isEqualTo(image.readAllBytes());
        }
    }

    @Test
    void doesNothingTheSecondTime() throws Exception {
        cloud.upload(cloud.trustedLaunch("os"), Optional.of(guestState));
        long pages = cloud.pagesSent();

        ManagedDiskUpload.Result second = cloud.upload(cloud.trustedLaunch("os"), Optional.of(guestState));

        assertThat(second.upload().found()).isTrue();
        assertThat(cloud.pagesSent()).isEqualTo(pages);
    }

    @Test
    void sendsTheGuestStateAgainAfterARunThatBrokeOff() throws Exception {
        cloud.refuse("GET /md-impexp-.*comp=pagelist.*", 403, "AuthorizationFailure");
        assertThat(refusal(guestState)).isNotNull();
        cloud.refuseNothing();
        GuestState other = GuestState.of(VmgsFiles.write(folder.resolve("other.vmgs"), 2));

        cloud.upload(cloud.trustedLaunch("os"), Optional.of(other));

        assertThat(cloud.guestStateFile("os")).hasSameBinaryContentAs(other.file());
        assertThat(cloud.disk("os").diskState()).isEqualTo(DiskState.UNATTACHED);
    }

    @Test
    void anUnreachableHostOfTheGuestStateIsNamedAndNoPageIsSent() throws Exception {
        cloud.close();
        cloud = new DiskCloud(
                folder.resolve("second"), options -> options.withDiskHosts("127.0.0.1", "md-nowhere.invalid"));

        AzureRequestException refused = refusal(guestState);

        assertThat(refused.code()).isEqualTo(AzureRequestException.UNREACHABLE);
        assertThat(refused.reason()).isEqualTo("the name md-nowhere.invalid does not resolve");
        assertThat(cloud.pagesSent()).isZero();
        assertThat(cloud.seen("POST .*/endGetAccess.*")).isEqualTo(1);
    }

    @Test
    void aGuestStateThatDoesNotFitIsRefusedAndNoPageIsSent() throws Exception {
        GuestState larger = GuestState.of(VmgsFiles.write(folder.resolve("large.vmgs"), VmgsFiles.SIZE + 4096, 1));

        AzureRequestException refused = refusal(larger);

        assertThat(refused.reason()).contains("does not fit", "4194816");
        assertThat(cloud.pagesSent()).isZero();
        assertThat(cloud.disk("os").diskState()).isEqualTo(DiskState.ACTIVE_UPLOAD);
    }

    @Test
    void aDiskThatWasBegunAsStandardIsNotMadeIntoOneForTrustedLaunch() throws Exception {
        ManagedDiskSpec secure = cloud.trustedLaunch("os");
        ManagedDiskSpec.OsTraits traits = secure.os().orElseThrow();
        ManagedDiskSpec standard = new ManagedDiskSpec(
                secure.resourceGroup(),
                secure.name(),
                secure.location(),
                secure.sku(),
                secure.size(),
                secure.source(),
                secure.migrationId(),
                Optional.of(new ManagedDiskSpec.OsTraits(traits.type(), traits.architecture(), VmSecurity.STANDARD)),
                Optional.empty(),
                Optional.empty(),
                secure.tags());
        cloud.upload(standard);

        AzureRequestException refused = refusal(guestState);

        assertThat(refused.code()).isEqualTo(AzureRequestException.CONFLICT);
        assertThat(refused.reason()).isEqualTo("the disk was not made for Trusted Launch");
    }

    @Test
    void guestStateGoesWithADiskForTrustedLaunchOnly() {
        Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> cloud.upload(cloud.spec("data", Optional.empty()), Optional.of(guestState)));
        Assertions.assertThatIllegalArgumentException().isThrownBy(() -> cloud.upload(cloud.trustedLaunch("os")));
    }

    private AzureRequestException refusal(GuestState state) {
        return catchThrowableOfType(
                AzureRequestException.class, () -> cloud.upload(cloud.trustedLaunch("os"), Optional.of(state)));
    }
}
