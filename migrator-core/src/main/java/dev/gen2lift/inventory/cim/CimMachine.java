package dev.gen2lift.inventory.cim;

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
import dev.gen2lift.inventory.Memory;
import dev.gen2lift.inventory.Peripherals;
import dev.gen2lift.inventory.PowerState;
import dev.gen2lift.inventory.Processors;
import dev.gen2lift.inventory.Replication;
import dev.gen2lift.inventory.SecureBootTemplate;
import dev.gen2lift.inventory.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One machine by its Msvm_ComputerSystem, its realized Msvm_VirtualSystemSettingData and what belongs to that. */
final class CimMachine {

    private static final String SOURCE = "Hyper-V";
    private static final String SILENT = "the host does not say";

    /** Megabytes; more than any host has. */
    private static final long MAX_MEMORY = 1L << 32;

    private static final Pattern SCSI_PATH = Pattern.compile("Scsi\\((\\d{1,3}),(\\d{1,3})\\)");
    private static final Pattern COM = Pattern.compile("(\\d)\\s*$");
    private static final Pattern OS_NAME =
            Pattern.compile("NAME=\"Data\"[^>]*>\\s*<VALUE>([^<]*)</VALUE>(?=.*<VALUE>OSName</VALUE>)", Pattern.DOTALL);

    private static final List<String> SERVICES = List.of(
            "Msvm_HeartbeatComponentSettingData",
            "Msvm_KvpExchangeComponentSettingData",
            "Msvm_ShutdownComponentSettingData",
            "Msvm_TimeSyncComponentSettingData",
            "Msvm_VssComponentSettingData",
            "Msvm_GuestServiceInterfaceComponentSettingData");

    private final CimHost host;
    private final CimRow system;
    private final CimRow own;
    private final CimSettings settings;
    private final List<CimRow> checkpoints;
    private final Map<String, CimSettings> all;
    private final CimDrives drives;

    CimMachine(
            CimHost host,
            CimRow system,
            CimRow own,
            CimSettings settings,
            List<CimRow> checkpoints,
            Map<String, CimSettings> all) {
        this.host = host;
        this.system = system;
        this.own = own;
        this.settings = settings;
        this.checkpoints = checkpoints;
        this.all = all;
        this.drives = new CimDrives(settings);
    }

    HyperVMachine machine() {
        String name = system.text("ElementName").orElse("");
        HyperVMachine.Builder machine = HyperVMachine.builder(name, host.name(), SILENT)
                .host(known(host.name()))
                .generation(generation())
                .state(state())
                .version(fact(own.filled("Version")))
                .processors(processors())
                .memory(memory())
                .firmware(firmware())
                .security(security())
                .disks(known(drives.disks()))
                .checkpoints(known(checkpoints.stream().map(this::checkpoint).toList()))
                .adapters(known(new CimAdapters(host, settings, own.id()).adapters()))
                .peripherals(new Peripherals(
                        known(drives.removable()), known(fibreChannel()), known(comPorts()), known(gpus())))
                .guest(new Guest(operatingSystem(), known(services()), fact(own.flag("EnableHibernation"))))
                .availability(new Availability(
                        replication(),
                        host.clusterRoles()
                                .map(roles -> Fact.known(roles.contains(name), "the host's cluster"))
                                .orElseGet(() -> Fact.known(false, "the host is in no cluster"))));
        CimRow.uuid(system.text("Name").orElse("")).ifPresent(machine::id);
        return machine.build();
    }

    private Fact<Generation> generation() {
        String subType = own.text("VirtualSystemSubType").orElse("");
        return subType.endsWith(":1")
                ? known(Generation.V1)
                : subType.endsWith(":2") ? known(Generation.V2) : Fact.unknown(SILENT);
    }

    private Fact<PowerState> state() {
        long state = system.number("EnabledState").orElse(0L);
        return switch ((int) state) {
            case 2 -> known(PowerState.RUNNING);
            case 3 -> known(PowerState.OFF);
            case 9, 32768 -> known(PowerState.PAUSED);
            case 6, 32769 -> known(PowerState.SAVED);
            case 4, 10, 32770, 32771, 32773, 32774, 32776, 32777 -> known(PowerState.CHANGING);
            default -> Fact.unknown("state " + state);
        };
    }

