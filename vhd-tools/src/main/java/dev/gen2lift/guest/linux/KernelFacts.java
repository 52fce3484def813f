package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which kernels are installed, and which of them starts with which command line. */
public final class KernelFacts {

    /** All kernels, the newest version first. */
    public static final FactName<List<Kernel>> KERNELS = FactName.of("kernels");

    /** What starts when nobody chooses. */
    public static final FactName<BootEntry> DEFAULT_ENTRY = FactName.of("defaultBootEntry");

    /** The version of the kernel that the default entry starts. */
    public static final FactName<String> DEFAULT_VERSION = FactName.of("defaultKernelVersion");

    /** The default entry's command line. */
    public static final FactName<String> COMMAND_LINE = FactName.of("kernelCommandLine");

    /** What a kernel that is installed later gets on its command line. */
    public static final FactName<String> CONFIGURED_COMMAND_LINE = FactName.of("configuredCommandLine");

    /** How the command line names the root. */
    public static final FactName<DeviceName> ROOT_DEVICE = FactName.of("rootDevice");

    /** What the system looks for a saved memory image on, and waits for where it is gone; none where it does not. */
    public static final FactName<List<DeviceName>> RESUME_DEVICES = FactName.of("resumeDevices");

    /** Values of console= on the command line, the last one being the system's. */
    public static final FactName<List<String>> CONSOLES = FactName.of("consoles");

    /**
     * An installed kernel; paths as the tree names them, hostile text.
     *
     * @param modules the folder of its modules
     */
    public record Kernel(
            String version,
            Optional<String> image,
            Optional<String> modules,
            Optional<String> initramfs,
            Optional<String> config) {}

    /** Kernels that are told of. */
    private static final int MAX_KERNELS = 100;

    private static final Pattern IMAGE = Pattern.compile("(?:vmlinuz|vmlinux|kernel|Image|bzImage)-(.+)");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+.*");

    private KernelFacts() {}

    /** The entry that was found, with where its files lie. */
    static Fact<BootEntry> read(MountedSystem system, BootMenu menu, FactLog log) throws IOException {
        LinuxTree tree = system.tree();
        Fact<List<Kernel>> kernels = log.look(KERNELS, "/boot and /lib/modules", () -> kernels(tree));
        Fact<BootEntry> entry = log.look(
                DEFAULT_ENTRY,
                "boot menu",
                () -> menu.defaultEntry()
                        .map(found -> Fact.known(found, found.source()))
                        .orElseGet(() -> Fact.unknown("no menu of GRUB, systemd-boot or unified kernels was found")));
        log.look(DEFAULT_VERSION, "kernel of the default entry", () -> version(menu, entry, kernels));
        Fact<String> line = log.look(COMMAND_LINE, "boot menu", () -> of(entry, BootEntry::options));
        log.look(CONFIGURED_COMMAND_LINE, "/etc/default/grub", () -> configured(tree));
        log.look(ROOT_DEVICE, "kernel command line", () -> root(line));
        log.look(
                RESUME_DEVICES,
                "kernel command line",
                () -> of(
                        entry,
                        found -> values(found.options(), "resume").stream()
                                .map(DeviceName::parse)
                                .toList()));
        log.look(CONSOLES, "kernel command line", () -> of(entry, found -> values(found.options(), "console")));
        return entry;
    }

    private static <T> Fact<T> of(Fact<BootEntry> entry, java.util.function.Function<BootEntry, T> part) {
        return entry.asOptional()
                .map(found -> Fact.known(part.apply(found), entry.explanation()))
                .orElseGet(() -> Fact.unknown(entry.explanation()));
    }

    private static Fact<DeviceName> root(Fact<String> line) {
        if (line.asOptional().isEmpty()) {
            return Fact.unknown(line.explanation());
        }
        List<String> values = values(line.asOptional().get(), "root");
        return values.isEmpty()
                ? Fact.unknown("the command line has no root=")
                : Fact.known(DeviceName.parse(values.get(values.size() - 1)), line.explanation());
    }

    /** All values of a parameter, in their order. */
    static List<String> values(String commandLine, String name) {
        return List.of(commandLine.split("\\s+")).stream()
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .toList();
    }

