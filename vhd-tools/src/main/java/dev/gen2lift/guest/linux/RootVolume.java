package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.filesystem.FileSystemType;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.InspectionWarnings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A volume that holds the root of an installed system.
 *
 * @param folder the root's folder: the volume's own, or a btrfs subvolume that is mounted by name
 * @param subvolume that subvolume's name; empty for the volume's own root
 */
record RootVolume(GuestVolume volume, FileEntry folder, String subvolume) {

    /** Names that installers give to the subvolume of the root: Ubuntu, Debian, Fedora. */
    private static final List<String> SUBVOLUMES = List.of("@", "@rootfs", "root");

    /**
     * All roots, in the order of the volumes: what has /etc, programs, and says what to mount or what it is. What cannot
     * be read is a warning, and is none.
     */
    static List<RootVolume> find(List<GuestVolume> volumes, InspectionWarnings warnings) throws IOException {
        List<RootVolume> roots = new ArrayList<>();
        for (GuestVolume volume : volumes) {
            try {
                candidates(volume).ifPresent(roots::add);
            } catch (BadImageException e) {
                warnings.add(e, volume.content().name(), volume.name(), volume.base());
            }
        }
        return roots;
    }

    private static Optional<RootVolume> candidates(GuestVolume volume) throws IOException {
        FileSystem files = volume.fileSystem();
        if (isRoot(volume, files.root())) {
            return Optional.of(new RootVolume(volume, files.root(), ""));
        }
        if (files.type() == FileSystemType.BTRFS) {
            for (String name : SUBVOLUMES) {
                Optional<FileEntry> folder = files.lookup(files.root(), name).filter(FileEntry::isDirectory);
                if (folder.isPresent() && isRoot(volume, folder.get())) {
                    return Optional.of(new RootVolume(volume, folder.get(), name));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isRoot(GuestVolume volume, FileEntry folder) throws IOException {
        LinuxTree tree = new LinuxTree(volume, folder);
        // A link /bin counts though it leads to a volume that is not mounted yet.
        return has(tree, "/etc")
                && (has(tree, "/bin") || has(tree, "/usr/bin"))
                && (has(tree, "/etc/fstab") || has(tree, "/etc/os-release") || has(tree, "/usr/lib/os-release"));
    }

    private static boolean has(LinuxTree tree, String path) throws IOException {
        return tree.findEntry(path).isPresent();
    }
}
