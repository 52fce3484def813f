package dev.gen2lift.guest.linux;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What keeps modules from being loaded, and which modules are not the distribution's. */
public final class ModuleFacts {

    /** Modules that matter in Azure and that modprobe is told not to load. */
    public static final FactName<List<Blocked>> BLOCKED = FactName.of("blockedModules");

    /** Sources that are built into modules for each new kernel: folders below /var/lib/dkms. */
    public static final FactName<List<String>> DKMS = FactName.of("dkmsModules");

    /** Modules of the default kernel that lie where others than the distribution put theirs. */
    public static final FactName<List<Foreign>> FOREIGN = FactName.of("foreignModules");

    /** @param how the line that says so; hostile text */
    public record Blocked(String module, String how, String source) {}

    /**
     * A module of another maker; hostile text.
     *
     * @param signed whether a signature is appended; whose is not known
     */
    public record Foreign(String path, boolean signed) {}

    private static final Set<String> WATCHED = Set.of(
            "hv_vmbus",
            "hv_storvsc",
            "hv_netvsc",
            "hv_utils",
            "sd_mod",
            "scsi_transport_fc",
            "nvme",
            "nvme_core",
            "pci_hyperv",
            "mana",
            "mlx4_core",
            "mlx5_core",
            "udf",
            "vfat",
            "fat",
            "cdrom",
            "sr_mod");

    private static final List<String> CONFIGURATIONS =
            List.of("/etc/modprobe.d", "/run/modprobe.d", "/usr/lib/modprobe.d", "/lib/modprobe.d");

    private static final List<String> FOREIGN_FOLDERS = List.of("updates", "extra", "weak-updates", "extramodules");

    /** Modules that are looked at for a signature; machines have a handful. */
    private static final int MAX_FOREIGN = 100;

    /** Folders below those of foreign modules. */
    private static final int MAX_FOLDERS = 200;

    private static final int MAX_FILES = 300;

    private ModuleFacts() {}

    static void read(LinuxTree tree, Fact<String> version, FactLog log) throws IOException {
        log.look(BLOCKED, "/etc/modprobe.d", () -> blocked(tree));
        log.look(
                DKMS,
                "/var/lib/dkms",
                () -> Fact.known(
                        tree.list("/var/lib/dkms").stream()
                                .filter(file -> file.entry().isDirectory())
                                .map(TreeFile::name)
                                .limit(MAX_FOREIGN)
                                .toList(),
                        "/var/lib/dkms"));
        log.look(FOREIGN, "modules of the default kernel", () -> foreign(tree, version));
    }

    private static Fact<List<Blocked>> blocked(LinuxTree tree) throws IOException {
        List<Blocked> found = new ArrayList<>();
        String done = "";
        for (String folder : CONFIGURATIONS) {
            // /lib is /usr/lib in most systems.
            String real = tree.find(folder).map(TreeFile::path).orElse("");
            if (real.isEmpty() || done.contains(real + "\n")) {
                continue;
            }
            done += real + "\n";
            for (String name : tree.names(folder, file -> file.endsWith(".conf")).stream()
                    .limit(MAX_FILES)
                    .toList()) {
                Optional<TextFile> text = tree.text(folder + "/" + name);
                text.ifPresent(file -> blocked(file, found));
            }
        }
        return Fact.known(found, String.join(", ", CONFIGURATIONS));
    }

    private static void blocked(TextFile file, List<Blocked> into) {
        int number = 0;
        for (String line : file.lines()) {
            number++;
            String[] words = line.strip().split("\\s+");
            if (words.length < 2 || !WATCHED.contains(words[1].replace('-', '_'))) {
                continue;
            }
            boolean blacklisted = words[0].equals("blacklist");
            boolean replaced = words[0].equals("install")
                    && words.length > 2
                    && words[2].matches("(/usr)?(/s?bin/)?(true|false|nologin)|/dev/null|:");
            if (blacklisted || replaced) {
                into.add(new Blocked(words[1].replace('-', '_'), line.strip(), file.at(number)));
            }
        }
    }

    private static Fact<List<Foreign>> foreign(LinuxTree tree, Fact<String> version) throws IOException {
        if (version.asOptional().isEmpty()) {
            return Fact.unknown("the default kernel is not known: " + version.explanation());
        }
        String base = "/lib/modules/" + version.asOptional().get();
        List<Foreign> found = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        FOREIGN_FOLDERS.forEach(name -> folders.add(base + "/" + name));
        for (int i = 0; i < folders.size() && found.size() < MAX_FOREIGN; i++) {
            for (TreeFile file : tree.list(folders.get(i))) {
                if (file.entry().isDirectory() && folders.size() < MAX_FOLDERS) {
                    folders.add(folders.get(i) + "/" + file.name());
                } else if (file.name().matches(".+\\.ko(\\.(xz|gz|zst))?") && found.size() < MAX_FOREIGN) {
                    // Weak updates are links to modules of other versions.
                    Optional<TreeFile> module = tree.find(folders.get(i) + "/" + file.name());
                    if (module.isPresent() && module.get().entry().isFile()) {
                        found.add(new Foreign(
                                file.path(),
                                ModuleSignature.isPresent(module.get().content())));
                    }
                }
            }
        }
        return Fact.known(found, base);
    }
}
