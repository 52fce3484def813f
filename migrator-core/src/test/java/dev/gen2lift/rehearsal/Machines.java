package dev.gen2lift.rehearsal;

import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.compute.models.OperatingSystemTypes;
import com.azure.resourcemanager.compute.models.VirtualMachine;
import com.azure.resourcemanager.network.models.NetworkInterface;

/** Virtual machines with all that they need: disk {@code <name>-os}, interface {@code <name>-nic}, network. */
final class Machines {

    private Machines() {}

    static NetworkInterface nic(CloudTestCase test, String group, String name) {
        return test.azure
                .network()
                .networkInterfaces()
                .define(name + "-nic")
                .withRegion(CloudTestCase.REGION)
                .withExistingResourceGroup(group)
                .withExistingPrimaryNetwork(test.azure
                        .network()
                        .networks()
                        .define(name + "-net")
                        .withRegion(CloudTestCase.REGION)
                        .withExistingResourceGroup(group)
                        .withAddressSpace("10.0.0.0/24")
                        .withSubnet("default", "10.0.0.0/25")
                        .create())
                .withSubnet("default")
                .withPrimaryPrivateIPAddressDynamic()
                .create();
    }

    static VirtualMachine create(CloudTestCase test, String group, String name, String size) {
        return create(test, group, name, size, CloudTestCase.osDisk(CloudTestCase.CAPACITY));
    }

    static VirtualMachine create(CloudTestCase test, String group, String name, String size, DiskInner disk) {
        test.uploaded(group, name + "-os", disk);
        return attach(test, group, name, size, name + "-os", nic(test, group, name));
    }

    static VirtualMachine attach(
            CloudTestCase test, String group, String name, String size, String disk, NetworkInterface nic) {
        return test.compute
                .virtualMachines()
                .define(name)
                .withRegion(CloudTestCase.REGION)
                .withExistingResourceGroup(group)
                .withExistingPrimaryNetworkInterface(nic)
                .withSpecializedOSDisk(test.compute.disks().getByResourceGroup(group, disk), OperatingSystemTypes.LINUX)
                .withSize(size)
                .create();
    }
}
