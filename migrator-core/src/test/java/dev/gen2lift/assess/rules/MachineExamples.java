package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.DiskExample.linuxGen2;
import static dev.gen2lift.assess.DiskExample.windowsGen2;
import static dev.gen2lift.assess.GuestExample.linux;
import static dev.gen2lift.assess.GuestExample.windows;
import static dev.gen2lift.assess.Severity.BLOCKER;
import static dev.gen2lift.assess.Severity.INFO;
import static dev.gen2lift.assess.Severity.WARNING;
import static dev.gen2lift.assess.Target.CONFIDENTIAL;
import static dev.gen2lift.assess.Target.GEN1;
import static dev.gen2lift.assess.Target.GEN2;
import static dev.gen2lift.assess.VmExample.of;
import static dev.gen2lift.assess.rules.Example.clean;
import static dev.gen2lift.assess.rules.Example.hit;

import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.assess.DiskExample;
import dev.gen2lift.assess.DiskReading;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmExample;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.guest.linux.NetworkFacts;
import dev.gen2lift.guest.linux.NetworkInterface;
import dev.gen2lift.guest.windows.StorageFacts;
import dev.gen2lift.inventory.AttachedDisk;
import dev.gen2lift.inventory.AttachedDisk.Backing;
import dev.gen2lift.inventory.Availability;
import dev.gen2lift.inventory.BootEntry;
import dev.gen2lift.inventory.Checkpoint;
import dev.gen2lift.inventory.ComPort;
import dev.gen2lift.inventory.DriveLocation;
import dev.gen2lift.inventory.DriveLocation.Bus;
import dev.gen2lift.inventory.FibreChannelAdapter;
import dev.gen2lift.inventory.Firmware;
import dev.gen2lift.inventory.Gpu;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.Memory;
import dev.gen2lift.inventory.NetworkAdapter;
import dev.gen2lift.inventory.NetworkAdapter.Kind;
import dev.gen2lift.inventory.NetworkAdapter.PortMirroring;
import dev.gen2lift.inventory.Peripherals;
import dev.gen2lift.inventory.PowerState;
import dev.gen2lift.inventory.Processors;
import dev.gen2lift.inventory.RemovableDrive;
import dev.gen2lift.inventory.Replication;
import dev.gen2lift.inventory.SecureBootTemplate;
import dev.gen2lift.inventory.Vlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Machines as Hyper-V describes them: each breaks one rule, and the plain one breaks none. */
final class MachineExamples {

    static final List<Example> ALL = Stream.of(healthy(), images(), states(), networks(), devices())
            .flatMap(List::stream)
            .toList();

    private MachineExamples() {}

    private static <T> Fact<T> known(T value) {
        return Fact.known(value, "the host");
    }

    /** A Generation 2 machine of four processors and 8 GiB, off, with one disk and one adapter. */
    static HyperVMachine.Builder machine() {
        return HyperVMachine.builder("vm1", "the host", "not told")
                .generation(known(Generation.V2))
                .state(known(PowerState.OFF))
                .processors(processors(4, 4, false))
                .memory(SecurityExamples.memory(8 * ByteSize.GIB))
                .firmware(SecurityExamples.template(SecureBootTemplate.MICROSOFT_WINDOWS))
                .security(SecurityExamples.security(false, false))
                .disks(known(List.of(disk(Backing.IMAGE, Bus.SCSI, "C:\\vm\\disk.vhdx", false))))
                .checkpoints(known(List.of()))
                .adapters(
                        known(List.of(adapter(Kind.SYNTHETIC, false, Vlan.UNTAGGED, PortMirroring.NONE, false, false))))
                .peripherals(peripherals(List.of(), List.of(), List.of(), List.of()))
                .availability(new Availability(known(Replication.NONE), known(false)));
    }

    static VmFacts described(DiskExample disk, HyperVMachine.Builder machine) {
        return VmExample.of(disk).withConfiguration(machine.build());
    }

    private static VmFacts plain(HyperVMachine.Builder machine) {
        return described(windowsGen2(), machine);
    }

    private static Example wrong(String rule, Severity severity, String evidence, HyperVMachine.Builder machine) {
        return hit(rule, GEN2, plain(machine), severity, evidence);
    }

    private static List<Example> healthy() {
        return Stream.of(MachineStateRules.ALL, MachineNetworkRules.ALL, MachineDeviceRules.ALL)
                .flatMap(List::stream)
                .map(Rule::info)
                .map(info -> clean(info.id(), GEN2, plain(machine())))
                .toList();
    }

