package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.InspectionWarnings;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An installed system with all of its volumes in their places.
 *
 * @param fstab empty where there is none, or where it cannot be read
 */
record MountedSystem(LinuxTree tree, RootVolume root, Optional<Fstab> fstab, VolumeNames volumes) {

    static final String FSTAB = "/etc/fstab";

    static MountedSystem of(RootVolume root, List<GuestVolume> volumes, InspectionWarnings warnings)
            throws IOException {
        LinuxTree tree = new LinuxTree(root.volume(), root.folder());
        VolumeNames names = new VolumeNames(volumes);
        Optional<Fstab> fstab = Optional.empty();
        try {
            Optional<TextFile> text = tree.text(FSTAB);
            if (text.isPresent()) {
                fstab = Optional.of(Fstab.parse(text.get()));
            }
        } catch (BadImageException e) {
            warnings.add(
                    e,
                    root.volume().content().name(),
                    root.volume().name(),
                    root.volume().base());
        }
        MountedSystem system = new MountedSystem(tree, root, fstab, names);
        if (fstab.isPresent()) {
            // The way to a mount point may lead through others, which are mounted before it.
            List<Fstab.Line> lines = fstab.get().lines().stream()
                    .filter(line -> line.mountPoint().startsWith("/")
                            && line.mountPoint().length() > 1
                            && !line.has("bind"))
                    .sorted(Comparator.comparingInt(line -> line.mountPoint().length()))
                    .toList();
            for (Fstab.Line line : lines) {
                system.mount(line, warnings);
            }
        }
        return system;
    }

    private void mount(Fstab.Line line, InspectionWarnings warnings) throws IOException {
        try {
            if (line.isNetwork()) {
                tree.mountMissing(line.mountPoint(), line.device() + " is mounted there, which is not on the disk");
            } else if (line.mountsVolume()) {
                mountVolume(line);
            }
        } catch (BadImageException e) {
            warnings.add(new ImageWarning(FSTAB + " line " + line.number(), 0, e.reason()));
        }
    }

    private void mountVolume(Fstab.Line line) throws IOException {
        Optional<GuestVolume> volume = volumes.find(line.name());
        Optional<FileEntry> folder = volume.isEmpty() ? Optional.empty() : folder(volume.get(), line);
        if (folder.isPresent()) {
            tree.mount(line.mountPoint(), volume.get(), folder.get());
        } else if (!line.has("noauto")) {
            tree.mountMissing(
                    line.mountPoint(), line.device() + " is mounted there, which is not among the readable volumes");
        }
    }

    /** What of the volume is mounted: all of it, or a subvolume; empty where that cannot be reached. */
    private static Optional<FileEntry> folder(GuestVolume volume, Fstab.Line line) throws IOException {
        String subvolume = line.option("subvol");
        FileSystem files = volume.fileSystem();
        return subvolume.isEmpty()
                ? Optional.of(files.root())
                : files.find(files.topLevel(), subvolume).filter(FileEntry::isDirectory);
    }
}
