package dev.gen2lift.inventory.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.inventory.AttachedDisk;
import dev.gen2lift.inventory.Availability;
import dev.gen2lift.inventory.BootEntry;
import dev.gen2lift.inventory.Checkpoint;
import dev.gen2lift.inventory.ComPort;
import dev.gen2lift.inventory.DriveLocation;
import dev.gen2lift.inventory.FibreChannelAdapter;
import dev.gen2lift.inventory.Firmware;
import dev.gen2lift.inventory.Gpu;
import dev.gen2lift.inventory.Guest;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.IntegrationService;
import dev.gen2lift.inventory.Inventory;
import dev.gen2lift.inventory.Memory;
import dev.gen2lift.inventory.Peripherals;
import dev.gen2lift.inventory.PowerState;
import dev.gen2lift.inventory.Problem;
import dev.gen2lift.inventory.Processors;
import dev.gen2lift.inventory.RemovableDrive;
import dev.gen2lift.inventory.Replication;
import dev.gen2lift.inventory.SecureBootTemplate;
import dev.gen2lift.inventory.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Machines as {@code Get-VM | ConvertTo-Json} gives them, with what the documented line adds ({@code Processor},
 * {@code Firmware}, {@code Security}, {@code Checkpoints}, {@code GpuPartitions}, {@code AssignedDevices}). What is not in
 * it is unknown.
 */
final class PowerShellMachines {

    private static final String SILENT = "the inventory does not say";
    private static final long MAX_BYTES = 1L << 50;

    private final String file;
    private final PsObject vm;

    private PowerShellMachines(String file, PsObject vm) {
        this.file = file;
        this.vm = vm;
    }

    static Inventory parse(String file, JsonNode document) throws BadImageException {
        List<HyperVMachine> machines = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        int index = 0;
        for (JsonNode element : PsObject.elements(document).orElse(List.of())) {
            PsObject vm = new PsObject(element);
            Optional<String> name = vm.filled("Name").or(() -> vm.filled("VMName"));
            if (name.isPresent()) {
                machines.add(new PowerShellMachines(file, vm).machine(name.get()));
            } else {
                problems.add(new Problem(file + ", element " + index, "it has no Name"));
            }
            index++;
        }
        if (machines.isEmpty() && !problems.isEmpty()) {
            throw new BadImageException(
                    BadImageException.Kind.UNSUPPORTED,
                    file,
                    "inventory",
                    0,
                    "JSON, but neither of discover nor of Get-VM");
        }
        return new Inventory(machines, problems);
    }

    private HyperVMachine machine(String name) {
        Fact<Generation> generation =
                fact(vm.integer("Generation", 1, 2).map(number -> number == 1 ? Generation.V1 : Generation.V2));
        HyperVMachine.Builder machine = HyperVMachine.builder(name, file, SILENT)
                .host(fact(vm.filled("ComputerName")))
                .generation(generation)
                .state(fact(vm.choice("State", PowerShellMachines::state)))
                .version(fact(vm.filled("Version").or(this::splitVersion)))
                .processors(processors())
                .memory(memory())
                .firmware(firmware(generation.is(Generation.V1)))
                .security(security(generation.is(Generation.V1)))
                .disks(fact(vm.objects("HardDrives")
                        .map(drives -> drives.stream()
                                .map(PowerShellMachines::disk)
                                .sorted(java.util.Comparator.comparing(
                                        disk -> disk.at().asOptional(), byLocation()))
                                .toList())))
                .checkpoints(fact(vm.objects("Checkpoints")
                        .or(() -> vm.objects("VMSnapshots"))
                        .map(list -> list.stream()
                                .map(PowerShellMachines::checkpoint)
                                .toList())))
                .adapters(fact(vm.objects("NetworkAdapters")
                        .map(list -> list.stream().map(PsAdapter::read).toList())))
                .peripherals(peripherals())
                .guest(new Guest(
                        fact(vm.filled("GuestOperatingSystem")),
                        fact(vm.objects("VMIntegrationService").map(PowerShellMachines::services)),
                        fact(vm.flag("EnableHibernation"))))
                .availability(new Availability(
                        fact(vm.choice("ReplicationMode", PowerShellMachines::replication)),
                        fact(vm.flag("IsClustered"))));
        vm.id("VMId").or(() -> vm.id("Id")).ifPresent(machine::id);
        return machine.build();
    }

