package dev.gen2lift.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.azure.core.management.Region;
import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.compute.models.AccessLevel;
import com.azure.resourcemanager.compute.models.CachingTypes;
import com.azure.resourcemanager.compute.models.DiskState;
import com.azure.resourcemanager.compute.models.HyperVGeneration;
import com.azure.resourcemanager.compute.models.OperatingSystemTypes;
import com.azure.resourcemanager.compute.models.PowerState;
import com.azure.resourcemanager.compute.models.VirtualMachine;
import com.azure.resourcemanager.network.models.Network;
import com.azure.resourcemanager.network.models.NetworkInterface;
import com.azure.resourcemanager.resources.models.GenericResources;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The road of a migration, with the unmodified SDK from sign-in to virtual machine. */
class MigrationThroughTheSdkTest extends CloudTestCase {

    @Test
    void aDiskIsUploadedAndBecomesAVirtualMachine() throws Exception {
        createGroup("rg-road");
        DiskInner created = create("rg-road", "os", osDisk(CAPACITY));
        assertThat(created.diskState()).isEqualTo(DiskState.READY_TO_UPLOAD);

        PageBlobAsyncClient blob = azure.pageBlob(grant("rg-road", "os", AccessLevel.WRITE));
        assertThat(read("rg-road", "os").diskState()).isEqualTo(DiskState.ACTIVE_UPLOAD);
        ByteBuffer content = random(3 << 20, 42);
        write(blob, MIB, content);
        write(blob, CAPACITY, Vhds.footer(CAPACITY));
        assertThat(blob.getProperties().blockOptional().orElseThrow().getBlobSize())
                .isEqualTo(CAPACITY + 512);
        revoke("rg-road", "os");

        DiskInner os = read("rg-road", "os");
        assertThat(os.diskState()).isEqualTo(DiskState.UNATTACHED);
        assertThat(os.hyperVGeneration()).isEqualTo(HyperVGeneration.V2);
        assertThat(os.diskSizeBytes()).isEqualTo(CAPACITY);
        Path file = cloud.diskFile("RG-Road", "OS").orElseThrow();
        assertThat(file).isEqualTo(folder.resolve("cloud/disks/rg-road/os.vhd"));
        byte[] stored = Files.readAllBytes(file);
        assertThat(Arrays.copyOfRange(stored, (int) MIB, (int) MIB + content.capacity()))
                .isEqualTo(content.array());
        assertThat(Arrays.copyOfRange(stored, (int) CAPACITY, stored.length))
                .isEqualTo(Vhds.footer(CAPACITY).array());

        uploaded("rg-road", "data", dataDisk(CAPACITY));
        Network network = azure.network()
                .networks()
                .define("vnet")
                .withRegion(REGION)
                .withExistingResourceGroup("rg-road")
                .withAddressSpace("10.1.0.0/16")
                .withSubnet("default", "10.1.2.0/24")
                .create();
        NetworkInterface nic = azure.network()
                .networkInterfaces()
                .define("nic")
                .withRegion(REGION)
                .withExistingResourceGroup("rg-road")
                .withExistingPrimaryNetwork(network)
                .withSubnet("default")
                .withPrimaryPrivateIPAddressDynamic()
                .create();
        assertThat(nic.primaryPrivateIP()).isEqualTo("10.1.2.4");

        VirtualMachine vm = compute.virtualMachines()
                .define("vm")
                .withRegion(REGION)
                .withExistingResourceGroup("rg-road")
                .withExistingPrimaryNetworkInterface(nic)
                .withSpecializedOSDisk(compute.disks().getByResourceGroup("rg-road", "os"), OperatingSystemTypes.LINUX)
                .withExistingDataDisk(compute.disks().getByResourceGroup("rg-road", "data"), 0, CachingTypes.READ_ONLY)
                .withSize("Standard_D2s_v5")
                .create();

        assertThat(vm.osDiskId()).isEqualTo(os.id());
        assertThat(vm.powerState()).isEqualTo(PowerState.RUNNING);
        assertThat(read("rg-road", "os").diskState()).isEqualTo(DiskState.ATTACHED);
        assertThat(read("rg-road", "data").managedBy()).isEqualTo(vm.id());
        assertThat(cloud.resources())
                .filteredOn(resource -> resource.resourceGroup().equals("rg-road"))
                .extracting(CloudResource::type, CloudResource::name, CloudResource::state)
                .containsExactly(
                        tuple("Microsoft.Compute/disks", "os", "Attached"),
                        tuple("Microsoft.Compute/disks", "data", "Attached"),
                        tuple("Microsoft.Network/virtualNetworks", "vnet", "Succeeded"),
                        tuple("Microsoft.Network/networkInterfaces", "nic", "Succeeded"),
                        tuple("Microsoft.Compute/virtualMachines", "vm", "Succeeded"));
    }

