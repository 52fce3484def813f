package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.registry.RegistryKey;
import dev.gen2lift.guest.registry.RegistryValue;
import dev.gen2lift.guest.windows.ServiceScan.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What others have put between Windows and its devices, and what is bound to a drive letter that Azure may take. */
public final class ForeignFacts {

    /**
     * A driver that sits above or below the drivers of a class of devices.
     *
     * @param deviceClass "disk drives", "volumes", ...
     */
    public record ClassFilter(String deviceClass, String position, String driver) {}

    /** Filters of disks, volumes, storage adapters and network adapters that are not Windows' own. */
    public static final FactName<List<ClassFilter>> CLASS_FILTERS = FactName.of("foreignClassFilters");

    /** File system filters that are not Windows' own, such as virus scanners. */
    public static final FactName<List<String>> FILE_SYSTEM_FILTERS = FactName.of("foreignFileSystemFilters");

    /** Network protocols and filters that are not Windows' own, by their component names. */
    public static final FactName<List<String>> NETWORK_COMPONENTS = FactName.of("foreignNetworkComponents");

    /** Services and drivers of other hypervisors that are not disabled. */
    public static final FactName<List<String>> HYPERVISOR_TOOLS = FactName.of("otherHypervisorTools");

    /** Services whose program lies on drive D:. */
    public static final FactName<List<String>> SERVICES_ON_D = FactName.of("servicesOnDriveD");

    private static final String CLASSES = "CS\\Control\\Class\\";
    private static final String NETWORK = "CS\\Control\\Network";

    private static final Map<String, String> FILTERED = filtered();

    /** What Windows itself puts there. */
    private static final Set<String> OWN_FILTERS = Set.of(
            "partmgr",
            "ehstorclass",
            "iorate",
            "fvevol",
            "rdyboost",
            "volsnap",
            "wdf01000",
            "storqosflt",
            "vhdparser",
            "msahci",
            "disk",
            "cdrom",
            "mpio",
            "hvsocketcontrol",
            "vmsproxy",
            "spaceport",
            "storflt",
            "vmstorfl",
            "dam",
            "redbook",
            "imapi",
            "passthruparser");

    private static final Set<String> OWN_FILE_SYSTEM_FILTERS = Set.of(
            "applockerfltr",
            "bfs",
            "bindflt",
            "cldflt",
            "csvflt",
            "csvnsflt",
            "datascrn",
            "dedup",
            "dfsdriver",
            "dfsrro",
            "filecrypt",
            "fileinfo",
            "fltmgr",
            "filetrace",
            "fsdepends",
            "gameflt",
            "hsmfilter",
            "luafv",
            "mssecflt",
            "mssecwfp",
            "npsvctrig",
            "prjflt",
            "quota",
            "resumekeyfilter",
            "sisfilter",
            "storqosflt",
            "svhdxflt",
            "unionfs",
            "uevagentdriver",
            "uwfs",
            "uwfreg",
            "wcifs",
            "wcnfs",
            "wdfilter",
            "wimmount",
            "wimfltr",
            "wof",
            "dfs",
            "msfs_cimfs",
            "cimfs");

    /** The beginnings of names that VMware, Xen, KVM, VirtualBox, Parallels and Nutanix give their services. */
    private static final List<String> HYPERVISOR_SERVICES = List.of(
            "vmtools",
            "vmvss",
            "vgauth",
            "vmci",
            "vmhgfs",
            "vmmemctl",
            "vmmouse",
            "vmusbmouse",
            "vmrawdsk",
            "vmxnet",
            "vm3d",
            "pvscsi",
            "vmware",
            "vsepflt",
            "vnetflt",
            "vsock",
            "xenagent",
            "xenbus",
            "xenevtchn",
            "xeniface",
            "xenfilt",
            "xennet",
            "xensvc",
            "xenvbd",
            "xenvif",
            "xen_",
            "xenlite",
            "viostor",
            "vioscsi",
            "viorng",
            "vioser",
            "viogpu",
            "viofs",
            "netkvm",
            "balloon",
            "pvpanic",
            "qemu-ga",
            "qemufwcfg",
            "qxldod",
            "spice-agent",
            "vdservice",
            "vboxguest",
            "vboxservice",
            "vboxmouse",
            "vboxsf",
            "vboxvideo",
            "vboxwddm",
            "prl_",
            "prltoolsservice",
            "nutanix");

