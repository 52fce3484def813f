package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.initramfs.InitramfsModules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the default kernel has the drivers of a virtual machine in Azure, and has them in time to find its root. */
public final class DriverFacts {

    /** Where the default kernel has each driver. */
    public static final FactName<Map<String, Support>> KERNEL_DRIVERS = FactName.of("kernelDrivers");

    /** Whether each driver of disks is there before the root is mounted. */
    public static final FactName<Map<String, AtStart>> START_DRIVERS = FactName.of("startDrivers");

    /** Where a kernel has a driver. */
    public enum Support {
        BUILT_IN,
        MODULE,
        ABSENT
    }

    /** How a driver is there at start. */
    public enum AtStart {
        BUILT_IN,
        IN_INITRAMFS,
        MISSING
    }

    /** Drivers by the names of modprobe, with the kernel option that builds each. */
    private static final Map<String, String> DRIVERS = drivers();

    /** Those without which a root on a virtual disk is not found: SCSI sizes need the first, NVMe sizes the others. */
    private static final List<String> AT_START =
            List.of("hv_vmbus", "hv_storvsc", "scsi_transport_fc", "sd_mod", "nvme", "nvme_core", "pci_hyperv");

    private DriverFacts() {}

    private static Map<String, String> drivers() {
        Map<String, String> drivers = new LinkedHashMap<>();
        drivers.put("hv_vmbus", "CONFIG_HYPERV");
        drivers.put("hv_storvsc", "CONFIG_HYPERV_STORAGE");
        drivers.put("hv_netvsc", "CONFIG_HYPERV_NET");
        drivers.put("hv_utils", "CONFIG_HYPERV_UTILS");
        drivers.put("hv_balloon", "CONFIG_HYPERV_BALLOON");
        drivers.put("scsi_transport_fc", "CONFIG_SCSI_FC_ATTRS");
        drivers.put("sd_mod", "CONFIG_BLK_DEV_SD");
        drivers.put("nvme", "CONFIG_BLK_DEV_NVME");
        drivers.put("nvme_core", "CONFIG_NVME_CORE");
        drivers.put("pci_hyperv", "CONFIG_PCI_HYPERV");
        drivers.put("mana", "CONFIG_MICROSOFT_MANA");
        drivers.put("mlx5_core", "CONFIG_MLX5_CORE");
        drivers.put("udf", "CONFIG_UDF_FS");
        drivers.put("vfat", "CONFIG_VFAT_FS");
        return drivers;
    }

    static void read(LinuxTree tree, BootMenu menu, Fact<BootEntry> entry, Fact<String> version, FactLog log)
            throws IOException {
        Fact<Map<String, Support>> kernel =
                log.look(KERNEL_DRIVERS, "modules of the default kernel", () -> kernel(tree, version));
        log.look(START_DRIVERS, "initramfs of the default kernel", () -> atStart(menu, entry, version, kernel));
    }

    private static Fact<Map<String, Support>> kernel(LinuxTree tree, Fact<String> version) throws IOException {
        if (version.asOptional().isEmpty()) {
            return Fact.unknown("the default kernel is not known: " + version.explanation());
        }
        String folder = "/lib/modules/" + version.asOptional().get();
        Optional<TextFile> builtIn = tree.text(folder + "/modules.builtin");
        Optional<TextFile> modules = tree.text(folder + "/modules.dep");
        if (builtIn.isPresent() && modules.isPresent()) {
            Set<String> inKernel = names(builtIn.get());
            Map<String, String> onDisk = paths(modules.get());
            Map<String, Support> drivers = new LinkedHashMap<>();
            for (String name : DRIVERS.keySet()) {
                drivers.put(name, support(tree, folder, name, inKernel, onDisk));
            }
            return Fact.known(drivers, folder + "/modules.builtin and modules.dep");
        }
        String path = "/boot/config-" + version.asOptional().get();
        Optional<TextFile> config = tree.text(path);
        return config.map(text -> Fact.known(configured(text), path))
                .orElseGet(() -> Fact.unknown("neither " + folder + "/modules.dep nor " + path + " is there"));
    }

    private static Support support(
            LinuxTree tree, String folder, String name, Set<String> inKernel, Map<String, String> onDisk)
            throws IOException {
        if (inKernel.contains(name)) {
            return Support.BUILT_IN;
        }
        String path = onDisk.get(name);
        boolean there = path != null && tree.exists(path.startsWith("/") ? path : folder + "/" + path);
        return there ? Support.MODULE : Support.ABSENT;
    }

    private static Set<String> names(TextFile list) {
        Set<String> names = new HashSet<>();
        for (String line : list.lines()) {
            InitramfsModules.moduleName(line.substring(line.lastIndexOf('/') + 1))
                    .ifPresent(names::add);
        }
        return names;
    }

    private static Map<String, String> paths(TextFile list) {
        Map<String, String> paths = new HashMap<>();
        for (String line : list.lines()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String path = line.substring(0, colon);
                InitramfsModules.moduleName(path.substring(path.lastIndexOf('/') + 1))
                        .ifPresent(name -> paths.put(name, path));
            }
        }
        return paths;
    }

    private static Map<String, Support> configured(TextFile config) {
        Map<String, String> options = new HashMap<>();
        for (String line : config.lines()) {
            int equals = line.indexOf('=');
            if (line.startsWith("CONFIG_") && equals > 0) {
                options.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        Map<String, Support> drivers = new LinkedHashMap<>();
        DRIVERS.forEach((name, option) -> drivers.put(
                name,
                switch (options.getOrDefault(option, "n")) {
                    case "y" -> Support.BUILT_IN;
                    case "m" -> Support.MODULE;
                    default -> Support.ABSENT;
                }));
        return drivers;
    }

    private static Fact<Map<String, AtStart>> atStart(
            BootMenu menu, Fact<BootEntry> entry, Fact<String> version, Fact<Map<String, Support>> kernel)
            throws IOException {
        if (kernel.asOptional().isEmpty()) {
            return Fact.unknown(kernel.explanation());
        }
        if (entry.asOptional().isEmpty()) {
            return Fact.unknown(entry.explanation());
        }
        Map<String, Support> support = kernel.asOptional().get();
        Set<String> packed = new HashSet<>();
        List<String> sources = new ArrayList<>();
        if (AT_START.stream().anyMatch(name -> support.get(name) != Support.BUILT_IN)) {
            for (String path : entry.asOptional().get().initrds()) {
                Optional<TreeFile> file = menu.locate(entry.asOptional().get(), path);
                if (file.isEmpty()) {
                    return Fact.unknown(path + " of " + entry.asOptional().get().source() + " is not there");
                }
                Optional<ByteSource> content =
                        BootMenu.initramfs(entry.asOptional().get(), file.get());
                if (content.isPresent()) {
                    packed.addAll(modules(content.get(), version));
                }
                sources.add(file.get().path());
            }
        }
        Map<String, AtStart> drivers = new LinkedHashMap<>();
        for (String name : AT_START) {
            drivers.put(
                    name,
                    support.get(name) == Support.BUILT_IN
                            ? AtStart.BUILT_IN
                            : packed.contains(name) ? AtStart.IN_INITRAMFS : AtStart.MISSING);
        }
        return Fact.known(drivers, sources.isEmpty() ? kernel.explanation() : String.join(", ", sources));
    }

    private static Set<String> modules(ByteSource file, Fact<String> version) throws BadImageException, IOException {
        return InitramfsModules.read(file, version.asOptional()).modules();
    }
}
