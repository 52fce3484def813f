package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.guest.GuestVolume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what the system starts when nobody chooses: GRUB's menu, else systemd-boot's, else a lone unified kernel. */
final class BootMenu {

    /** Files of a menu; machines keep two or three kernels. */
    private static final int MAX_FILES = 500;

    private static final Set<FileSystemType> FAT =
            Set.of(FileSystemType.FAT12, FileSystemType.FAT16, FileSystemType.FAT32);
    private static final List<String> ENVIRONMENTS = List.of("/boot/grub2/grubenv", "/boot/grub/grubenv");
    private static final List<String> SCRIPTS = List.of("/boot/grub2/grub.cfg", "/boot/grub/grub.cfg");
    private static final Pattern DEVICE = Pattern.compile("^\\([^)]*\\)");

    private final LinuxTree tree;
    private final List<LinuxTree> systemPartitions = new ArrayList<>();

    BootMenu(MountedSystem system) {
        this.tree = system.tree();
        for (GuestVolume volume : system.volumes().volumes()) {
            if (FAT.contains(volume.fileSystem().type())) {
                systemPartitions.add(new LinuxTree(volume, volume.fileSystem().root()));
            }
        }
    }

    /** The default entry; empty where there is no menu. */
    Optional<BootEntry> defaultEntry() throws IOException {
        Optional<BootEntry> grub = grub();
        if (grub.isPresent()) {
            return grub;
        }
        return systemdBoot();
    }

    private Optional<BootEntry> grub() throws IOException {
        List<TextFile> scripts = new ArrayList<>();
        for (LinuxTree partition : systemPartitions) {
            // RHEL up to 8 keeps the menu itself here; others only a few lines that lead to it.
            for (TreeFile vendor : partition.list("/EFI")) {
                partition.text(vendor.path() + "/grub.cfg").ifPresent(scripts::add);
            }
        }
        for (String path : SCRIPTS) {
            tree.text(path).ifPresent(scripts::add);
        }
        for (TextFile script : scripts) {
            Optional<BootEntry> entry = GrubScript.menu(script, new Sources()).defaultEntry();
            if (entry.isPresent()) {
                return entry;
            }
        }
        return Optional.empty();
    }

    private final class Sources implements GrubScript.Sources {

        @Override
        public Map<String, String> environment() throws IOException {
            Map<String, String> variables = new HashMap<>();
            for (LinuxTree partition : systemPartitions) {
                for (TreeFile vendor : partition.list("/EFI")) {
                    variables.putAll(environment(partition, vendor.path() + "/grubenv"));
                }
            }
            for (String path : ENVIRONMENTS) {
                variables.putAll(environment(tree, path));
            }
            return variables;
        }

        private Map<String, String> environment(LinuxTree in, String path) throws IOException {
            Optional<TextFile> text = in.text(path);
            return text.isEmpty()
                    ? Map.of()
                    : GrubEnvironment.parse(String.join("\n", text.get().lines()) + "\n");
        }

        @Override
        public Optional<TextFile> script(String path) throws IOException {
            String plain = DEVICE.matcher(path).replaceFirst("");
            for (String candidate : List.of("/boot" + plain, plain)) {
                if (candidate.startsWith("/")) {
                    Optional<TextFile> text = tree.text(candidate);
                    if (text.isPresent()) {
                        return text;
                    }
                }
            }
            return Optional.empty();
        }

        @Override
        public List<BlsEntry> entries() throws IOException {
            return files(tree, "/boot/loader/entries").stream()
                    .sorted(BlsEntry.GRUB_ORDER)
                    .toList();
        }
    }

    private static List<BlsEntry> files(LinuxTree in, String folder) throws IOException {
        List<String> names = in.names(folder, name -> name.endsWith(".conf"));
        List<BlsEntry> entries = new ArrayList<>();
        for (String name : names.subList(0, Math.min(names.size(), MAX_FILES))) {
            in.text(folder + "/" + name).map(BlsEntry::parse).ifPresent(entries::add);
        }
        return entries;
    }

