package dev.gen2lift.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.azure.EnsuredResource;
import dev.gen2lift.azure.ManagedDiskImport;
import dev.gen2lift.azure.ManagedDiskSpec;
import dev.gen2lift.azure.ManagedDiskSpec.OsTraits;
import dev.gen2lift.azure.ManagedDiskSpec.StagedBlob;
import dev.gen2lift.azure.OsType;
import dev.gen2lift.azure.ResourceGroups;
import dev.gen2lift.azure.StorageAccounts;
import dev.gen2lift.azure.VmSecurity;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.PageBlobUpload;
import dev.gen2lift.transfer.UploadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Managed disks are imported from staged blobs once, and nobody else's disk is taken for one. */
class ManagedDiskImportTest {

    private static final String GROUP = "rehearsal";
    private static final int SIZE = 24 << 20;

    @TempDir
    private Path folder;

    private RehearsedCloud cloud;
    private byte[] content = {};
    private StagedBlob blob = new StagedBlob("", "");

    @BeforeEach
    void stageADisk() throws Exception {
        cloud = new RehearsedCloud(folder);
        new ResourceGroups(cloud.clients()).ensure(GROUP, RehearsedCloud.REGION, Map.of(), "test");
        content = new byte[SIZE];
        new Random(1).nextBytes(content);
        Path image = Files.write(folder.resolve("disk.raw"), content);
        PageBlobAddress address = PageBlobAddress.parse(cloud.container("staging"), "disk.vhd");
        try (VirtualDisk disk = DiskImages.open(image)) {
            PageBlobUpload.run(disk, address, cloud.clients().pageBlobs(), UploadOptions.usual(), CopyProgress.NONE);
        }
        StorageAccounts.Account account =
                new StorageAccounts(cloud.clients()).find("gen2liftrehearsal").orElseThrow();
        assertThat(account.location()).isEqualTo(RehearsedCloud.REGION);
        blob = new StagedBlob(address.redacted(), account.id());
    }

    @AfterEach
    void stopTheCloud() throws IOException {
        cloud.close();
    }

    @Test
    void theDiskHoldsWhatTheBlobHolds() throws Exception {
        EnsuredResource disk = ensure(spec("one", "mark"));

        assertThat(disk.created()).isTrue();
        assertThat(cloud.states()).containsEntry("one", "Unattached");
        byte[] stored = Files.readAllBytes(cloud.diskFile(GROUP, "one"));
        assertThat(Arrays.copyOf(stored, SIZE)).isEqualTo(content);
        assertThat(cloud.recorded()).contains("\"createOption\":\"Import\"").doesNotContain("sig=");
    }

    @Test
    void theSecondTimeChangesNothing() throws Exception {
        ensure(spec("one", "mark"));
        cloud.faults().forget();

        assertThat(ensure(spec("one", "mark")).created()).isFalse();
        assertThat(cloud.faults().changes()).isEmpty();
    }

    @Test
    void aDiskOfAnotherImageOrMigrationIsLeftAlone() throws Exception {
        ensure(spec("one", "mark"));

        assertThatThrownBy(() -> ensure(spec("one", "another")))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("another image");
        assertThatThrownBy(() -> ensure(withId(spec("one", "mark"), "somebody")))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("did not create");
    }

    @Test
    void whatAzureRefusesIsSaidInItsWords() {
        StagedBlob whole = blob;
        blob = new StagedBlob(whole.url() + ".missing", whole.accountId());

        assertThatThrownBy(() -> ensure(spec("one", "mark")))
                .isInstanceOf(AzureRequestException.class)
                .hasMessageContaining("was not found");
    }

    private EnsuredResource ensure(ManagedDiskSpec spec) throws Exception {
        return new ManagedDiskImport(cloud.clients()).ensure(spec, false);
    }

    private ManagedDiskSpec spec(String name, String source) {
        return new ManagedDiskSpec(
                GROUP,
                name,
                RehearsedCloud.REGION,
                "StandardSSD_LRS",
                SIZE,
                source,
                "migration",
                Optional.of(new OsTraits(OsType.LINUX, Architecture.X64, VmSecurity.STANDARD)),
                Optional.of(blob),
                Optional.empty(),
                Map.of());
    }

    private static ManagedDiskSpec withId(ManagedDiskSpec spec, String id) {
        return new ManagedDiskSpec(
                spec.resourceGroup(),
                spec.name(),
                spec.location(),
                spec.sku(),
                spec.size(),
                spec.source(),
                id,
                spec.os(),
                spec.blob(),
                spec.network(),
                spec.tags());
    }
}