    private static java.util.Comparator<Optional<DriveLocation>> byLocation() {
        return java.util.Comparator.comparing(
                at -> at.orElse(null), java.util.Comparator.nullsLast(java.util.Comparator.naturalOrder()));
    }

    private Optional<String> splitVersion() {
        PsObject version = vm.object("Version");
        return version.number("Major").flatMap(major -> version.number("Minor").map(minor -> major + "." + minor));
    }

    private static Optional<PowerState> state(String word) {
        return switch (word) {
            case "off", "3" -> Optional.of(PowerState.OFF);
            case "running", "2" -> Optional.of(PowerState.RUNNING);
            case "paused", "9" -> Optional.of(PowerState.PAUSED);
            case "saved", "6", "fastsaved", "32779", "hibernated" -> Optional.of(PowerState.SAVED);
            case "stopping",
                    "4",
                    "starting",
                    "10",
                    "reset",
                    "11",
                    "saving",
                    "32773",
                    "pausing",
                    "32776",
                    "resuming",
                    "32777",
                    "fastsaving",
                    "32780" -> Optional.of(PowerState.CHANGING);
            default -> Optional.empty();
        };
    }

    private Processors processors() {
        PsObject processor = vm.object("Processor");
        return new Processors(
                fact(vm.integer("ProcessorCount", 1, 1 << 20).or(() -> processor.integer("Count", 1, 1 << 20))),
                fact(processor.integer("MaximumCountPerNumaNode", 1, 1 << 20)),
                fact(processor.flag("ExposeVirtualizationExtensions")));
    }

    private Memory memory() {
        Fact<Boolean> dynamic = fact(vm.flag("DynamicMemoryEnabled"));
        Fact<Long> startup = bytes("MemoryStartup");
        boolean fixed = dynamic.is(false);
        return new Memory(
                startup,
                dynamic,
                fixed ? startup : bytes("MemoryMinimum"),
                fixed ? startup : bytes("MemoryMaximum"),
                fact(vm.number("MemoryAssigned").filter(bytes -> bytes >= 0 && bytes <= MAX_BYTES)));
    }

    private Fact<Long> bytes(String name) {
        return fact(vm.number(name).filter(bytes -> bytes > 0 && bytes <= MAX_BYTES));
    }

    private Firmware firmware(boolean gen1) {
        PsObject firmware = vm.object("Firmware");
        if (gen1) {
            return new Firmware(
                    Fact.known(false, "a Generation 1 machine has none"),
                    Fact.unknown("a Generation 1 machine has none"),
                    fact(vm.object("Bios").texts("StartupOrder").map(PowerShellMachines::startupOrder)));
        }
        Optional<SecureBootTemplate> template = firmware.id("SecureBootTemplateId")
                .map(SecureBootTemplate::of)
                .or(() -> firmware.filled("SecureBootTemplate").map(PowerShellMachines::template));
        return new Firmware(
                fact(firmware.onOff("SecureBoot")),
                fact(template),
                fact(firmware.objects("BootOrder")
                        .map(list ->
                                list.stream().map(PowerShellMachines::bootEntry).toList())));
    }

    private static SecureBootTemplate template(String name) {
        for (SecureBootTemplate template : SecureBootTemplate.values()) {
            if (template.name().replace("_", "").equalsIgnoreCase(name)) {
                return template;
            }
        }
        return SecureBootTemplate.OTHER;
    }

