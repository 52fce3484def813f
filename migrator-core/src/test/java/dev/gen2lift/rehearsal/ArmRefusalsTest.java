package dev.gen2lift.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.compute.models.AccessLevel;
import com.azure.resourcemanager.compute.models.Architecture;
import com.azure.resourcemanager.compute.models.CreationData;
import com.azure.resourcemanager.compute.models.DataDisk;
import com.azure.resourcemanager.compute.models.DiskCreateOption;
import com.azure.resourcemanager.compute.models.DiskCreateOptionTypes;
import com.azure.resourcemanager.compute.models.DiskSecurityProfile;
import com.azure.resourcemanager.compute.models.DiskSecurityTypes;
import com.azure.resourcemanager.compute.models.DiskSku;
import com.azure.resourcemanager.compute.models.DiskState;
import com.azure.resourcemanager.compute.models.DiskStorageAccountTypes;
import com.azure.resourcemanager.compute.models.GrantAccessData;
import com.azure.resourcemanager.compute.models.HardwareProfile;
import com.azure.resourcemanager.compute.models.HyperVGeneration;
import com.azure.resourcemanager.compute.models.ManagedDiskParameters;
import com.azure.resourcemanager.compute.models.NetworkInterfaceReference;
import com.azure.resourcemanager.compute.models.NetworkProfile;
import com.azure.resourcemanager.compute.models.OSDisk;
import com.azure.resourcemanager.compute.models.OSProfile;
import com.azure.resourcemanager.compute.models.OperatingSystemTypes;
import com.azure.resourcemanager.compute.models.SecurityProfile;
import com.azure.resourcemanager.compute.models.SecurityTypes;
import com.azure.resourcemanager.compute.models.StorageProfile;
import com.azure.resourcemanager.compute.models.SupportedCapabilities;
import com.azure.resourcemanager.compute.models.VirtualMachineSizeTypes;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceInner;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceIpConfigurationInner;
import com.azure.resourcemanager.network.fluent.models.SubnetInner;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Azure Resource Manager and its providers refuse, by Azure's codes. */
class ArmRefusalsTest extends CloudTestCase {

    private static final String GROUP = "rg-no";

    private String nic = "";
    private String otherNic = "";

    @BeforeAll
    void prepare() {
        createGroup(GROUP);
        nic = Machines.nic(this, GROUP, "one").id();
        otherNic = Machines.nic(this, GROUP, "two").id();
        uploaded(GROUP, "good-os", osDisk(CAPACITY));
    }

    @Test
    void aWrongSecretDoesNotSignIn() {
        assertThatThrownBy(() -> azure.credential("wrong")
                        .getTokenSync(new TokenRequestContext().addScopes(cloud.armEndpoint() + ".default")))
                .hasMessageContaining("AADSTS7000215");
    }

    @Test
    void requestsWithoutAValidTokenAre401() throws Exception {
        String groups = "subscriptions/" + cloud.subscriptionId() + "/resourcegroups?api-version=2025-04-01";
        assertThat(get(groups, "").statusCode()).isEqualTo(401);
        HttpResponse<String> forged = get(groups, "Bearer rehearsal.99999999999.AAAA");
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(forged.body()).contains("InvalidAuthenticationToken");
    }

    @Test
    void requestsWithoutAnApiVersionAre400() throws Exception {
        HttpResponse<String> answer = get("subscriptions/" + cloud.subscriptionId() + "/resourcegroups", bearer());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("MissingApiVersionParameter");
    }

    @Test
    void anotherSubscriptionIsNotFound() throws Exception {
        HttpResponse<String> answer = get(
                "subscriptions/00000000-0000-0000-0000-000000000009/resourcegroups?api-version=2025-04-01", bearer());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("SubscriptionNotFound");
    }

    private String bearer() {
        return "Bearer "
                + azure.credential()
                        .getTokenSync(new TokenRequestContext().addScopes(cloud.armEndpoint() + ".default"))
                        .getToken();
    }