    private static AttachedDisk disk(Backing backing, Bus bus, String path, boolean shared) {
        return new AttachedDisk(
                known(new DriveLocation(bus, 0, 0)), backing, known(path), known(shared), known(ByteSize.GIB));
    }

    private static HyperVMachine.Builder withDisk(AttachedDisk disk) {
        return machine().disks(known(List.of(disk)));
    }

    private static Processors processors(int count, int perNode, boolean nested) {
        return new Processors(known(count), known(perNode), known(nested));
    }

    private static Peripherals peripherals(
            List<RemovableDrive> drives, List<FibreChannelAdapter> fibre, List<ComPort> ports, List<Gpu> gpus) {
        return new Peripherals(known(drives), known(fibre), known(ports), known(gpus));
    }

    private static NetworkAdapter adapter(
            Kind kind, boolean staticMac, Vlan vlan, PortMirroring mirroring, boolean spoofing, boolean sriov) {
        return new NetworkAdapter(
                "Network Adapter",
                kind,
                known("00-15-5D-01-02-03"),
                known(staticMac),
                known("LAN"),
                known(List.of("192.0.2.9", "fe80::1")),
                known(false),
                known(vlan),
                known(spoofing),
                known(false),
                known(mirroring),
                known(sriov));
    }

    private static HyperVMachine.Builder withAdapter(NetworkAdapter adapter) {
        return machine().adapters(known(List.of(adapter)));
    }

    private static List<Example> images() {
        DiskReading locked =
                new DiskReading.Unreadable("FileSystemException: the file is being used by another process");
        DiskExample rounded = windowsGen2()
                .format(DiskFormat.VHD, DiskKind.FIXED)
                .imageWarning("VHD footer", "the geometry addresses 1 bytes, the size field states 2");
        return List.of(
                hit("DISK-IN-USE", GEN2, VmExample.failed(locked), BLOCKER, "used by another process"),
                clean("DISK-IN-USE", GEN2, VmExample.failed(new DiskReading.Unreadable("AccessDenied"))),
                clean("DISK-UNREADABLE", GEN2, VmExample.failed(locked)),
                hit("DISK-GEOMETRY-CHS", GEN2, of(rounded), WARNING, "geometry addresses"),
                clean("DISK-GEOMETRY-CHS", GEN2, of(windowsGen2())),
                clean("DISK-FOOTER-COOKIE", GEN2, of(rounded)),
                hit(
                        "DISK-VHDSET-SHARED",
                        GEN2,
                        VmFacts.of("vm1", Map.of(Path.of("quorum.vhds"), new DiskReading.Unreadable("a VHD Set"))),
                        BLOCKER,
                        "a VHD Set"),
                wrong(
                        "DISK-VHDSET-SHARED",
                        BLOCKER,
                        "several machines",
                        withDisk(disk(Backing.IMAGE, Bus.SCSI, "C:\\q.vhdx", true))),
                clean("DISK-VHDSET-SHARED", GEN2, plain(machine())),
                wrong(
                        "DISK-PASSTHROUGH",
                        BLOCKER,
                        "SCSI controller 0",
                        withDisk(disk(Backing.PHYSICAL, Bus.SCSI, "Disk 3", false))),
                clean("DISK-PASSTHROUGH", GEN2, plain(machine())),
                wrong(
                        "DISK-CONTROLLER-IDE",
                        INFO,
                        "IDE controller 0",
                        withDisk(disk(Backing.IMAGE, Bus.IDE, "C:\\disk.vhdx", false))),
                clean("DISK-CONTROLLER-IDE", GEN2, plain(machine())));
    }

