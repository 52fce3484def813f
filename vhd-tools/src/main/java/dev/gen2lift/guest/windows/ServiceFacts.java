package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.registry.RegistryKey;
import dev.gen2lift.guest.registry.RegistryValue;
import dev.gen2lift.guest.windows.ServiceState.Start;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The services and drivers that a machine needs in Azure, or must not have: one fact each. */
public final class ServiceFacts {

    /** Drivers of what Hyper-V and Azure give a machine, and of what a first-generation machine starts from. */
    public static final List<String> DRIVERS = List.of(
            "vmbus",
            "storvsc",
            "storflt",
            "netvsc",
            "vpci",
            "hyperkbd",
            "HyperVideo",
            "stornvme",
            "mana",
            "mlx4_bus",
            "mlx5",
            "intelide",
            "atapi",
            "pciide",
            "storahci",
            "cdrom",
            "disk",
            "partmgr",
            "volmgr",
            "volsnap",
            "mountmgr");

    /** Services that Azure wants in a certain state, Hyper-V's integration services, and Azure's own. */
    public static final List<String> SERVICES = List.of(
            "BFE",
            "Dhcp",
            "Dnscache",
            "IKEEXT",
            "iphlpsvc",
            "nsi",
            "mpssvc",
            "RemoteRegistry",
            "W32Time",
            "Netlogon",
            "Netman",
            "TermService",
            "WerSvc",
            "WinRM",
            "PolicyAgent",
            "sacsvr",
            "BDESVC",
            "EFS",
            "vmicheartbeat",
            "vmicshutdown",
            "vmictimesync",
            "vmicvss",
            "vmickvpexchange",
            "vmicrdv",
            "vmicguestinterface",
            "WindowsAzureGuestAgent",
            "RdAgent",
            "WindowsAzureTelemetryService",
            "sshd");

    static final String KEY = "CS\\Services";

    private static final Map<String, FactName<ServiceState>> NAMES = names();

    private ServiceFacts() {}

    /**
     * The fact of a service.
     *
     * @param service one of {@link #DRIVERS} or {@link #SERVICES}, in any case
     */
    public static FactName<ServiceState> of(String service) {
        FactName<ServiceState> name = NAMES.get(service.toLowerCase(Locale.ROOT));
        if (name == null) {
            throw new IllegalArgumentException("no fact of the service " + service);
        }
        return name;
    }

    private static Map<String, FactName<ServiceState>> names() {
        Map<String, FactName<ServiceState>> names = new LinkedHashMap<>();
        DRIVERS.forEach(driver -> names.put(driver.toLowerCase(Locale.ROOT), FactName.of("driver" + title(driver))));
        SERVICES.forEach(
                service -> names.put(service.toLowerCase(Locale.ROOT), FactName.of("service" + title(service))));
        return names;
    }

    private static String title(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace("_", "");
    }

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        for (String driver : DRIVERS) {
            facts.put(of(driver), state(windows, driver, true));
        }
        for (String service : SERVICES) {
            facts.put(of(service), state(windows, service, false));
        }
    }

    private static Fact<ServiceState> state(Windows windows, String name, boolean driver) throws IOException {
        WindowsRegistry registry = windows.registry();
        String path = KEY + "\\" + name;
        try {
            Optional<RegistryKey> services = registry.key(KEY);
            if (services.isEmpty()) {
                return Fact.unknown(registry.name(KEY) + " is not there");
            }
            Optional<RegistryKey> key = services.get().subkey(name);
            if (key.isEmpty()) {
                return Fact.known(ServiceState.NOT_INSTALLED, registry.name(path) + " is not there");
            }
            Optional<RegistryValue> number = key.get().value("Start");
            String source = registry.name(path) + " Start";
            // Windows notes here which drivers it did without at the last start, and starts them so the next time.
            Optional<RegistryKey> override = key.get().subkey("StartOverride");
            if (override.isPresent()) {
                Optional<RegistryValue> overriding = override.get().value("0");
                if (overriding.isPresent()) {
                    number = overriding;
                    source = registry.name(path) + "\\StartOverride 0";
                }
            }
            Optional<Start> start =
                    number.isEmpty() ? Optional.empty() : Start.of(number.get().number());
            Optional<RegistryValue> path2 = key.get().value("ImagePath");
            Optional<String> image = path2.isPresent()
                    ? Optional.of(path2.get().text())
                    : driver ? Optional.of("System32\\drivers\\" + name + ".sys") : Optional.empty();
            return Fact.known(new ServiceState(true, start, image, exists(windows, image)), source);
        } catch (BadImageException e) {
            return Fact.unknown(registry.name(path) + " cannot be read: " + e.reason());
        }
    }

    private static Optional<Boolean> exists(Windows windows, Optional<String> image) throws IOException {
        Optional<String> path = image.flatMap(each -> windows.files().locate(each, windows.systemDrive()));
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(windows.files()
                    .onVolume(path.get())
                    .filter(entry -> !entry.isDirectory())
                    .map(FileEntry::name)
                    .isPresent());
        } catch (BadImageException e) {
            return Optional.empty();
        }
    }
}
