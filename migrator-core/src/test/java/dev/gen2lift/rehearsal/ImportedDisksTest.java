package dev.gen2lift.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.compute.models.AccessLevel;
import com.azure.resourcemanager.compute.models.CreationData;
import com.azure.resourcemanager.compute.models.DiskCreateOption;
import com.azure.resourcemanager.compute.models.DiskCreateOptionTypes;
import com.azure.resourcemanager.compute.models.DiskSecurityProfile;
import com.azure.resourcemanager.compute.models.DiskSecurityTypes;
import com.azure.resourcemanager.compute.models.DiskState;
import com.azure.resourcemanager.compute.models.HardwareProfile;
import com.azure.resourcemanager.compute.models.HyperVGeneration;
import com.azure.resourcemanager.compute.models.ManagedDiskParameters;
import com.azure.resourcemanager.compute.models.NetworkInterfaceReference;
import com.azure.resourcemanager.compute.models.NetworkProfile;
import com.azure.resourcemanager.compute.models.OSDisk;
import com.azure.resourcemanager.compute.models.OperatingSystemTypes;
import com.azure.resourcemanager.compute.models.SecurityProfile;
import com.azure.resourcemanager.compute.models.SecurityTypes;
import com.azure.resourcemanager.compute.models.StorageProfile;
import com.azure.resourcemanager.compute.models.VirtualMachineSizeTypes;
import com.azure.resourcemanager.resources.fluent.models.GenericResourceInner;
import com.azure.resourcemanager.resources.models.Sku;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.transfer.AzuriteServer;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Disks that are imported from page blobs. */
class ImportedDisksTest extends CloudTestCase {

    private static final String GROUP = "rg-import";
    private static final int LATE = 20 << 20;

    private Path recording = Path.of("");
    private URI container = URI.create("");

    @Override
    RehearsalOptions options() {
        recording = folder.resolve("traffic.jsonl");
        return super.options().withRecording(recording);
    }

    @BeforeAll
    void createTheAccount() throws IOException {
        createGroup(GROUP);
        container = cloud.containerSas("vhds");
        compute.resourceManager()
                .serviceClient()
                .getResources()
                .createOrUpdateById(
                        account(cloud.storageAccount()).substring(1),
                        "2023-05-01",
                        new GenericResourceInner()
                                .withLocation(REGION)
                                .withKind("StorageV2")
                                .withSku(new Sku().withName("Standard_LRS")));
    }

    @Test
    void anImportedDiskReadsAsTheBlobDidAndNeedsItNoMore() throws IOException {
        PageBlobAsyncClient blob = vhd("good.vhd", CAPACITY, Vhds.footer(CAPACITY));

        DiskInner disk = create(GROUP, "good", imported("good.vhd"));
        write(blob, 0, random(4096, 9));
        blob.delete().block();

        assertThat(disk.diskState()).isEqualTo(DiskState.UNATTACHED);
        assertThat(disk.diskSizeBytes()).isEqualTo(CAPACITY);
        byte[] stored = Objects.requireNonNull(azure.pageBlob(grant(GROUP, "good", AccessLevel.READ))
                        .downloadContent()
                        .block())
                .toBytes();
        revoke(GROUP, "good");
        ByteBuffer expected = ByteBuffer.allocate((int) CAPACITY + 512);
        expected.put(0, random(4096, 1), 0, 4096);
        expected.put(LATE, random(4096, 2), 0, 4096);
        expected.put((int) CAPACITY, Vhds.footer(CAPACITY), 0, 512);
        assertThat(stored).isEqualTo(expected.array());
        assertThat(Files.readAllBytes(cloud.diskFile(GROUP, "good").orElseThrow()))
                .isEqualTo(stored);
    }

    @Test
    void anImportedDiskIsNeverUploaded() {
        vhd("closed.vhd", CAPACITY, Vhds.footer(CAPACITY));
        create(GROUP, "closed", imported("closed.vhd"));

        assertRefused("OperationNotAllowed", "Unattached", () -> grant(GROUP, "closed", AccessLevel.WRITE));
    }

    @Test
    void aTrustedLaunchMachineStartsFromAnImportedDisk() {
        vhd("secure.vhd", CAPACITY, Vhds.footer(CAPACITY));
        DiskInner disk = create(GROUP, "secure-os", trusted(os(imported("secure.vhd"))));

        compute.serviceClient().getVirtualMachines().createOrUpdate(GROUP, "secure", machine(disk.id()));

        assertThat(read(GROUP, "secure-os").diskState()).isEqualTo(DiskState.ATTACHED);
    }

    @Test
    void trustedLaunchNeedsGeneration2() {
        vhd("old.vhd", CAPACITY, Vhds.footer(CAPACITY));
        DiskInner disk = trusted(os(imported("old.vhd"))).withHyperVGeneration(HyperVGeneration.V1);

        assertRefused("InvalidParameter", "generation V2", () -> create(GROUP, "old-os", disk));
    }