    private Processors processors() {
        Optional<CimRow> row = settings.first("Msvm_ProcessorSettingData");
        return new Processors(
                fact(row.flatMap(cpu -> count(cpu, "VirtualQuantity"))),
                fact(row.flatMap(cpu -> count(cpu, "MaxProcessorsPerNumaNode"))),
                fact(row.flatMap(cpu -> cpu.flag("ExposeVirtualizationExtensions"))));
    }

    private static Optional<Integer> count(CimRow row, String name) {
        return row.number(name).filter(count -> count > 0 && count < 1 << 20).map(Long::intValue);
    }

    private Memory memory() {
        Optional<CimRow> row = settings.first("Msvm_MemorySettingData");
        Function<String, Fact<Long>> bytes = name -> fact(row.flatMap(memory -> memory.number(name))
                .filter(megabytes -> megabytes > 0 && megabytes <= MAX_MEMORY)
                .map(megabytes -> megabytes << 20));
        Fact<Long> startup = bytes.apply("VirtualQuantity");
        Fact<Boolean> dynamic = fact(row.flatMap(memory -> memory.flag("DynamicMemoryEnabled")));
        boolean fixed = dynamic.is(false);
        return new Memory(
                startup,
                dynamic,
                fixed ? startup : bytes.apply("Reservation"),
                fixed ? startup : bytes.apply("Limit"),
                Fact.unknown(SILENT));
    }

    private Firmware firmware() {
        if (generation().is(Generation.V1)) {
            return new Firmware(
                    Fact.known(false, "a Generation 1 machine has none"),
                    Fact.unknown("a Generation 1 machine has none"),
                    known(own.texts("BootOrder").stream()
                            .map(CimMachine::biosEntry)
                            .toList()));
        }
        List<BootEntry> order = own.texts("BootSourceOrder").stream()
                .flatMap(path -> new CimRow(Map.of("Path", path)).reference("Path").stream())
                .flatMap(id -> Stream.ofNullable(host.bootSources().get(id)))
                .map(this::bootEntry)
                .toList();
        return new Firmware(
                fact(own.flag("SecureBootEnabled")),
                fact(own.filled("SecureBootTemplateId").flatMap(CimRow::uuid).map(SecureBootTemplate::of)),
                order.isEmpty() ? Fact.unknown(SILENT) : known(order));
    }

    private static BootEntry biosEntry(String number) {
        return new BootEntry(
                switch (number) {
                    case "0" -> BootEntry.Kind.FLOPPY;
                    case "1" -> BootEntry.Kind.DVD;
                    case "2", "4" -> BootEntry.Kind.DISK;
                    case "3" -> BootEntry.Kind.NETWORK;
                    default -> BootEntry.Kind.OTHER;
                },
                Optional.empty());
    }

    /** A drive's place is in its device path, but for which controller it is; that is plain where there is only one. */
    private BootEntry bootEntry(CimRow bootSource) {
        long type = bootSource.number("BootSourceType").orElse(0L);
        if (type == 2 || type == 3) {
            return new BootEntry(type == 2 ? BootEntry.Kind.NETWORK : BootEntry.Kind.FILE, Optional.empty());
        }
        Matcher path = SCSI_PATH.matcher(bootSource.text("FirmwareDevicePath").orElse(""));
        if (type != 1 || !path.find()) {
            return new BootEntry(type == 1 ? BootEntry.Kind.DISK : BootEntry.Kind.OTHER, Optional.empty());
        }
        int location = Integer.parseInt(path.group(2));
        boolean dvd = drives.hasOneScsiController()
                && drives.removable().stream()
                        .flatMap(drive -> drive.at().asOptional().stream())
                        .anyMatch(at -> at.location() == location);
        Optional<DriveLocation> at = drives.hasOneScsiController()
                ? Optional.of(new DriveLocation(DriveLocation.Bus.SCSI, 0, location))
                : Optional.empty();
        return dvd ? new BootEntry(BootEntry.Kind.DVD, at) : new BootEntry(BootEntry.Kind.DISK, at);
    }

