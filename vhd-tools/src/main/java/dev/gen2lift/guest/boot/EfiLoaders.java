package dev.gen2lift.guest.boot;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.filesystem.FileSystem;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.InspectionWarnings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds every EFI application below /EFI of an EFI system partition (UEFI 13.3); a damaged one is a warning. */
public final class EfiLoaders {

    /** Folders below the root; real ones end at EFI/Microsoft/Boot/Resources or one more. */
    private static final int MAX_DEPTH = 8;

    /** Windows' boot folder has some 50, one a language. */
    private static final int MAX_DIRECTORIES = 256;

    /** Entries of all folders together. */
    private static final int MAX_ENTRIES = 100_000;

    private static final int MAX_APPLICATIONS = 256;

    /** A unified kernel image with its initial RAM disk stays below. */
    private static final long MAX_APPLICATION_SIZE = 256L << 20;

    private final String source;
    private final String where;
    private final long base;
    private final FileSystem fileSystem;
    private final InspectionWarnings warnings;
    private final List<BootLoader> loaders = new ArrayList<>();
    private final Set<Long> visited = new HashSet<>();
    private int entriesSeen;
    private int applications;

    private EfiLoaders(GuestVolume volume, InspectionWarnings warnings) {
        this.source = volume.content().name();
        this.where = volume.name();
        this.base = volume.base();
        this.fileSystem = volume.fileSystem();
        this.warnings = warnings;
    }

    /** The applications on one volume, in the order stored. */
    public static List<BootLoader> find(GuestVolume volume, InspectionWarnings warnings) throws IOException {
        EfiLoaders found = new EfiLoaders(volume, warnings);
        try {
            Optional<FileEntry> efi = found.fileSystem.find("EFI").filter(FileEntry::isDirectory);
            if (efi.isPresent()) {
                found.visit(efi.get(), efi.get().name(), 1);
            }
        } catch (BadImageException e) {
            warnings.add(e, found.source, found.where, found.base);
        }
        return List.copyOf(found.loaders);
    }

    private void visit(FileEntry directory, String path, int depth) throws IOException {
        if (depth > MAX_DEPTH || visited.size() >= MAX_DIRECTORIES || entriesSeen > MAX_ENTRIES) {
            warnings.add(
                    new ImageWarning("folder " + path + " of " + where, base, "too deep or too many, passed over"));
            return;
        }
        if (!visited.add(directory.locator())) {
            warnings.add(new ImageWarning("folder " + path + " of " + where, base, "loops or shares its content"));
            return;
        }
        List<FileEntry> entries;
        try {
            entries = fileSystem.list(directory);
        } catch (BadImageException e) {
            warnings.add(e, source, "folder " + path + " of " + where, base);
            return;
        }
        entriesSeen += entries.size();
        for (FileEntry entry : entries) {
            String name = path + "/" + entry.name();
            if (entry.isDirectory()) {
                visit(entry, name, depth + 1);
            } else if (entry.isFile() && name.toLowerCase(Locale.ROOT).endsWith(".efi")) {
                inspect(entry, name);
            }
        }
    }

    private void inspect(FileEntry file, String path) throws IOException {
        applications++;
        if (applications > MAX_APPLICATIONS || file.size() > MAX_APPLICATION_SIZE) {
            warnings.add(new ImageWarning(path + " of " + where, base, "too many or too large, passed over"));
            return;
        }
        ByteSource content = fileSystem.open(file, source + " " + path);
        PeImage image;
        try {
            image = PeImage.read(content);
        } catch (BadImageException e) {
            add(e, content, path);
            return;
        }
        if (!image.isEfiApplication()) {
            return;
        }
        Authenticode signatures = Authenticode.NONE;
        try {
            signatures = Authenticode.read(content, image);
        } catch (BadImageException e) {
            add(e, content, path);
        }
        loaders.add(new BootLoader(path, image.architecture(), signatures.count() > 0, signatures.signers()));
    }

    private void add(BadImageException problem, ByteSource content, String path) {
        if (problem.file().equals(content.name())) {
            warnings.add(problem, content.name(), path + " of " + where, 0);
        } else {
            warnings.add(problem, source, path + " of " + where, base);
        }
    }
}