    private ForeignFacts() {}

    private static Map<String, String> filtered() {
        Map<String, String> classes = new LinkedHashMap<>();
        classes.put("{4d36e967-e325-11ce-bfc1-08002be10318}", "disk drives");
        classes.put("{71a27cdd-812a-11d0-bec7-08002be2092f}", "volumes");
        classes.put("{4d36e97b-e325-11ce-bfc1-08002be10318}", "storage adapters");
        classes.put("{4d36e972-e325-11ce-bfc1-08002be10318}", "network adapters");
        classes.put("{4d36e965-e325-11ce-bfc1-08002be10318}", "DVD drives");
        return classes;
    }

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        WindowsRegistry registry = windows.registry();
        windows.lookAt(facts, CLASS_FILTERS, "CS\\Control\\Class", () -> classFilters(registry));
        windows.lookAt(facts, NETWORK_COMPONENTS, NETWORK, () -> networkComponents(registry));
        List<FactName<List<String>>> names = List.of(FILE_SYSTEM_FILTERS, HYPERVISOR_TOOLS, SERVICES_ON_D);
        try {
            List<Service> services = ServiceScan.of(registry);
            String source = registry.name(ServiceFacts.KEY);
            facts.known(FILE_SYSTEM_FILTERS, named(services, ForeignFacts::isForeignFilter), source);
            facts.known(HYPERVISOR_TOOLS, named(services, ForeignFacts::isHypervisorTool), source);
            facts.known(SERVICES_ON_D, named(services, ForeignFacts::isOnDriveD), source);
        } catch (BadImageException e) {
            for (FactName<List<String>> name : names) {
                facts.unknown(name, registry.name(ServiceFacts.KEY) + " cannot be read: " + e.reason());
            }
        }
    }

    private static List<String> named(List<Service> services, Predicate<Service> wanted) {
        return services.stream().filter(wanted).map(Service::name).toList();
    }

    private static boolean isForeignFilter(Service service) {
        return service.group().toLowerCase(Locale.ROOT).startsWith("fsfilter")
                && !service.isDisabled()
                && !OWN_FILE_SYSTEM_FILTERS.contains(service.name().toLowerCase(Locale.ROOT));
    }

    private static boolean isHypervisorTool(Service service) {
        String name = service.name().toLowerCase(Locale.ROOT);
        return !service.isDisabled() && HYPERVISOR_SERVICES.stream().anyMatch(name::startsWith);
    }

    private static boolean isOnDriveD(Service service) {
        String image = service.image().strip().replace("\"", "").replace("\\??\\", "");
        return image.regionMatches(true, 0, "D:", 0, 2);
    }

    private static List<ClassFilter> classFilters(WindowsRegistry registry) throws IOException {
        List<ClassFilter> found = new ArrayList<>();
        for (Map.Entry<String, String> deviceClass : FILTERED.entrySet()) {
            for (String position : List.of("UpperFilters", "LowerFilters")) {
                Optional<RegistryValue> value = registry.value(CLASSES + deviceClass.getKey(), position);
                if (value.isPresent() && value.get().type() == RegistryValue.MULTI_SZ) {
                    for (String driver : value.get().texts()) {
                        if (!driver.isEmpty() && !OWN_FILTERS.contains(driver.toLowerCase(Locale.ROOT))) {
                            found.add(new ClassFilter(deviceClass.getValue(), position, driver));
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Protocols, services and clients of the network; what comes with Windows is called "ms_...". */
    private static List<String> networkComponents(WindowsRegistry registry) throws IOException {
        List<String> found = new ArrayList<>();
        for (String kind :
                List.of("{4D36E974-E325-11CE-BFC1-08002BE10318}", "{4D36E975-E325-11CE-BFC1-08002BE10318}")) {
            Optional<RegistryKey> all = registry.key(NETWORK + "\\" + kind);
            if (all.isEmpty()) {
                continue;
            }
            for (RegistryKey component : all.get().subkeys()) {
                Optional<RegistryValue> id = component.value("ComponentId");
                if (id.isPresent() && id.get().type() == RegistryValue.SZ) {
                    String text = id.get().text();
                    if (!text.toLowerCase(Locale.ROOT).startsWith("ms_")
                            && !text.toLowerCase(Locale.ROOT).startsWith("vms_")) {
                        found.add(text);
                    }
                }
            }
        }
        return found;
    }
}
