package dev.gen2lift.inventory.configuration;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.inventory.Availability;
import dev.gen2lift.inventory.BootEntry;
import dev.gen2lift.inventory.Checkpoint;
import dev.gen2lift.inventory.ComPort;
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
import dev.gen2lift.inventory.SecureBootTemplate;
import dev.gen2lift.inventory.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What the tree of settings in a configuration says of its machine. */
final class MachineSettings {

    private static final String SOURCE = "the configuration";
    private static final String SILENT = "the configuration does not say";

    /** Versions of the configuration as it numbers itself, 256 times the version that Hyper-V shows. */
    private static final long VERSION_2012_R2 = 0x500;

    private static final long VERSION_2016 = 0x800;

    /** Megabytes; more than any host has. */
    private static final long MAX_MEMORY = 1L << 32;

    private static final Map<String, String> SERVICES = Map.of(
            "84eaae65-2f2e-45f5-9bb5-0e857dc8eb47", "Heartbeat",
            "2a34b1c2-fd73-4043-8a5b-dd2159bc743f", "Key-Value Pair Exchange",
            "9f8233ac-be49-4c79-8ee3-e7e1985b2077", "Shutdown",
            "2497f4de-e9fa-4204-80e4-4b75c46419c0", "Time Synchronization",
            "5ced1297-4598-4915-a5fc-ad21bb4d02a4", "VSS",
            "6c09bb55-d683-4da0-8931-c9bf705f6480", "Guest Service Interface");

    private final String file;
    private final Settings root;
    private final List<Device> devices;
    private final OptionalLong version;