    private static List<Example> states() {
        Memory dynamic = new Memory(
                known(ByteSize.GIB),
                known(true),
                known(ByteSize.GIB),
                known(8 * ByteSize.GIB),
                known(2 * ByteSize.GIB));
        Checkpoint before = new Checkpoint(
                "before the update", Optional.empty(), Optional.empty(), Fact.unknown("-"), known(List.of()));
        return List.of(
                wrong("VM-GEN-MISMATCH", WARNING, "the machine is V1", machine().generation(known(Generation.V1))),
                wrong("VM-DYNAMIC-MEMORY", INFO, "up to 8 GiB", machine().memory(dynamic)),
                wrong("VM-CHECKPOINTS", WARNING, "before the update", machine().checkpoints(known(List.of(before)))),
                wrong(
                        "VM-CHECKPOINTS",
                        WARNING,
                        "not known: not told",
                        machine().checkpoints(Fact.unknown("not told"))),
                wrong("VM-RUNNING", WARNING, "running", machine().state(known(PowerState.RUNNING))),
                wrong("VM-SAVED-STATE", BLOCKER, "saved", machine().state(known(PowerState.SAVED))),
                wrong("VM-SAVED-STATE", WARNING, "not known", machine().state(Fact.unknown("not told"))),
                wrong(
                        "VM-REPLICA-ENABLED",
                        WARNING,
                        "primary",
                        machine().availability(new Availability(known(Replication.PRIMARY), known(false)))),
                wrong(
                        "VM-CLUSTERED",
                        WARNING,
                        "clustered",
                        machine().availability(new Availability(known(Replication.NONE), known(true)))),
                hit(
                        "VM-VCPU-GT64",
                        GEN1,
                        plain(machine().processors(processors(96, 96, false))),
                        WARNING,
                        "96 processors"),
                wrong("VM-VCPU-GT64", INFO, "96 processors", machine().processors(processors(96, 96, false))),
                wrong("VM-NUMA", INFO, "at most 16", machine().processors(processors(32, 16, false))),
                hit("VM-HIBERNATION", GEN2.with(IntentionExamples.hibernation()), plain(machine()), INFO, "planned"));
    }

    private static List<Example> networks() {
        List<NetworkAdapter> three = new ArrayList<>(Collections.nCopies(
                3, adapter(Kind.SYNTHETIC, false, Vlan.UNTAGGED, PortMirroring.NONE, false, false)));
        NetworkAdapter team = new NetworkAdapter(
                "Team",
                Kind.SYNTHETIC,
                known("00-15-5D-01-02-03"),
                known(false),
                known("LAN"),
                known(List.of("2001:db8::5")),
                known(false),
                known(Vlan.UNTAGGED),
                known(false),
                known(true),
                known(PortMirroring.NONE),
                known(false));
        Target two = GEN2.withSize("Standard_D2s_v5");
        return List.of(
                hit("VM-NIC-COUNT", two, plain(machine().adapters(known(three))), BLOCKER, "takes 2"),
                hit(
                        "VM-NIC-COUNT",
                        GEN1.withSize("Standard_D2s_v5"),
                        plain(machine().adapters(known(three))),
                        BLOCKER,
                        "takes 2"),
                wrong("VM-NIC-COUNT", WARNING, "3 adapters", machine().adapters(known(three))),
                wrong("VM-NIC-COUNT", WARNING, "not known", machine().adapters(Fact.unknown("not told"))),
                clean(
                        "VM-NIC-COUNT",
                        GEN2.withSize("Standard_D16s_v5"),
                        plain(machine().adapters(known(three)))),
                wrong(
                        "VM-NIC-LEGACY",
                        INFO,
                        "legacy adapter",
                        withAdapter(adapter(Kind.LEGACY, false, Vlan.UNTAGGED, PortMirroring.NONE, false, false))),
                wrong(
                        "VM-NIC-STATIC-MAC",
                        WARNING,
                        "00-15-5D-01-02-03",
                        withAdapter(adapter(Kind.SYNTHETIC, true, Vlan.UNTAGGED, PortMirroring.NONE, false, false))),
                wrong(
                        "VM-NIC-MAC-SPOOFING",
                        WARNING,
                        "Network Adapter",
                        withAdapter(adapter(Kind.SYNTHETIC, false, Vlan.UNTAGGED, PortMirroring.NONE, true, false))),
                wrong("VM-NIC-TEAMING", WARNING, "Team may be teamed", withAdapter(team)),
                hit(
                        "VM-NIC-TEAMING",
                        GEN2,
                        of(windowsGen2()
                                .guest(windows()
                                        .with(dev.gen2lift.guest.windows.NetworkFacts.TEAMS, List.of("Multiplexor")))),
                        WARNING,
                        "team adapter Multiplexor"),
                wrong(
                        "VM-NIC-VLAN",
                        WARNING,
                        "access [42]",
                        withAdapter(adapter(
                                Kind.SYNTHETIC,
                                false,
                                new Vlan(Vlan.Mode.ACCESS, List.of(42)),
                                PortMirroring.NONE,
                                false,
                                false))),
                wrong(
                        "VM-NIC-PORT-MIRRORING",
                        WARNING,
                        "source",
                        withAdapter(adapter(Kind.SYNTHETIC, false, Vlan.UNTAGGED, PortMirroring.SOURCE, false, false))),
                wrong(
                        "VM-NIC-SRIOV",
                        INFO,
                        "virtual function",
                        withAdapter(adapter(Kind.SYNTHETIC, false, Vlan.UNTAGGED, PortMirroring.NONE, false, true))),
                wrong("VM-IPV6", WARNING, "2001:db8::5", withAdapter(team)),
                hit(
                        "VM-IPV6",
                        GEN2,
                        of(linuxGen2()
                                .guest(linux().with(
                                                NetworkFacts.INTERFACES,
                                                List.of(new NetworkInterface(
                                                        "eth0",
                                                        "netplan",
                                                        NetworkInterface.Method.STATIC,
                                                        List.of("2001:db8::7/64"),
                                                        "",
                                                        "50.yaml"))))),
                        WARNING,
                        "2001:db8::7/64"));
    }