    @Test
    void aVirtualMachineIsStoppedStartedAndDeletedAndItsDisksStay() {
        createGroup("rg-life");
        VirtualMachine vm = Machines.create(this, "rg-life", "vm", "Standard_D2s_v5");

        vm.powerOff();
        vm.refreshInstanceView();
        assertThat(vm.powerState()).isEqualTo(PowerState.STOPPED);
        vm.deallocate();
        assertThat(read("rg-life", "vm-os").diskState()).isEqualTo(DiskState.RESERVED);
        vm.start();
        assertThat(read("rg-life", "vm-os").diskState()).isEqualTo(DiskState.ATTACHED);
        compute.virtualMachines().deleteByResourceGroup("rg-life", "vm");

        assertThat(read("rg-life", "vm-os").diskState()).isEqualTo(DiskState.UNATTACHED);
        assertThat(read("rg-life", "vm-os").managedBy()).isNull();
        azure.network().networkInterfaces().deleteByResourceGroup("rg-life", "vm-nic");
        compute.disks().deleteByResourceGroup("rg-life", "vm-os");
        assertThat(cloud.resources())
                .filteredOn(resource -> resource.resourceGroup().equals("rg-life"))
                .extracting(CloudResource::name)
                .containsExactly("vm-net");
    }

    @Test
    void deletingAGroupDeletesWhatIsInItAndTheDisksFiles() {
        createGroup("rg-gone");
        Machines.create(this, "rg-gone", "vm", "Standard_D2s_v5");
        Path file = cloud.diskFile("rg-gone", "vm-os").orElseThrow();

        compute.resourceManager().resourceGroups().deleteByName("rg-gone");

        assertThat(file).doesNotExist();
        assertThat(cloud.diskFile("rg-gone", "vm-os")).isEmpty();
        assertThat(compute.resourceManager().resourceGroups().contain("rg-gone"))
                .isFalse();
    }

    @Test
    void creatingTheSameDiskAgainChangesNothing() {
        createGroup("rg-again");
        uploaded("rg-again", "os", osDisk(CAPACITY));

        DiskInner again = create("rg-again", "os", osDisk(CAPACITY));

        assertThat(again.diskState()).isEqualTo(DiskState.UNATTACHED);
        assertRefused(
                "PropertyChangeNotAllowed",
                "hyperVGeneration",
                () -> create("rg-again", "os", osDisk(CAPACITY).withHyperVGeneration(HyperVGeneration.V1)));
    }

    @Test
    void theListsShowWhatIsThere() {
        createGroup("rg-list");
        create("rg-list", "one", dataDisk(CAPACITY));
        create("rg-list", "two", dataDisk(CAPACITY));

        assertThat(compute.disks().listByResourceGroup("rg-list").stream().map(disk -> disk.name()))
                .containsExactly("one", "two");
        assertThat(compute.disks().list().stream().map(disk -> disk.name())).contains("one", "two");
        assertThat(compute.resourceManager().resourceGroups().list().stream().map(group -> group.name()))
                .contains("rg-list");
        List<String> sizes = compute.computeSkus().listByRegion(Region.EUROPE_WEST).stream()
                .filter(sku -> sku.resourceType().toString().equals("virtualMachines"))
                .map(sku -> sku.name().toString())
                .toList();
        assertThat(sizes).contains("Standard_D2s_v5", "Standard_A2_v2", "Standard_D2ps_v5");
    }

    @Test
    void resourcesAreFoundByTheirTags() {
        createGroup("rg-tags");
        create("rg-tags", "tagged", dataDisk(CAPACITY).withTags(Map.of("Migration", "m1")));
        create("rg-tags", "plain", dataDisk(CAPACITY));

        GenericResources all = azure.resources().genericResources();
        assertThat(all.listByTag("rg-tags", "migration", "m1").stream().map(found -> found.name()))
                .containsExactly("tagged");
        assertThat(all.listByTag("rg-tags", "migration", "m2")).isEmpty();
        assertThat(all.listByResourceGroup("rg-tags")).hasSize(2);
    }

    @Test
    void aReadSignatureGivesTheUploadedBytesBack() {
        createGroup("rg-read");
        uploaded("rg-read", "data", dataDisk(CAPACITY));

        PageBlobAsyncClient blob = azure.pageBlob(grant("rg-read", "data", AccessLevel.READ));

        assertThat(read("rg-read", "data").diskState()).isEqualTo(DiskState.ACTIVE_SAS);
        ByteBuffer first = blob.downloadContent().blockOptional().orElseThrow().toByteBuffer();
        assertThat(first.remaining()).isEqualTo((int) CAPACITY + 512);
        byte[] start = new byte[4096];
        first.get(start);
        assertThat(start).isEqualTo(random(4096, 1).array());
        revoke("rg-read", "data");
        assertThat(read("rg-read", "data").diskState()).isEqualTo(DiskState.UNATTACHED);
    }
}