    private static List<BootEntry> startupOrder(List<String> devices) {
        return devices.stream()
                .map(device -> new BootEntry(
                        switch (device.toLowerCase(Locale.ROOT)) {
                            case "floppy", "0" -> BootEntry.Kind.FLOPPY;
                            case "cd", "1" -> BootEntry.Kind.DVD;
                            case "ide", "vhd", "2" -> BootEntry.Kind.DISK;
                            case "legacynetworkadapter", "networkadapter", "3" -> BootEntry.Kind.NETWORK;
                            default -> BootEntry.Kind.OTHER;
                        },
                        Optional.empty()))
                .toList();
    }

    private static BootEntry bootEntry(PsObject entry) {
        PsObject device = entry.object("Device");
        BootEntry.Kind kind = switch (entry.text("BootType").orElse("").toLowerCase(Locale.ROOT)) {
            case "network", "2" -> BootEntry.Kind.NETWORK;
            case "file", "3" -> BootEntry.Kind.FILE;
            case "drive", "1" ->
                device.text("Path").orElse("").toLowerCase(Locale.ROOT).endsWith(".iso")
                        ? BootEntry.Kind.DVD
                        : BootEntry.Kind.DISK;
            default -> BootEntry.Kind.OTHER;
        };
        return new BootEntry(kind, kind == BootEntry.Kind.DISK ? location(device) : Optional.empty());
    }

    private static Optional<DriveLocation> location(PsObject drive) {
        Optional<DriveLocation.Bus> bus = drive.choice("ControllerType", type -> switch (type) {
            case "ide", "0" -> Optional.of(DriveLocation.Bus.IDE);
            case "scsi", "1" -> Optional.of(DriveLocation.Bus.SCSI);
            case "pmem", "2" -> Optional.of(DriveLocation.Bus.PMEM);
            case "floppy", "3" -> Optional.of(DriveLocation.Bus.FLOPPY);
            default -> Optional.empty();
        });
        Optional<Integer> controller = drive.integer("ControllerNumber", 0, 255);
        Optional<Integer> location = drive.integer("ControllerLocation", 0, 255);
        return bus.isPresent() && controller.isPresent() && location.isPresent()
                ? Optional.of(new DriveLocation(bus.get(), controller.get(), location.get()))
                : Optional.empty();
    }

    private static AttachedDisk disk(PsObject drive) {
        Optional<String> path = drive.filled("Path");
        String lower = path.orElse("").toLowerCase(Locale.ROOT);
        boolean physical = drive.number("DiskNumber").isPresent() || lower.startsWith("disk ");
        AttachedDisk.Backing backing = physical
                ? AttachedDisk.Backing.PHYSICAL
                : lower.endsWith(".vhds")
                        ? AttachedDisk.Backing.VHD_SET
                        : path.isPresent() ? AttachedDisk.Backing.IMAGE : AttachedDisk.Backing.UNKNOWN;
        return new AttachedDisk(
                fact(location(drive)),
                backing,
                fact(path),
                backing == AttachedDisk.Backing.VHD_SET
                        ? Fact.known(true, PsObject.SOURCE)
                        : fact(drive.flag("SupportPersistentReservations")),
                fact(drive.number("Size").filter(size -> size > 0)));
    }

    private static Checkpoint checkpoint(PsObject snapshot) {
        return new Checkpoint(
                snapshot.text("Name").orElse(""),
                snapshot.id("Id"),
                snapshot.id("ParentSnapshotId").or(() -> snapshot.id("ParentCheckpointId")),
                fact(snapshot.time("CreationTime")),
                fact(snapshot.objects("HardDrives")
                        .map(drives -> drives.stream()
                                .flatMap(drive -> drive.filled("Path").stream())
                                .toList())));
    }

    private Peripherals peripherals() {
        return new Peripherals(
                removable(),
                fact(vm.objects("FibreChannelHostBusAdapters")
                        .map(list -> list.stream()
                                .map(adapter -> new FibreChannelAdapter(
                                        adapter.text("Name").orElse("Fibre Channel"), ports(adapter)))
                                .toList())),
                comPorts(),
                gpus());
    }

