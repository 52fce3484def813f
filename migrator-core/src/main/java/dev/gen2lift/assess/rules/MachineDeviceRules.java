package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.windows.StorageFacts;
import dev.gen2lift.inventory.BootEntry;
import dev.gen2lift.inventory.ComPort;
import dev.gen2lift.inventory.FibreChannelAdapter;
import dev.gen2lift.inventory.Gpu;
import dev.gen2lift.inventory.RemovableDrive;
import dev.gen2lift.inventory.SecureBootTemplate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What else is attached to the machine. */
final class MachineDeviceRules {

    private static final Rule FIBRE_CHANNEL = rule("VM-FC-HBA")
            .title("The machine has virtual Fibre Channel adapters")
            .why("What they lead to is no disk of the machine and stays behind.")
            .severity(Severity.BLOCKER)
            .source(Source.AZURE_MIGRATE)
            .onHost("""
                    # copy the data onto disks of the machine in the guest, then
                    Get-VMFibreChannelHba -VMName <vm> | Remove-VMFibreChannelHba
                    """)
            .configuration(machine -> machine.whereAny(
                    machine.machine().peripherals().fibreChannel(), adapter -> true, FibreChannelAdapter::name));

    private static final Rule ISCSI = rule("VM-ISCSI")
            .title("The guest uses iSCSI targets")
            .why("What lies on them is no disk of the machine and stays behind; Azure Migrate refuses such machines.")
            .severity(Severity.WARNING)
            .source(Source.AZURE_MIGRATE)
            .inWindows("""
                    # copy the data onto disks of the machine, then
                    Get-IscsiSession | Unregister-IscsiSession
                    Get-IscsiTarget | Disconnect-IscsiTarget -Confirm:$false
                    """)
            .inLinux("""
                    # copy the data onto disks of the machine, then
                    iscsiadm -m node --logoutall=all
                    iscsiadm -m node -o delete
                    """)
            .guest(guest -> guest.isWindows()
                    ? guest.where(StorageFacts.ISCSI_PORTALS, all -> !all.isEmpty(), all -> String.join(", ", all))
                    : guest.where(
                            dev.gen2lift.guest.linux.StorageFacts.ISCSI_NODES,
                            nodes -> !nodes.isEmpty(),
                            nodes -> String.join(", ", nodes)));

    private static final Rule GPU_PARTITION = gpu(
            "VM-GPU-PV",
            Gpu.Kind.PARTITION,
            "The machine has a share of a graphics processor",
            "In Azure it takes a size with one (NVadsA10 v5, NVads V710 v5) and the maker's driver; on Linux GRID drivers"
                    + " want Secure Boot off.");

    private static final Rule ASSIGNED = gpu(
            "VM-DDA",
            Gpu.Kind.ASSIGNED_DEVICE,
            "The machine has a device of the host for itself",
            "In Azure it takes a size with such a device: graphics processors in N-series, local NVMe disks in L-series.");

    private static final Rule REMOTE_FX = gpu(
            "VM-REMOTEFX",
            Gpu.Kind.REMOTE_FX,
            "The machine has a RemoteFX adapter",
            "RemoteFX is gone from Windows since 2021; in Azure a size of the NV family takes its place.");

    private static Rule gpu(String id, Gpu.Kind kind, String title, String why) {
        return rule(id).title(title)
                .why(why)
                .severity(Severity.WARNING)
                .source(Source.TRUSTED_LAUNCH)
                .remedy(Remedy.powershell("""
                        # see the sizes of the region
                        Get-AzVMSize -Location <region> | Where-Object Name -like 'Standard_N*'
                        """))
                .configuration(machine -> machine.whereAny(
                                machine.machine().peripherals().gpus(),
                                gpu -> gpu.kind() == kind,
                                gpu -> gpu.name().isEmpty() ? "one" : gpu.name())
                        // one of the three says that it is not known
                        .filter(seen -> seen.decided() || kind == Gpu.Kind.ASSIGNED_DEVICE));
    }

    private static final Rule NESTED = rule("VM-NESTED-VIRT")
            .title("The guest runs virtual machines of its own")
            .why("That takes a size with nested virtualization, which not all have; confidential sizes have none.")
            .severity(Severity.WARNING)
            .confidential(Severity.BLOCKER)
            .source(Source.SERVER_SOFTWARE)
            .onHost("""
                    # where the guest does without
                    Set-VMProcessor -VMName <vm> -ExposeVirtualizationExtensions $false
                    """)
            .configuration(machine ->
                    machine.machine().processors().nestedVirtualization().is(true)
                                    && machine.target()
                                            .size()
                                            .flatMap(SizeFamily::of)
                                            .filter(SizeFamily::nests)
                                            .isEmpty()
                            ? Stream.of(machine.saw("ExposeVirtualizationExtensions is true"))
                            : Stream.empty());

