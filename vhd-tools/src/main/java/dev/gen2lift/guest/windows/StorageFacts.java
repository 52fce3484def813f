package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.ValueFact.flag;
import static dev.gen2lift.guest.windows.ValueFact.number;
import static dev.gen2lift.guest.windows.ValueFact.text;
import static dev.gen2lift.guest.windows.ValueFact.texts;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.registry.RegistryKey;
import dev.gen2lift.guest.registry.RegistryValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Drives: who gets which letter, which disks come online, what lies on a drive that Azure may take. */
public final class StorageFacts {

    /** What Windows does with a disk that it has not seen before, by the registry's numbers from 1. */
    public enum SanPolicy {
        ONLINE_ALL,
        OFFLINE_SHARED,
        OFFLINE_ALL,
        OFFLINE_INTERNAL
    }

    public static final FactName<SanPolicy> SAN_POLICY = FactName.of("sanPolicy");

    /** Whether new volumes get no letter. */
    public static final FactName<Boolean> NO_AUTOMOUNT = FactName.of("noAutomount");

    public static final FactName<List<MountedDevice>> MOUNTED_DEVICES = FactName.of("mountedDevices");

    /** As configured: "C:\pagefile.sys 0 0"; "?:\pagefile.sys" is one that Windows places by itself. */
    public static final FactName<List<String>> PAGING_FILES = FactName.of("pagingFiles");

    /** Those of the last run. */
    public static final FactName<List<String>> EXISTING_PAGING_FILES = FactName.of("existingPagingFiles");

    public static final FactName<String> TEMP = FactName.of("tempFolder");
    public static final FactName<String> TMP = FactName.of("tmpFolder");

    /** Seconds that a request to an NVMe disk may take; 0 where it is left to the driver. */
    public static final FactName<Long> NVME_TIMEOUT = FactName.of("nvmeIoTimeout");

    /** Seconds that a request to a disk may take. */
    public static final FactName<Long> DISK_TIMEOUT = FactName.of("diskIoTimeout");

    /** Where iSCSI targets are looked for: portals that were added by hand, and targets that were. */
    public static final FactName<List<String>> ISCSI_PORTALS = FactName.of("iscsiPortals");

    private static final String MOUNTED = "SYSTEM\\MountedDevices";
    private static final String ISCSI = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\iSCSI\\Discovery";
    private static final String PARTMGR = "CS\\Services\\partmgr\\Parameters";
    private static final String MEMORY = "CS\\Control\\Session Manager\\Memory Management";
    private static final String ENVIRONMENT = "CS\\Control\\Session Manager\\Environment";

    /** Values of MountedDevices that are looked at; each volume that was ever there has two. */
    private static final int MAX_DEVICES = 4096;

    private static final List<ValueFact<?>> VALUES = List.of(
            flag(NO_AUTOMOUNT, "CS\\Services\\mountmgr", "NoAutoMount").whenAbsent(false, "volumes get letters"),
            texts(PAGING_FILES, MEMORY, "PagingFiles").whenAbsent(List.of(), "no page file"),
            texts(EXISTING_PAGING_FILES, MEMORY, "ExistingPageFiles").whenAbsent(List.of(), "none is noted"),
            text(TEMP, ENVIRONMENT, "TEMP"),
            text(TMP, ENVIRONMENT, "TMP"),
            number(NVME_TIMEOUT, "CS\\Services\\stornvme\\Parameters", "IoTimeoutValue")
                    .whenAbsent(0L, "left to the driver"),
            number(DISK_TIMEOUT, "CS\\Services\\disk", "TimeOutValue").whenAbsent(60L, "60 seconds by default"));

    private StorageFacts() {}

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        facts.put(SAN_POLICY, sanPolicy(windows.registry()));
        ValueFact.addAll(VALUES, windows.registry(), facts);
        windows.lookFor(facts, ISCSI_PORTALS, ISCSI, () -> iscsi(windows.registry()));
        windows.lookAt(facts, MOUNTED_DEVICES, MOUNTED, () -> mounted(windows.registry()));
    }

    private static Fact<SanPolicy> sanPolicy(WindowsRegistry registry) throws IOException {
        try {
            Optional<RegistryValue> value = registry.value(PARTMGR, "SanPolicy");
            String source = registry.name(PARTMGR) + " SanPolicy";
            if (value.isPresent()) {
                long number = value.get().number();
                return number >= 1 && number <= SanPolicy.values().length
                        ? Fact.known(SanPolicy.values()[(int) number - 1], source)
                        : Fact.unknown(source + " is " + number);
            }
            Optional<RegistryValue> edition = registry.value(SystemFacts.VERSION, "EditionID");
            if (edition.isEmpty()) {
                return Fact.unknown(source + " is not there, nor the edition that the default depends on");
            }
            String name = edition.get().text();
            boolean shared = name.startsWith("ServerDatacenter") || name.startsWith("ServerEnterprise");
            return Fact.known(
                    shared ? SanPolicy.OFFLINE_SHARED : SanPolicy.ONLINE_ALL,
                    source + " is not there: the default of " + name);
        } catch (BadImageException e) {
            return Fact.unknown(registry.name(PARTMGR) + " SanPolicy cannot be read: " + e.reason());
        }
    }

    private static List<String> iscsi(WindowsRegistry registry) throws IOException {
        List<String> found = new ArrayList<>();
        for (String kind : List.of("Send Targets", "Static Targets")) {
            Optional<RegistryKey> key = registry.key(ISCSI + "\\" + kind);
            if (key.isPresent()) {
                key.get().subkeys().stream()
                        .limit(MAX_DEVICES)
                        .map(RegistryKey::name)
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static List<MountedDevice> mounted(WindowsRegistry registry) throws IOException {
        List<MountedDevice> devices = new ArrayList<>();
        Optional<RegistryKey> key = registry.key(MOUNTED);
        if (key.isPresent()) {
            List<RegistryValue> values = key.get().values();
            for (RegistryValue value : values.subList(0, Math.min(MAX_DEVICES, values.size()))) {
                String name = value.name();
                if (name.toUpperCase(Locale.ROOT).startsWith("\\DOSDEVICES\\")) {
                    devices.add(MountedDevice.of(name.substring("\\DosDevices\\".length()), value.bytes()));
                }
            }
        }
        return devices;
    }
}