    private static List<String> ports(PsObject adapter) {
        Set<String> ports = new TreeSet<>();
        adapter.filled("WorldWidePortNameSetA").ifPresent(ports::add);
        adapter.filled("WorldWidePortNameSetB").ifPresent(ports::add);
        return List.copyOf(ports);
    }

    private Fact<List<RemovableDrive>> removable() {
        Optional<List<PsObject>> dvds = vm.objects("DVDDrives");
        if (dvds.isEmpty()) {
            return Fact.unknown(SILENT);
        }
        List<RemovableDrive> drives = new ArrayList<>();
        dvds.get()
                .forEach(drive -> drives.add(
                        new RemovableDrive(RemovableDrive.Kind.DVD, fact(location(drive)), drive.filled("Path"))));
        PsObject floppy = vm.object("FloppyDrive");
        if (!floppy.isEmpty()) {
            drives.add(new RemovableDrive(
                    RemovableDrive.Kind.FLOPPY,
                    Fact.known(new DriveLocation(DriveLocation.Bus.FLOPPY, 0, 0), PsObject.SOURCE),
                    floppy.filled("Path")));
        }
        return Fact.known(drives, PsObject.SOURCE);
    }

    private Fact<List<ComPort>> comPorts() {
        if (!vm.has("ComPort1") && !vm.has("ComPort2")) {
            return Fact.unknown(SILENT);
        }
        List<ComPort> ports = new ArrayList<>();
        for (int number = 1; number <= 2; number++) {
            int port = number;
            vm.object("ComPort" + number).filled("Path").ifPresent(pipe -> ports.add(new ComPort(port, pipe)));
        }
        return Fact.known(ports, PsObject.SOURCE);
    }

    private Fact<List<Gpu>> gpus() {
        Optional<List<PsObject>> partitions = vm.objects("GpuPartitions");
        Optional<List<PsObject>> devices = vm.objects("AssignedDevices");
        if (partitions.isEmpty() && devices.isEmpty()) {
            return Fact.unknown(SILENT);
        }
        List<Gpu> gpus = new ArrayList<>();
        partitions
                .orElse(List.of())
                .forEach(one -> gpus.add(
                        new Gpu(Gpu.Kind.PARTITION, one.text("InstancePath").orElse(""))));
        devices.orElse(List.of())
                .forEach(one -> gpus.add(new Gpu(
                        Gpu.Kind.ASSIGNED_DEVICE,
                        one.filled("Name").or(() -> one.filled("LocationPath")).orElse(""))));
        if (!vm.object("RemoteFxAdapter").isEmpty()) {
            gpus.add(new Gpu(
                    Gpu.Kind.REMOTE_FX,
                    vm.object("RemoteFxAdapter").text("Name").orElse("")));
        }
        return Fact.known(gpus, PsObject.SOURCE);
    }

    private static List<IntegrationService> services(List<PsObject> list) {
        return list.stream()
                .map(service -> new IntegrationService(
                        service.text("Name").orElse(""), service.flag("Enabled").orElse(true)))
                .toList();
    }

    private Security security(boolean gen1) {
        PsObject security = vm.object("Security");
        if (security.isEmpty() && gen1) {
            Fact<Boolean> none = Fact.known(false, "a Generation 1 machine has none");
            return new Security(none, none, none);
        }
        return new Security(
                fact(security.flag("TpmEnabled")),
                fact(security.flag("Shielded")),
                fact(security.flag("EncryptStateAndVmMigrationTraffic")));
    }

    private static Optional<Replication> replication(String word) {
        return switch (word) {
            case "none", "0" -> Optional.of(Replication.NONE);
            case "primary", "1" -> Optional.of(Replication.PRIMARY);
            case "replica", "2" -> Optional.of(Replication.REPLICA);
            case "testreplica", "3" -> Optional.of(Replication.TEST_REPLICA);
            case "extendedreplica", "4" -> Optional.of(Replication.EXTENDED_REPLICA);
            default -> Optional.empty();
        };
    }

    private static <T> Fact<T> fact(Optional<T> value) {
        return PsObject.fact(value);
    }
}