    private static Fact<List<Kernel>> kernels(LinuxTree tree) throws IOException {
        List<String> boot = tree.names("/boot", name -> true);
        TreeSet<String> versions = new TreeSet<>(RpmVersions.ORDER.reversed().thenComparing(Comparator.naturalOrder()));
        for (String name : boot) {
            Matcher matcher = IMAGE.matcher(name);
            if (matcher.matches() && VERSION.matcher(matcher.group(1)).matches()) {
                versions.add(matcher.group(1));
            }
        }
        for (String version :
                tree.names("/lib/modules", name -> VERSION.matcher(name).matches())) {
            if (tree.firstOf("/lib/modules/" + version + "/modules.dep", "/lib/modules/" + version + "/kernel")
                    .isPresent()) {
                versions.add(version);
            }
        }
        List<Kernel> kernels = new ArrayList<>();
        for (String version : versions.stream().limit(MAX_KERNELS).toList()) {
            kernels.add(kernel(tree, boot, version));
        }
        return Fact.known(kernels, "/boot and /lib/modules");
    }

    private static Kernel kernel(LinuxTree tree, List<String> boot, String version) throws IOException {
        String modules = "/lib/modules/" + version;
        Optional<String> image = boot.stream()
                .filter(name ->
                        name.endsWith("-" + version) && IMAGE.matcher(name).matches())
                .findFirst()
                .map(name -> "/boot/" + name);
        Optional<String> initramfs = List.of(
                        "initrd.img-" + version,
                        "initramfs-" + version + ".img",
                        "initrd-" + version,
                        "initramfs-" + version,
                        "initrd-" + version + ".img")
                .stream()
                .filter(boot::contains)
                .findFirst()
                .map(name -> "/boot/" + name);
        return new Kernel(
                version,
                image.isPresent() ? image : tree.firstOf(modules + "/vmlinuz", modules + "/bzImage"),
                tree.firstOf(modules),
                initramfs,
                tree.firstOf("/boot/config-" + version, modules + "/config"));
    }

    private static Fact<String> version(BootMenu menu, Fact<BootEntry> entry, Fact<List<Kernel>> kernels)
            throws IOException {
        if (entry.asOptional().isEmpty()) {
            List<Kernel> all = kernels.asOptional().orElse(List.of());
            return all.size() == 1
                    ? Fact.known(all.get(0).version(), "the only kernel")
                    : Fact.unknown(entry.explanation());
        }
        BootEntry found = entry.asOptional().get();
        Optional<TreeFile> file = menu.locate(found, found.kernel());
        if (file.isEmpty()) {
            return Fact.unknown(found.kernel() + " of " + found.source() + " is not there");
        }
        ByteSource content = file.get().content();
        Optional<String> version = found.loader() == BootEntry.Loader.UNIFIED_KERNEL
                ? UnifiedKernel.read(content).text(".uname")
                : KernelImage.version(content);
        if (version.isPresent()) {
            return Fact.known(version.get(), "header of " + file.get().path());
        }
        Matcher matcher = IMAGE.matcher(file.get().name());
        return matcher.matches()
                ? Fact.known(matcher.group(1), "name of " + file.get().path())
                : Fact.unknown(file.get().path() + " does not tell its version");
    }

    private static Fact<String> configured(LinuxTree tree) throws IOException {
        Optional<TextFile> grub = tree.text("/etc/default/grub");
        if (grub.isPresent()) {
            ShellVariables variables = ShellVariables.parse(grub.get());
            String line = variables.value("GRUB_CMDLINE_LINUX").orElse("") + " "
                    + variables.value("GRUB_CMDLINE_LINUX_DEFAULT").orElse("");
            return Fact.known(line.strip(), variables.at("GRUB_CMDLINE_LINUX"));
        }
        Optional<String> line = DistributionFacts.firstLine(tree, "/etc/kernel/cmdline");
        return line.map(text -> Fact.known(text, "/etc/kernel/cmdline"))
                .orElseGet(() -> Fact.unknown("neither /etc/default/grub nor /etc/kernel/cmdline is there"));
    }
}