    private static List<Example> devices() {
        Firmware networkFirst = new Firmware(
                known(true),
                known(SecureBootTemplate.MICROSOFT_WINDOWS),
                known(List.of(new BootEntry(BootEntry.Kind.NETWORK, Optional.empty()))));
        return List.of(
                wrong(
                        "VM-FC-HBA",
                        BLOCKER,
                        "HBA 1",
                        machine()
                                .peripherals(peripherals(
                                        List.of(),
                                        List.of(new FibreChannelAdapter("HBA 1", List.of())),
                                        List.of(),
                                        List.of()))),
                hit(
                        "VM-ISCSI",
                        GEN2,
                        of(windowsGen2().guest(windows().with(StorageFacts.ISCSI_PORTALS, List.of("192.0.2.50")))),
                        WARNING,
                        "192.0.2.50"),
                hit(
                        "VM-ISCSI",
                        GEN2,
                        of(linuxGen2()
                                .guest(linux().with(
                                                dev.gen2lift.guest.linux.StorageFacts.ISCSI_NODES,
                                                List.of("iqn.2026-01.example:a")))),
                        WARNING,
                        "iqn.2026-01"),
                wrong("VM-GPU-PV", WARNING, "A16", gpu(Gpu.Kind.PARTITION)),
                wrong("VM-DDA", WARNING, "A16", gpu(Gpu.Kind.ASSIGNED_DEVICE)),
                wrong("VM-REMOTEFX", WARNING, "A16", gpu(Gpu.Kind.REMOTE_FX)),
                hit(
                        "VM-NESTED-VIRT",
                        CONFIDENTIAL,
                        plain(machine().processors(processors(4, 4, true))),
                        BLOCKER,
                        "ExposeVirtualizationExtensions"),
                wrong(
                        "VM-NESTED-VIRT",
                        WARNING,
                        "ExposeVirtualizationExtensions",
                        machine().processors(processors(4, 4, true))),
                clean(
                        "VM-NESTED-VIRT",
                        GEN2.withSize("Standard_D4s_v5"),
                        plain(machine().processors(processors(4, 4, true)))),
                wrong(
                        "VM-SB-TEMPLATE-OPENSOURCE-SHIELDED",
                        WARNING,
                        "OpenSourceShieldedVM",
                        machine().firmware(SecurityExamples.template(SecureBootTemplate.OPEN_SOURCE_SHIELDED_VM))),
                wrong(
                        "VM-BOOTORDER-PXE",
                        WARNING,
                        "network comes first",
                        machine().firmware(networkFirst)),
                wrong("VM-BOOTORDER-PXE", WARNING, "no disks", machine().disks(known(List.of()))),
                wrong("VM-FLOPPY", INFO, "drivers.vfd", drive(RemovableDrive.Kind.FLOPPY, "drivers.vfd")),
                wrong("VM-ISO-ATTACHED", INFO, "setup.iso", drive(RemovableDrive.Kind.DVD, "setup.iso")),
                wrong(
                        "VM-COM-PIPE",
                        INFO,
                        "COM2",
                        machine()
                                .peripherals(peripherals(
                                        List.of(), List.of(), List.of(new ComPort(2, "\\\\.\\pipe\\b")), List.of()))));
    }

    private static HyperVMachine.Builder gpu(Gpu.Kind kind) {
        return machine().peripherals(peripherals(List.of(), List.of(), List.of(), List.of(new Gpu(kind, "A16"))));
    }

    private static HyperVMachine.Builder drive(RemovableDrive.Kind kind, String medium) {
        RemovableDrive drive = new RemovableDrive(kind, Fact.unknown("not told"), Optional.of(medium));
        return machine().peripherals(peripherals(List.of(drive), List.of(), List.of(), List.of()));
    }
}