    MachineSettings(String file, Settings root) {
        this.file = file;
        this.root = root;
        this.devices = Device.in(root);
        this.version = root.number("properties/version").map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    HyperVMachine machine() {
        DriveSettings drives = new DriveSettings(SOURCE, devices);
        HyperVMachine.Builder machine = HyperVMachine.builder(
                        root.text("properties/name").orElse(""), file, SILENT)
                .generation(generation())
                .version(
                        version.isPresent()
                                ? known((version.getAsLong() >> 8) + "." + (version.getAsLong() & 0xff))
                                : Fact.unknown(SILENT))
                .state(
                        root.at("savedstate")
                                        .filter(saved -> !saved.children().isEmpty())
                                        .isPresent()
                                ? known(PowerState.SAVED)
                                : Fact.unknown("a configuration does not say whether the machine runs"))
                .processors(processors())
                .memory(memory())
                .firmware(firmware())
                .security(security())
                .disks(known(drives.disks()))
                .checkpoints(checkpoints())
                .adapters(known(new AdapterSettings(SOURCE).adapters(devices)))
                .peripherals(
                        new Peripherals(known(drives.removable()), known(fibreChannel()), comPorts(), known(gpus())))
                .guest(new Guest(Fact.unknown(SILENT), known(services()), Fact.unknown(SILENT)))
                .availability(new Availability(Fact.unknown(SILENT), fact(root.flag("properties/highly_available"))));
        id(root.text("properties/global_id").orElse("")).ifPresent(machine::id);
        return machine.build();
    }

    private boolean isBefore(long other) {
        return version.isPresent() && version.getAsLong() < other;
    }

    private Fact<Generation> generation() {
        Optional<Long> subtype = root.number("properties/subtype");
        if (subtype.isEmpty()) {
            return isBefore(VERSION_2012_R2)
                    ? Fact.known(Generation.V1, "it was made when there was no other generation")
                    : Fact.unknown(SILENT);
        }
        return subtype.get() == 0
                ? known(Generation.V1)
                : subtype.get() == 1 ? known(Generation.V2) : Fact.unknown("subtype " + subtype.get());
    }

    private Processors processors() {
        Fact<Boolean> nested = fact(root.flag("settings/processors/nested_virtualization/enabled"));
        if (nested.asOptional().isEmpty() && isBefore(VERSION_2016)) {
            nested = Fact.known(false, "its version cannot");
        }
        return new Processors(
                count("settings/processors/count"), count("settings/processors/vnuma/count_per_node/max"), nested);
    }

    private Fact<Integer> count(String path) {
        return fact(root.number(path)
                .filter(count -> count > 0 && count <= Integer.MAX_VALUE)
                .map(Long::intValue));
    }

    private Memory memory() {
        Fact<Long> startup = bytes("settings/memory/bank/size");
        Fact<Boolean> dynamic = fact(root.flag("settings/memory/bank/dynamic_memory_enabled"));
        boolean fixed = dynamic.is(false);
        return new Memory(
                startup,
                dynamic,
                fixed ? startup : bytes("settings/memory/bank/reservation"),
                fixed ? startup : bytes("settings/memory/bank/limit"),
                Fact.unknown(SILENT));
    }

    private Fact<Long> bytes(String path) {
        return fact(root.number(path)
                .filter(megabytes -> megabytes > 0 && megabytes <= MAX_MEMORY)
                .map(megabytes -> megabytes << 20));
    }

    private Firmware firmware() {
        Optional<Settings> bios = root.at("_" + Device.BIOS + "_");
        boolean gen1 = generation().is(Generation.V1);
        Fact<Boolean> secureBoot = gen1
                ? Fact.known(false, "a Generation 1 machine has none")
                : fact(bios.flatMap(settings -> settings.flag("secure_boot_enabled")));
        Fact<SecureBootTemplate> template = gen1
                ? Fact.unknown("a Generation 1 machine has none")
                : fact(bios.flatMap(settings -> settings.text("secure_boot_template_id"))
                        .flatMap(MachineSettings::id)
                        .map(SecureBootTemplate::of));
        Fact<List<BootEntry>> order = gen1
                ? fact(bios.flatMap(settings -> settings.at("boot")).map(MachineSettings::bootOrder))
                : Fact.unknown("a Generation 2 machine keeps it in its firmware's own memory");
        return new Firmware(secureBoot, template, order);
    }

    private static List<BootEntry> bootOrder(Settings boot) {
        List<BootEntry> order = new ArrayList<>();
        for (Settings device : boot.children()) {
            String kind = boot.text(device.name()).orElse("").toLowerCase(Locale.ROOT);
            order.add(new BootEntry(
                    switch (kind) {
                        case "optical" -> BootEntry.Kind.DVD;
                        case "harddrive" -> BootEntry.Kind.DISK;
                        case "network" -> BootEntry.Kind.NETWORK;
                        case "floppy" -> BootEntry.Kind.FLOPPY;
                        default -> BootEntry.Kind.OTHER;
                    },
                    Optional.empty()));
        }
        return order;
    }

    private Security security() {
        Optional<Settings> settings = root.at("security/settings");
        if (settings.isEmpty()) {
            Fact<Boolean> none = Fact.known(false, "the configuration has no security settings");
            return new Security(none, none, none);
        }
        return new Security(
                fact(settings.get().flag("tpm_enabled")),
                fact(settings.get().flag("shielding_requested")),
                fact(settings.get().flag("encrypt_state_migration")));
    }

    private Fact<List<Checkpoint>> checkpoints() {
        Optional<Settings> list = root.at("global_settings/snapshots/list");
        if (list.isEmpty()) {
            return Fact.unknown(SILENT);
        }
        long size = list.get().number("size").orElse(0L);
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (Settings entry : list.get().children()) {
            list.get().text(entry.name()).flatMap(MachineSettings::id).ifPresent(id -> checkpoints.add(checkpoint(id)));
            entry.children().stream()
                    .flatMap(value -> entry.text(value.name()).flatMap(MachineSettings::id).stream())
                    .limit(1)
                    .forEach(id -> checkpoints.add(checkpoint(id)));
        }
        return checkpoints.size() < size
                ? Fact.unknown("the configuration counts " + size + " checkpoints, but names " + checkpoints.size())
                : known(checkpoints);
    }

    private static Checkpoint checkpoint(UUID id) {
        return new Checkpoint("", Optional.of(id), Optional.empty(), Fact.unknown(SILENT), Fact.unknown(SILENT));
    }

    private List<FibreChannelAdapter> fibreChannel() {
        return devices.stream()
                .filter(device -> device.isNamed("fibre"))
                .map(device -> new FibreChannelAdapter(
                        device.settings()
                                .flatMap(settings -> settings.text("FriendlyName"))
                                .orElse(device.name()),
                        List.of()))
                .toList();
    }

    private Fact<List<ComPort>> comPorts() {
        List<ComPort> ports = new ArrayList<>();
        for (Device serial : devices) {
            for (int port = 0; serial.is(Device.SERIAL) && port < 2; port++) {
                String path = "port" + port + "/connection";
                int number = port + 1;
                serial.settings()
                        .flatMap(settings -> settings.text(path))
                        .filter(pipe -> !pipe.isEmpty())
                        .ifPresent(pipe -> ports.add(new ComPort(number, pipe)));
            }
        }
        return known(ports);
    }

    private List<Gpu> gpus() {
        List<Gpu> gpus = new ArrayList<>();
        for (Device device : devices) {
            Settings settings = device.settings().orElseGet(() -> new Settings(""));
            if (device.is(Device.GPU_PARTITION)) {
                gpus.add(new Gpu(
                        Gpu.Kind.PARTITION, settings.text("HostResource").orElse("")));
            } else if (device.is(Device.PCI_EXPRESS)) {
                gpus.add(new Gpu(
                        Gpu.Kind.ASSIGNED_DEVICE,
                        settings.text("HostResources/HostResource/Instance").orElse("")));
            } else if (device.isNamed("3d display") || device.isNamed("3d video")) {
                gpus.add(new Gpu(Gpu.Kind.REMOTE_FX, device.name()));
            }
        }
        return gpus;
    }

    private List<IntegrationService> services() {
        List<IntegrationService> services = new ArrayList<>();
        for (Device device : devices) {
            String name = SERVICES.get(device.type());
            if (name != null) {
                boolean enabled = device.settings()
                        .flatMap(settings -> settings.flag("Enabled"))
                        .orElse(true);
                services.add(new IntegrationService(name, enabled));
            }
        }
        return services;
    }

    private static Optional<UUID> id(String text) {
        try {
            return text.length() < 36 ? Optional.empty() : Optional.of(UUID.fromString(text.replaceAll("[{}]", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static <T> Fact<T> known(T value) {
        return Fact.known(value, SOURCE);
    }

    private static <T> Fact<T> fact(Optional<T> value) {
        return value.map(MachineSettings::known).orElseGet(() -> Fact.unknown(SILENT));
    }
}