    private Security security() {
        Optional<CimRow> row = settings.first("Msvm_SecuritySettingData");
        if (row.isEmpty() && generation().is(Generation.V1)) {
            Fact<Boolean> none = Fact.known(false, "a Generation 1 machine has none");
            return new Security(none, none, none);
        }
        return new Security(
                fact(row.flatMap(security -> security.flag("TpmEnabled"))),
                fact(row.flatMap(security -> security.flag("ShieldingRequested"))),
                fact(row.flatMap(security -> security.flag("EncryptStateAndVmMigrationTraffic"))));
    }

    private Checkpoint checkpoint(CimRow row) {
        CimSettings saved = all.get(row.id());
        List<String> disks = saved == null
                ? List.of()
                : new CimDrives(saved)
                        .disks().stream()
                                .map(AttachedDisk::path)
                                .flatMap(path -> path.asOptional().stream())
                                .toList();
        return new Checkpoint(
                row.text("ElementName").orElse(""),
                CimRow.uuid(row.id()),
                row.reference("Parent").flatMap(CimRow::uuid),
                fact(row.filled("CreationTime").flatMap(CimTime::parse)),
                known(disks));
    }

    private List<FibreChannelAdapter> fibreChannel() {
        return settings.of("Msvm_SyntheticFcPortSettingData").stream()
                .map(row -> new FibreChannelAdapter(
                        row.text("ElementName").orElse(""),
                        Stream.of("VirtualPortWWPN", "SecondaryWWPN")
                                .flatMap(name -> row.filled(name).stream())
                                .toList()))
                .toList();
    }

    private List<ComPort> comPorts() {
        List<ComPort> ports = new ArrayList<>();
        int index = 0;
        for (CimRow row : settings.of("Msvm_SerialPortSettingData")) {
            Matcher number = COM.matcher(row.text("ElementName").orElse(""));
            int port = number.find() ? Integer.parseInt(number.group(1)) : ++index;
            row.filled("Connection").ifPresent(pipe -> ports.add(new ComPort(port, pipe)));
        }
        return ports;
    }

    private List<Gpu> gpus() {
        List<Gpu> gpus = new ArrayList<>();
        addGpus(gpus, "Msvm_GpuPartitionSettingData", Gpu.Kind.PARTITION);
        addGpus(gpus, "Msvm_PciExpressSettingData", Gpu.Kind.ASSIGNED_DEVICE);
        addGpus(gpus, "Msvm_Synthetic3DDisplayControllerSettingData", Gpu.Kind.REMOTE_FX);
        return gpus;
    }

    private void addGpus(List<Gpu> gpus, String className, Gpu.Kind kind) {
        settings.of(className)
                .forEach(row -> gpus.add(new Gpu(
                        kind,
                        row.filled("HostResource")
                                .or(() -> row.filled("ElementName"))
                                .orElse(""))));
    }

    private List<IntegrationService> services() {
        List<IntegrationService> services = new ArrayList<>();
        for (String name : SERVICES) {
            for (CimRow row : settings.of(name)) {
                services.add(new IntegrationService(
                        row.text("ElementName").orElse(name),
                        row.number("EnabledState").filter(state -> state == 2).isPresent()));
            }
        }
        return services;
    }

    private Fact<Replication> replication() {
        return switch (system.number("ReplicationMode").orElse(-1L).intValue()) {
            case 0 -> known(Replication.NONE);
            case 1 -> known(Replication.PRIMARY);
            case 2 -> known(Replication.REPLICA);
            case 3 -> known(Replication.TEST_REPLICA);
            case 4 -> known(Replication.EXTENDED_REPLICA);
            default -> Fact.unknown(SILENT);
        };
    }

    /** Each item is a small XML document of a name and its data; only the texts between plain tags are taken from it. */
    private Fact<String> operatingSystem() {
        CimRow told = host.guestData().get(own.id());
        if (told == null) {
            return Fact.unknown("the guest does not say");
        }
        return told.texts("GuestIntrinsicExchangeItems").stream()
                .filter(item -> item.length() < 4096)
                .map(OS_NAME::matcher)
                .filter(Matcher::find)
                .map(match ->
                        match.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
                .findFirst()
                .map(name -> Fact.known(name, "the guest"))
                .orElseGet(() -> Fact.unknown("the guest does not say"));
    }

    private static <T> Fact<T> known(T value) {
        return Fact.known(value, SOURCE);
    }

    private static <T> Fact<T> fact(Optional<T> value) {
        return value.map(CimMachine::known).orElseGet(() -> Fact.unknown(SILENT));
    }
}