    @Test
    void theAccountMustBeNamedAndBeTheBlobs() {
        vhd("account.vhd", CAPACITY, Vhds.footer(CAPACITY));
        DiskInner disk = imported("account.vhd");

        disk.creationData().withStorageAccountId(null);
        assertRefused("InvalidParameter", "storageAccountId", () -> create(GROUP, "account", disk));
        disk.creationData().withStorageAccountId(account("another"));
        assertRefused("InvalidParameter", "storageAccountId", () -> create(GROUP, "account", disk));
        disk.creationData()
                .withStorageAccountId(account(cloud.storageAccount()))
                .withSourceUri(null);
        assertRefused("InvalidParameter", "sourceUri", () -> create(GROUP, "account", disk));
    }

    @Test
    void whatIsNoFixedVhdIsRefused() {
        vhd("empty.vhd", CAPACITY, ByteBuffer.allocate(512));
        vhd("dynamic.vhd", CAPACITY, Vhds.footer(CAPACITY, "conectix", 3));
        vhd("odd.vhd", CAPACITY + 512, Vhds.footer(CAPACITY + 512));

        String only = "Only blobs formatted as VHDs can be imported";
        assertRefused("BadRequest", only, () -> create(GROUP, "no", imported("empty.vhd")));
        assertRefused("BadRequest", only, () -> create(GROUP, "no", imported("dynamic.vhd")));
        assertRefused("InvalidVhd", "whole number (in MBs)", () -> create(GROUP, "no", imported("odd.vhd")));
        assertRefused("BadRequest", "was not found", () -> create(GROUP, "no", imported("missing.vhd")));
        assertThat(cloud.resources()).noneMatch(each -> each.name().equals("no"));
    }

    @Test
    void blobAndDiskAreInOneRegion() {
        vhd("far.vhd", CAPACITY, Vhds.footer(CAPACITY));

        assertRefused(
                "BadRequest",
                "northeurope",
                () -> create(GROUP, "far", imported("far.vhd").withLocation("northeurope")));
    }

    @Test
    void whatWasSaidFitsTheOpenApiDocuments() throws IOException {
        vhd("judged.vhd", CAPACITY, Vhds.footer(CAPACITY));
        create(GROUP, "judged-os", trusted(os(imported("judged.vhd"))));
        read(GROUP, "judged-os");
        Path said = folder.resolve("accepted.jsonl");
        // What was refused is recorded too, by other tests, and refused requests need not fit.
        List<String> accepted = Files.readAllLines(recording).stream()
                .filter(line -> line.contains("judged-os") || line.contains("storageAccounts/"))
                .filter(line -> line.contains("\"status\":20"))
                .toList();
        Files.write(said, accepted);

        Oracle.Result verdict = Oracle.run(
                Duration.ofMinutes(2),
                "env",
                "NODE_PATH=" + AzuriteServer.nodeModules(),
                Oracle.require("node").toString(),
                Oracle.specs().resolve("validate.js").toString(),
                said.toString());

        assertThat(verdict.exit()).as(verdict.out() + verdict.err()).isZero();
        assertThat(verdict.out()).containsPattern("[2-9]\\d* valid, 0 invalid");
    }

    private PageBlobAsyncClient vhd(String name, long capacity, ByteBuffer footer) {
        PageBlobAsyncClient blob = azure.pageBlob(container, name);
        blob.create(capacity + 512).block();
        write(blob, 0, random(4096, 1));
        write(blob, LATE, random(4096, 2));
        write(blob, capacity, footer);
        return blob;
    }

    private DiskInner imported(String blob) {
        return dataDisk(CAPACITY)
                .withCreationData(new CreationData()
                        .withCreateOption(DiskCreateOption.IMPORT)
                        .withStorageAccountId(account(cloud.storageAccount()))
                        .withSourceUri(cloud.blobEndpoint() + "/vhds/" + blob));
    }

    private static DiskInner os(DiskInner disk) {
        return disk.withOsType(OperatingSystemTypes.LINUX).withHyperVGeneration(HyperVGeneration.V2);
    }

    private static DiskInner trusted(DiskInner disk) {
        return disk.withSecurityProfile(new DiskSecurityProfile().withSecurityType(DiskSecurityTypes.TRUSTED_LAUNCH));
    }

    private VirtualMachineInner machine(String disk) {
        return new VirtualMachineInner()
                .withLocation(REGION)
                .withHardwareProfile(
                        new HardwareProfile().withVmSize(VirtualMachineSizeTypes.fromString("Standard_D2s_v5")))
                .withSecurityProfile(new SecurityProfile().withSecurityType(SecurityTypes.TRUSTED_LAUNCH))
                .withStorageProfile(new StorageProfile()
                        .withOsDisk(new OSDisk()
                                .withOsType(OperatingSystemTypes.LINUX)
                                .withCreateOption(DiskCreateOptionTypes.ATTACH)
                                .withManagedDisk(new ManagedDiskParameters().withId(disk))))
                .withNetworkProfile(new NetworkProfile()
                        .withNetworkInterfaces(List.of(new NetworkInterfaceReference()
                                .withId(Machines.nic(this, GROUP, "secure").id()))));
    }

    private String account(String name) {
        return "/subscriptions/" + cloud.subscriptionId() + "/resourceGroups/" + GROUP
                + "/providers/Microsoft.Storage/storageAccounts/" + name;
    }
}
