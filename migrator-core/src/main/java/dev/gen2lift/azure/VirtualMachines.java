package dev.gen2lift.azure;

import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.compute.models.CachingTypes;
import com.azure.resourcemanager.compute.models.DataDisk;
import com.azure.resourcemanager.compute.models.DiskCreateOptionTypes;
import com.azure.resourcemanager.compute.models.HardwareProfile;
import com.azure.resourcemanager.compute.models.ManagedDiskParameters;
import com.azure.resourcemanager.compute.models.NetworkInterfaceReference;
import com.azure.resourcemanager.compute.models.NetworkProfile;
import com.azure.resourcemanager.compute.models.OSDisk;
import com.azure.resourcemanager.compute.models.SecurityProfile;
import com.azure.resourcemanager.compute.models.SecurityTypes;
import com.azure.resourcemanager.compute.models.StorageProfile;
import com.azure.resourcemanager.compute.models.UefiSettings;
import com.azure.resourcemanager.compute.models.VirtualMachineSizeTypes;
import dev.gen2lift.transfer.AzureRequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Generation 2 VMs that start from an attached, specialised disk: no osProfile, the guest keeps what it is. */
public final class VirtualMachines {

    private static final String TYPE = "Microsoft.Compute/virtualMachines";
    private static final String SUCCEEDED = "Succeeded";

    private static final String STANDARD = SecurityType.STANDARD.azureName();

    private static final String NOT_REGISTERED = "UseStandardSecurityType";

    private final AzureClients clients;

    public VirtualMachines(AzureClients clients) {
        this.clients = clients;
    }

    /**
     * Makes sure, before anything is created, that the name is free or this migration's own.
     *
     * @throws AzureRequestException where it is another VM's
     */
    public void requireFreeOrOurs(String resourceGroup, String name, String migrationId) throws IOException {
        Optional<VirtualMachineInner> found = find(resourceGroup, name);
        if (found.isPresent() && !MigrationTags.belongsTo(found.get(), migrationId)) {
            throw conflict(resourceGroup, name, "a VM of that name exists that this migration did not create");
        }
    }

    /** The VM, created or as it was found. */
    public EnsuredResource ensure(VmSpec spec) throws IOException {
        Optional<VirtualMachineInner> found = find(spec.resourceGroup(), spec.name());
        if (found.isPresent()) {
            compare(found.get(), spec);
            if (SUCCEEDED.equalsIgnoreCase(found.get().provisioningState())) {
                return new EnsuredResource(TYPE, spec.name(), found.get().id(), false);
            }
        }
        VirtualMachineInner created;
        try {
            created = ArmCalls.call(
                    spec.name(),
                    () -> clients.compute()
                            .getVirtualMachines()
                            .createOrUpdate(spec.resourceGroup(), spec.name(), request(spec)));
        } catch (AzureRequestException e) {
            throw e.reason().contains(NOT_REGISTERED)
                    ? e.withHint(
                            "register it: az feature register --namespace Microsoft.Compute --name " + NOT_REGISTERED)
                    : e;
        }
        return new EnsuredResource(TYPE, spec.name(), created.id(), true);
    }

    private Optional<VirtualMachineInner> find(String resourceGroup, String name) throws IOException {
        return ArmCalls.find(
                name, () -> clients.compute().getVirtualMachines().getByResourceGroup(resourceGroup, name));
    }

    private static VirtualMachineInner request(VmSpec spec) {
        OSDisk os = new OSDisk()
                .withCreateOption(DiskCreateOptionTypes.ATTACH)
                .withOsType(spec.osType().toSdk())
                .withCaching(CachingTypes.READ_WRITE)
                .withManagedDisk(new ManagedDiskParameters().withId(spec.osDiskId()));
        List<DataDisk> data = new ArrayList<>();
        for (int lun = 0; lun < spec.dataDiskIds().size(); lun++) {
            data.add(new DataDisk()
                    .withLun(lun)
                    .withCreateOption(DiskCreateOptionTypes.ATTACH)
                    .withManagedDisk(new ManagedDiskParameters()
                            .withId(spec.dataDiskIds().get(lun))));
        }
        return new VirtualMachineInner()
                .withLocation(spec.location())
                .withTags(MigrationTags.of(spec.tags(), spec.migrationId()))
                .withHardwareProfile(new HardwareProfile().withVmSize(VirtualMachineSizeTypes.fromString(spec.size())))
                .withStorageProfile(new StorageProfile().withOsDisk(os).withDataDisks(data))
                .withNetworkProfile(new NetworkProfile()
                        .withNetworkInterfaces(List.of(new NetworkInterfaceReference()
                                .withId(spec.nicId())
                                .withPrimary(true))))
                .withSecurityProfile(profile(spec.security()));
    }

    /** Sent always, because what Azure assumes without it changes; it has to be what the OS disk was made for. */
    private static SecurityProfile profile(VmSecurity security) {
        SecurityProfile profile = new SecurityProfile()
                .withSecurityType(SecurityTypes.fromString(security.type().azureName()));
        return security.isTrustedLaunch()
                ? profile.withUefiSettings(
                        new UefiSettings().withVTpmEnabled(true).withSecureBootEnabled(security.secureBoot()))
                : profile;
    }

    private static void compare(VirtualMachineInner vm, VmSpec spec) throws AzureRequestException {
        if (!MigrationTags.belongsTo(vm, spec.migrationId())) {
            throw conflict(
                    spec.resourceGroup(), spec.name(), "a VM of that name exists that this migration did not create");
        }
        if (vm.hardwareProfile() == null
                || vm.hardwareProfile().vmSize() == null
                || !spec.size().equalsIgnoreCase(vm.hardwareProfile().vmSize().toString())) {
            throw conflict(spec.resourceGroup(), spec.name(), "the VM has another size");
        }
        String security = vm.securityProfile() == null || vm.securityProfile().securityType() == null
                ? STANDARD
                : vm.securityProfile().securityType().toString();
        if (!spec.security().type().azureName().equalsIgnoreCase(security)) {
            throw conflict(spec.resourceGroup(), spec.name(), "the VM has the security type " + security);
        }
        StorageProfile storage = vm.storageProfile();
        if (storage == null
                || storage.osDisk() == null
                || !same(storage.osDisk().managedDisk(), spec.osDiskId())) {
            throw conflict(spec.resourceGroup(), spec.name(), "the VM starts from another disk");
        }
        List<DataDisk> attached = new ArrayList<>(storage.dataDisks() == null ? List.of() : storage.dataDisks());
        attached.sort(Comparator.comparingInt(DataDisk::lun));
        boolean same = attached.size() == spec.dataDiskIds().size();
        for (int i = 0; same && i < attached.size(); i++) {
            same = attached.get(i).lun() == i
                    && same(attached.get(i).managedDisk(), spec.dataDiskIds().get(i));
        }
        if (!same) {
            throw conflict(spec.resourceGroup(), spec.name(), "the VM has other data disks");
        }
    }

    private static boolean same(@Nullable ManagedDiskParameters disk, String id) {
        return disk != null && id.equalsIgnoreCase(disk.id());
    }

    private static AzureRequestException conflict(String resourceGroup, String name, String reason) {
        return new AzureRequestException(
                0,
                AzureRequestException.CONFLICT,
                reason,
                resourceGroup + "/" + name,
                "delete the VM, or choose another name");
    }
}