    private HttpResponse<String> get(String path, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(cloud.armEndpoint().resolve(path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newBuilder()
                .sslContext(cloud.sslContext())
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aResourceGroupThatIsNotThereIsNotFound() {
        assertRefused("ResourceGroupNotFound", "'nowhere'", () -> create("nowhere", "d", dataDisk(CAPACITY)));
        assertRefused("ResourceNotFound", "disks/nothing", () -> read(GROUP, "nothing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ends.", "has space"})
    void aResourceGroupNeedsAProperName(String name) {
        assertRefused("InvalidResourceGroup", name, () -> createGroup(name));
    }

    @Test
    void anUnknownRegionIsRefused() {
        assertRefused(
                "LocationNotAvailableForResourceType",
                "atlantis",
                () -> create(GROUP, "d", dataDisk(CAPACITY).withLocation("atlantis")));
    }

    @ParameterizedTest
    @CsvSource({
        "20971520, must be between",
        "20971008, must be between",
        "35183299396096, must be between",
        "20972033, must be a multiple of MiB",
        "44716382720, (44716382208 in this case) must be a multiple of MiB"
    })
    void theUploadSizeHasToBeMebibytesAndAFooterWithinAzuresLimits(long size, String message) {
        assertRefused(
                "BadRequest",
                message,
                () -> create(GROUP, "sized", dataDisk(CAPACITY).withCreationData(upload(size))));
    }

    @Test
    void theSmallestUploadIsTaken() {
        DiskInner disk = create(GROUP, "smallest", dataDisk(CAPACITY).withCreationData(upload(20_972_032)));
        assertThat(disk.diskSizeGB()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-starts", "ends-", "ends.", "has+plus"})
    void aDiskNeedsAProperName(String name) {
        assertRefused("InvalidParameter", "validation rule", () -> create(GROUP, name, dataDisk(CAPACITY)));
    }

    @Test
    void aDiskNameOfMoreThan80CharactersIsRefused() {
        assertRefused("InvalidParameter", "validation rule", () -> create(GROUP, "d".repeat(81), dataDisk(CAPACITY)));
        assertThat(create(GROUP, "d".repeat(80), dataDisk(CAPACITY)).name()).hasSize(80);
    }

    @Test
    void trustedLaunchByPlainUploadIsRefusedInAzuresWords() {
        assertRefused(
                "InvalidParameter",
                "supported only for createOption FromImage, Import, ImportSecure and UploadPreparedSecure",
                () -> create(GROUP, "tl-plain", secure(osDisk(CAPACITY))));
    }

    @Test
    void anUploadWithGuestStateIsForOsDisksWithASecurityType() {
        CreationData prepared = new CreationData()
                .withCreateOption(DiskCreateOption.UPLOAD_PREPARED_SECURE)
                .withUploadSizeBytes(CAPACITY + 512);
        assertRefused(
                "InvalidParameter",
                "disk.securityProfile.securityType",
                () -> create(GROUP, "tl-none", osDisk(CAPACITY).withCreationData(prepared)));
        assertRefused(
                "InvalidParameter",
                "needs an OS disk of generation V2",
                () -> create(GROUP, "tl-data", secure(dataDisk(CAPACITY)).withCreationData(prepared)));
        assertRefused(
                "InvalidParameter",
                "needs an OS disk of generation V2",
                () -> create(
                        GROUP,
                        "tl-v1",
                        secure(osDisk(CAPACITY))
                                .withHyperVGeneration(HyperVGeneration.V1)
                                .withCreationData(prepared)));
    }

    @Test
    void aDiskForTrustedLaunchIsNotCompleteWithoutItsGuestState() {
        create(
                GROUP,
                "tl-half",
                secure(osDisk(CAPACITY))
                        .withCreationData(new CreationData()
                                .withCreateOption(DiskCreateOption.UPLOAD_PREPARED_SECURE)
                                .withUploadSizeBytes(CAPACITY + 512)));
        write(azure.pageBlob(grant(GROUP, "tl-half", AccessLevel.WRITE)), CAPACITY, Vhds.footer(CAPACITY));

        assertRefused("InvalidVhd", "guest state of disk 'tl-half'", () -> revoke(GROUP, "tl-half"));
        assertThat(read(GROUP, "tl-half").diskState()).isEqualTo(DiskState.ACTIVE_UPLOAD);
    }

    private static DiskInner secure(DiskInner disk) {
        return disk.withSecurityProfile(new DiskSecurityProfile().withSecurityType(DiskSecurityTypes.TRUSTED_LAUNCH));
    }

    @Test
    void aDiskWithoutGenerationIsV1() {
        assertThat(create(GROUP, "silent", osDisk(CAPACITY).withHyperVGeneration(null))
                        .hyperVGeneration())
                .isEqualTo(HyperVGeneration.V1);
    }

    @Test
    void aDiskThatExistsElsewhereCannotMove() {
        create(GROUP, "stays", dataDisk(CAPACITY));
        assertRefused(
                "InvalidResourceLocation",
                "westeurope",
                () -> create(GROUP, "stays", dataDisk(CAPACITY).withLocation("northeurope")));
    }

    @Test
    void writeAccessIsGivenOnlyBeforeTheUploadAndReadAccessOnlyAfter() {
        create(GROUP, "states", dataDisk(CAPACITY));
        assertRefused("OperationNotAllowed", "ReadyToUpload", () -> grant(GROUP, "states", AccessLevel.READ));
        uploaded(GROUP, "states2", dataDisk(CAPACITY));
        assertRefused("OperationNotAllowed", "Unattached", () -> grant(GROUP, "states2", AccessLevel.WRITE));
    }

    @Test
    void guestStateIsNotGivenForAPlainDisk() {
        create(GROUP, "plain", osDisk(CAPACITY));
        assertRefused(
                "BadRequest",
                "getSecureVMGuestStateSAS",
                () -> compute.serviceClient()
                        .getDisks()
                        .grantAccess(
                                GROUP,
                                "plain",
                                new GrantAccessData()
                                        .withAccess(AccessLevel.WRITE)
                                        .withDurationInSeconds(60)
                                        .withGetSecureVMGuestStateSas(true),
                                Context.NONE));
    }

    @Test
    void aDiskThatIsBeingUploadedCannotBeDeleted() {
        create(GROUP, "busy", dataDisk(CAPACITY));
        grant(GROUP, "busy", AccessLevel.WRITE);
        assertRefused(
                "OperationNotAllowed",
                "active shared access signature",
                () -> compute.disks().deleteByResourceGroup(GROUP, "busy"));
    }

    @ParameterizedTest
    @CsvSource({"cookie, 'conectix'", "checksum, checksum", "type, fixed", "size, states a size", "nothing, 'conectix'"
    })
    void aWrongFooterIsFoundWhenAccessEndsAndTheUploadStaysOpen(String fault, String message) {
        String name = "footer-" + fault;
        create(GROUP, name, dataDisk(CAPACITY));
        PageBlobAsyncClient blob = azure.pageBlob(grant(GROUP, name, AccessLevel.WRITE));
        ByteBuffer footer = switch (fault) {
            case "cookie" -> Vhds.footer(CAPACITY, "vhdxfile", 2);
            case "checksum" -> Vhds.footer(CAPACITY).put(100, (byte) 7);
            case "type" -> Vhds.footer(CAPACITY, "conectix", 3);
            case "size" -> Vhds.footer(CAPACITY - MIB);
            default -> ByteBuffer.allocate(512);
        };
        write(blob, CAPACITY, footer);

        assertRefused("InvalidVhd", message, () -> revoke(GROUP, name));

        assertThat(read(GROUP, name).diskState()).isEqualTo(DiskState.ACTIVE_UPLOAD);
        write(azure.pageBlob(grant(GROUP, name, AccessLevel.WRITE)), CAPACITY, Vhds.footer(CAPACITY));
        revoke(GROUP, name);
        assertThat(read(GROUP, name).diskState()).isEqualTo(DiskState.UNATTACHED);
    }

    private VirtualMachineInner machine(String size, String osDisk) {
        return new VirtualMachineInner()
                .withLocation(REGION)
                .withHardwareProfile(new HardwareProfile().withVmSize(VirtualMachineSizeTypes.fromString(size)))
                .withStorageProfile(new StorageProfile()
                        .withOsDisk(new OSDisk()
                                .withOsType(OperatingSystemTypes.LINUX)
                                .withCreateOption(DiskCreateOptionTypes.ATTACH)
                                .withManagedDisk(new ManagedDiskParameters().withId(diskId(osDisk)))))
                .withNetworkProfile(new NetworkProfile()
                        .withNetworkInterfaces(List.of(new NetworkInterfaceReference().withId(nic))));
    }

    private String diskId(String name) {
        return "/subscriptions/" + cloud.subscriptionId() + "/resourceGroups/" + GROUP
                + "/providers/Microsoft.Compute/disks/" + name;
    }

    private VirtualMachineInner put(String name, VirtualMachineInner machine) {
        return compute.serviceClient().getVirtualMachines().createOrUpdate(GROUP, name, machine);
    }

    @Test
    void aGeneration2DiskNeedsASizeThatBootsIt() {
        assertRefused(
                "BadRequest",
                "The selected VM size 'Standard_A2_v2' cannot boot Hypervisor Generation '2'",
                () -> put("vm", machine("Standard_A2_v2", "good-os")));
    }

    @Test
    void aDiskWithoutGenerationDoesNotBootWhereOnlyGeneration2Does() {
        uploaded(GROUP, "v1-os", osDisk(CAPACITY).withHyperVGeneration(null));
        assertRefused(
                "BadRequest",
                "The selected VM size 'Standard_DC2s_v3' cannot boot Hypervisor Generation '1'",
                () -> put("vm", machine("Standard_DC2s_v3", "v1-os")));
    }

    @Test
    void theArchitecturesOfDiskAndSizeHaveToMatch() {
        assertRefused(
                "BadRequest", "CPU Architecture of 'Arm64'", () -> put("vm", machine("Standard_D2ps_v6", "good-os")));
        uploaded(
                GROUP,
                "arm-os",
                osDisk(CAPACITY)
                        .withSupportedCapabilities(new SupportedCapabilities().withArchitecture(Architecture.ARM64)));
        assertRefused("BadRequest", "'Arm64' was given", () -> put("vm", machine("Standard_D2s_v5", "arm-os")));
    }

    @Test
    void aSizeWithNvmeAloneNeedsADiskThatSaysSo() {
        assertRefused("InvalidParameter", "NVMe", () -> put("vm", machine("Standard_D2s_v6", "good-os")));
    }

    @Test
    void aSpecialisedDiskTakesNoOsProfile() {
        assertRefused(
                "InvalidParameter",
                "'osProfile' is not allowed",
                () -> put(
                        "vm",
                        machine("Standard_D2s_v5", "good-os").withOsProfile(new OSProfile().withComputerName("vm"))));
    }

    @Test
    void anUnknownSizeIsRefused() {
        assertRefused("InvalidParameter", "Standard_Z1", () -> put("vm", machine("Standard_Z1", "good-os")));
    }

    @Test
    void trustedLaunchNeedsADiskOfThatKind() {
        assertRefused(
                "BadRequest",
                "Security type of VM",
                () -> put(
                        "vm",
                        machine("Standard_D2s_v5", "good-os")
                                .withSecurityProfile(
                                        new SecurityProfile().withSecurityType(SecurityTypes.TRUSTED_LAUNCH))));
    }

    @Test
    void aDiskHasToBeThereAndUploaded() {
        assertRefused("NotFound", "disks/missing", () -> put("vm", machine("Standard_D2s_v5", "missing")));
        create(GROUP, "empty-os", osDisk(CAPACITY));
        assertRefused("OperationNotAllowed", "ReadyToUpload", () -> put("vm", machine("Standard_D2s_v5", "empty-os")));
        grant(GROUP, "empty-os", AccessLevel.WRITE);
        assertRefused(
                "OperationNotAllowed",
                "active shared access signature",
                () -> put("vm", machine("Standard_D2s_v5", "empty-os")));
    }

    @Test
    void aDiskInAnotherRegionCannotBeAttached() {
        uploaded(GROUP, "north-os", osDisk(CAPACITY).withLocation("northeurope"));
        assertRefused("BadRequest", "northeurope", () -> put("vm", machine("Standard_D2s_v5", "north-os")));
    }

    @Test
    void aPremiumDiskNeedsASizeWithPremiumStorage() {
        uploaded(
                GROUP,
                "premium-os",
                osDisk(CAPACITY)
                        .withHyperVGeneration(HyperVGeneration.V1)
                        .withSku(new DiskSku().withName(DiskStorageAccountTypes.PREMIUM_LRS)));
        assertRefused("BadRequest", "Premium_LRS", () -> put("vm", machine("Standard_D2_v2", "premium-os")));
    }

    @Test
    void aDiskAndAnInterfaceBelongToOneMachineOnly() {
        uploaded(GROUP, "owned-os", osDisk(CAPACITY));
        VirtualMachineInner owner = machine("Standard_D2s_v5", "owned-os");
        owner.networkProfile().networkInterfaces().get(0).withId(otherNic);
        put("owner", owner);

        assertRefused(
                "ConflictingUserInput",
                "already attached to VM",
                () -> put("thief", machine("Standard_D2s_v5", "owned-os")));
        VirtualMachineInner second = machine("Standard_D2s_v5", "good-os");
        second.networkProfile().networkInterfaces().get(0).withId(otherNic);
        assertRefused("NicInUse", "virtualMachines/owner", () -> put("second", second));
        assertRefused(
                "OperationNotAllowed",
                "attached to VM",
                () -> compute.disks().deleteByResourceGroup(GROUP, "owned-os"));
        assertRefused(
                "NicInUse", "owner", () -> azure.network().networkInterfaces().deleteById(otherNic));
        assertRefused("Conflict", "attached to running VM", () -> grant(GROUP, "owned-os", AccessLevel.READ));
    }

    @Test
    void dataDisksNeedNumbersOfTheirOwnAndNoMoreThanTheSizeTakes() {
        VirtualMachineInner twice = machine("Standard_D2s_v5", "good-os");
        twice.storageProfile().withDataDisks(List.of(data("a", 3), data("b", 3)));
        assertRefused("InvalidParameter", "LUN 3", () -> put("vm", twice));

        List<DataDisk> five = new ArrayList<>();
        for (int lun = 0; lun < 5; lun++) {
            five.add(data("d" + lun, lun));
        }
        VirtualMachineInner many = machine("Standard_D2s_v5", "good-os");
        many.storageProfile().withDataDisks(five);
        assertRefused("OperationNotAllowed", "is 4", () -> put("vm", many));

        VirtualMachineInner far = machine("Standard_D2s_v5", "good-os");
        far.storageProfile().withDataDisks(List.of(data("a", 64)));
        assertRefused("InvalidParameter", "between 0 and 63", () -> put("vm", far));
    }

    private DataDisk data(String name, int lun) {
        return new DataDisk()
                .withLun(lun)
                .withCreateOption(DiskCreateOptionTypes.ATTACH)
                .withManagedDisk(new ManagedDiskParameters().withId(diskId(name)));
    }

    @Test
    void aMachineNeedsAProperName() {
        assertRefused("InvalidParameter", "vmName", () -> put("v".repeat(65), machine("Standard_D2s_v5", "good-os")));
    }

    private NetworkInterfaceInner networkInterface(String subnet, String location) {
        return new NetworkInterfaceInner()
                .withLocation(location)
                .withIpConfigurations(List.of(new NetworkInterfaceIpConfigurationInner()
                        .withName("primary")
                        .withSubnet(new SubnetInner().withId(subnet))));
    }

    @Test
    void anInterfaceNeedsASubnetOfItsRegion() {
        String networks = "/subscriptions/" + cloud.subscriptionId() + "/resourceGroups/" + GROUP
                + "/providers/Microsoft.Network/virtualNetworks/one-net/subnets/";
        var interfaces = azure.network().serviceClient().getNetworkInterfaces();
        assertRefused(
                "InvalidResourceReference",
                "subnets/nowhere",
                () -> interfaces.createOrUpdate(GROUP, "n", networkInterface(networks + "nowhere", REGION)));
        assertRefused(
                "InvalidResourceReference",
                "same region",
                () -> interfaces.createOrUpdate(GROUP, "n", networkInterface(networks + "default", "eastus")));
        assertThat(azure.network().serviceClient().getSubnets().list(GROUP, "one-net").stream()
                        .map(SubnetInner::name))
                .containsExactly("default");
    }

    @Test
    void aSubnetLiesWithinItsNetworkAndIsKeptWhileItIsUsed() {
        var subnets = azure.network().serviceClient().getSubnets();
        assertRefused(
                "NetcfgInvalidSubnet",
                "one-net",
                () -> subnets.createOrUpdate(
                        GROUP, "one-net", "far", new SubnetInner().withAddressPrefix("10.9.0.0/24")));
        assertRefused(
                "NetcfgSubnetRangesOverlap",
                "default",
                () -> subnets.createOrUpdate(
                        GROUP, "one-net", "same", new SubnetInner().withAddressPrefix("10.0.0.64/26")));
        subnets.createOrUpdate(GROUP, "one-net", "second", new SubnetInner().withAddressPrefix("10.0.0.128/25"));
        assertThat(subnets.get(GROUP, "one-net", "second").addressPrefix()).isEqualTo("10.0.0.128/25");
        assertRefused("InUseSubnetCannotBeDeleted", "default", () -> subnets.delete(GROUP, "one-net", "default"));
        subnets.delete(GROUP, "one-net", "second");
        assertRefused("NotFound", "second", () -> subnets.get(GROUP, "one-net", "second"));
    }

    @Test
    void whatTheCloudDoesNotKnowItSays() throws Exception {
        HttpResponse<String> answer = get(
                "subscriptions/" + cloud.subscriptionId() + "/resourceGroups/" + GROUP
                        + "/providers/Microsoft.Compute/cloudServices/x?api-version=2025-04-01",
                bearer());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("InvalidResourceType");
        assertThat(get(URI.create("nothing/at/all").toString(), "").statusCode())
                .isEqualTo(404);
    }
}