    private static final Rule SHIELDED_TEMPLATE = rule("VM-SB-TEMPLATE-OPENSOURCE-SHIELDED")
            .title("Secure Boot uses a template that Azure does not have")
            .why("What starts today may be signed by keys that Azure's firmware does not know.")
            .severity(Severity.WARNING)
            .source(Source.HYPERV_GENERATIONS)
            .onHost("""
                    # see whether the machine starts with Microsoft's keys
                    Set-VMFirmware -VMName <vm> -SecureBootTemplate MicrosoftUEFICertificateAuthority
                    """)
            .configuration(machine -> machine
                    .machine()
                    .firmware()
                    .template()
                    .asOptional()
                    .filter(template -> template == SecureBootTemplate.OPEN_SOURCE_SHIELDED_VM
                            || template == SecureBootTemplate.OTHER)
                    .map(template -> machine.saw(
                            template == SecureBootTemplate.OTHER
                                    ? "the template is none of Hyper-V's own"
                                    : "the template is OpenSourceShieldedVM"))
                    .stream());

    private static final Rule FLOPPY = removable(
            "VM-FLOPPY", RemovableDrive.Kind.FLOPPY, "A floppy disk is inserted", "Azure has no floppy drives.");

    private static final Rule ISO = removable(
            "VM-ISO-ATTACHED",
            RemovableDrive.Kind.DVD,
            "A DVD image is inserted",
            "It stays behind; what is installed from it has to lie on a disk.");

    private static Rule removable(String id, RemovableDrive.Kind kind, String title, String why) {
        return rule(id).title(title)
                .why(why)
                .severity(Severity.INFO)
                .source(Source.HYPERV_GENERATIONS)
                .onHost(
                        kind == RemovableDrive.Kind.DVD
                                ? "Get-VMDvdDrive -VMName <vm> | Set-VMDvdDrive -Path $null"
                                : "Set-VMFloppyDiskDrive -VMName <vm> -Path $null")
                .configuration(machine -> {
                    List<String> media =
                            machine.machine().peripherals().removable().asOptional().orElse(List.of()).stream()
                                    .filter(drive -> drive.kind() == kind)
                                    .flatMap(drive -> drive.medium().stream())
                                    .toList();
                    return media.isEmpty() ? Stream.empty() : Stream.of(machine.saw(String.join(", ", media)));
                });
    }

    private static final Rule COM_PIPE = rule("VM-COM-PIPE")
            .title("A serial port leads to the host")
            .why("What listens at the other end of the pipe is not there in Azure.")
            .severity(Severity.INFO)
            .source(Source.HYPERV_GENERATIONS)
            .onHost("Set-VMComPort -VMName <vm> -Number <number> -Path $null")
            .configuration(machine -> {
                List<ComPort> ports =
                        machine.machine().peripherals().comPorts().asOptional().orElse(List.of());
                return ports.stream()
                        .map(port -> machine.saw("COM" + port.number() + ": " + port.pipe())
                                .with("number", port.number()))
                        .limit(1);
            });

    private static final Rule NETWORK_BOOT = rule("VM-BOOTORDER-PXE")
            .title("The machine starts from the network")
            .why("Azure starts machines from their OS disk only.")
            .severity(Severity.WARNING)
            .source(Source.HYPERV_GENERATIONS)
            .onHost("""
                    # start it from its disk, or move its work to a machine that does
                    Set-VMFirmware -VMName <vm> -FirstBootDevice (Get-VMHardDiskDrive -VMName <vm> | Select-Object -First 1)
                    """)
            .configuration(machine -> {
                Optional<BootEntry> first =
                        machine.machine().firmware().bootOrder().asOptional().orElse(List.of()).stream()
                                .filter(entry ->
                                        entry.kind() != BootEntry.Kind.DVD && entry.kind() != BootEntry.Kind.FLOPPY)
                                .findFirst();
                boolean diskless = machine.machine()
                        .disks()
                        .asOptional()
                        .filter(List::isEmpty)
                        .isPresent();
                boolean network = first.filter(entry -> entry.kind() == BootEntry.Kind.NETWORK)
                        .isPresent();
                return diskless || network
                        ? Stream.of(
                                machine.saw(diskless ? "it has no disks" : "the network comes first in its boot order"))
                        : Stream.empty();
            });

    static final List<Rule> ALL = List.of(
            FIBRE_CHANNEL,
            ISCSI,
            GPU_PARTITION,
            ASSIGNED,
            REMOTE_FX,
            NESTED,
            SHIELDED_TEMPLATE,
            NETWORK_BOOT,
            FLOPPY,
            ISO,
            COM_PIPE);

    private MachineDeviceRules() {}
}