    private Optional<BootEntry> systemdBoot() throws IOException {
        List<LinuxTree> places = new ArrayList<>(systemPartitions);
        List<BootEntry> menu = new ArrayList<>();
        String chosen = "";
        for (LinuxTree place : places) {
            for (TextFile text : place.text("/loader/loader.conf").stream().toList()) {
                chosen = chosen.isEmpty() ? setting(text, "default") : chosen;
            }
            files(place, "/loader/entries").stream()
                    .sorted(BlsEntry.SYSTEMD_ORDER)
                    .map(entry -> entry.entry(BootEntry.Loader.SYSTEMD_BOOT, Map.of()))
                    .forEach(menu::add);
        }
        for (BlsEntry entry : files(tree, "/boot/loader/entries").stream()
                .sorted(BlsEntry.SYSTEMD_ORDER)
                .toList()) {
            menu.add(entry.entry(BootEntry.Loader.SYSTEMD_BOOT, Map.of()));
        }
        for (LinuxTree place : places) {
            menu.addAll(unifiedKernels(place));
        }
        NamePattern wanted = new NamePattern(chosen);
        return menu.stream()
                .filter(entry -> wanted.matches(entry.id())
                        || wanted.matches(entry.id() + ".conf")
                        || wanted.matches(entry.id() + ".efi"))
                .findFirst()
                .or(() -> menu.stream().findFirst());
    }

    private static List<BootEntry> unifiedKernels(LinuxTree partition) throws IOException {
        List<String> names = partition.names(
                "/EFI/Linux", name -> name.toLowerCase(java.util.Locale.ROOT).endsWith(".efi"));
        List<BootEntry> entries = new ArrayList<>();
        for (String name : names.stream()
                .sorted(Comparator.comparing((String text) -> text, RpmVersions.ORDER)
                        .reversed())
                .limit(MAX_FILES)
                .toList()) {
            String path = "/EFI/Linux/" + name;
            Optional<TreeFile> file = partition.find(path);
            if (file.isEmpty() || !file.get().entry().isFile()) {
                continue;
            }
            try {
                UnifiedKernel kernel = UnifiedKernel.read(file.get().content());
                entries.add(new BootEntry(
                        BootEntry.Loader.UNIFIED_KERNEL,
                        kernel.text(".osrel").orElse(name),
                        name.substring(0, name.length() - 4),
                        path,
                        List.of(path),
                        kernel.text(".cmdline").orElse(""),
                        path));
            } catch (BadImageException e) {
                // Its boot would fail too: it is passed over as a loader passes over it.
            }
        }
        return entries;
    }

    private static String setting(TextFile text, String name) {
        return text.lines().stream()
                .map(line -> line.strip().split("[ \\t]+", 2))
                .filter(field -> field.length == 2 && field[0].equals(name))
                .map(field -> field[1])
                .findFirst()
                .orElse("");
    }

    /** A file that an entry names, on the volume that its loader would read it from; empty where it is not there. */
    Optional<TreeFile> locate(BootEntry entry, String path) throws IOException {
        String plain = DEVICE.matcher(path).replaceFirst("");
        String absolute = plain.startsWith("/") ? plain : "/" + plain;
        boolean fromSystemPartition =
                entry.loader() != BootEntry.Loader.GRUB && entry.loader() != BootEntry.Loader.GRUB_BLS;
        if (fromSystemPartition) {
            Optional<TreeFile> found = onSystemPartitions(absolute);
            if (found.isPresent()) {
                return found;
            }
        }
        List<String> candidates = new ArrayList<>(List.of("/boot" + absolute, absolute));
        int subvolume = absolute.indexOf('/', 1);
        if (subvolume > 0) {
            candidates.add(absolute.substring(subvolume));
        }
        for (String candidate : candidates) {
            Optional<TreeFile> found =
                    tree.find(candidate).filter(file -> file.entry().isFile());
            if (found.isPresent()) {
                return found;
            }
        }
        return onSystemPartitions(absolute);
    }

    private Optional<TreeFile> onSystemPartitions(String path) throws IOException {
        for (LinuxTree partition : systemPartitions) {
            Optional<TreeFile> found =
                    partition.find(path).filter(file -> file.entry().isFile());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The bytes of an initramfs: the file, or the section of a unified kernel. */
    static Optional<ByteSource> initramfs(BootEntry entry, TreeFile file) throws IOException {
        FileEntry at = file.entry();
        if (entry.loader() != BootEntry.Loader.UNIFIED_KERNEL || !at.isFile()) {
            return Optional.of(file.content());
        }
        return UnifiedKernel.read(file.content()).section(".initrd");
    }
}
