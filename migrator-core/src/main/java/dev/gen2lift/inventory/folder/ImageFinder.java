package dev.gen2lift.inventory.folder;

import dev.gen2lift.inventory.AttachedDisk;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.LocatedDisk;
import dev.gen2lift.inventory.LocatedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the images that a configuration names by the paths of another machine: of all files with the image's name, the
 * one whose folders agree with most of the path's. Only files below the given folders are ever taken.
 */
public final class ImageFinder {

    private final Map<String, List<Path>> byName = new HashMap<>();
    private final boolean hereToo;

    private ImageFinder(boolean hereToo) {
        this.hereToo = hereToo;
    }

    /**
     * Knows the images below the folders.
     *
     * @param hereToo whether a path that exists as it is may be taken: the inventory may be of this machine
     */
    public static ImageFinder in(Collection<Path> folders, boolean hereToo) throws IOException {
        ImageFinder finder = new ImageFinder(hereToo);
        for (Path folder : folders) {
            finder.add(FolderFiles.in(folder).images());
        }
        return finder;
    }

    static ImageFinder of(Collection<Path> images) {
        ImageFinder finder = new ImageFinder(false);
        finder.add(images);
        return finder;
    }

    private void add(Collection<Path> images) {
        for (Path image : images) {
            String name = image.getFileName().toString().toLowerCase(Locale.ROOT);
            byName.computeIfAbsent(name, key -> new ArrayList<>()).add(image);
        }
    }

    /** A machine with its disks' images as far as they can be found. */
    public LocatedMachine locate(HyperVMachine machine) {
        return locate(machine, Optional.empty());
    }

    /** @param home the folder of the machine's own export; what lies there is preferred */
    LocatedMachine locate(HyperVMachine machine, Optional<Path> home) {
        List<LocatedDisk> disks = machine.disks().asOptional().orElse(List.of()).stream()
                .map(disk -> locate(disk, home))
                .toList();
        return new LocatedMachine(machine, disks);
    }

    private LocatedDisk locate(AttachedDisk disk, Optional<Path> home) {
        Optional<String> given = disk.path().asOptional();
        if (given.isEmpty()) {
            return missing(disk, "disk", disk.path().explanation());
        }
        String path = given.get();
        if (disk.backing() == AttachedDisk.Backing.PHYSICAL) {
            return missing(disk, path, "it is a physical disk of the host");
        }
        Optional<Path> here = hereToo ? existing(path) : Optional.empty();
        if (here.isPresent()) {
            return new LocatedDisk(disk, here.get(), Optional.empty());
        }
        String[] wanted = path.toLowerCase(Locale.ROOT).split("[\\\\/]+");
        List<Path> candidates =
                wanted.length == 0 ? List.of() : byName.getOrDefault(wanted[wanted.length - 1], List.of());
        List<Path> best = new ArrayList<>();
        int bestScore = -1;
        for (Path candidate : candidates) {
            int score = 2 * agreeing(candidate, wanted)
                    + (home.isPresent() && candidate.startsWith(home.get()) ? 2 * wanted.length : 0);
            if (score > bestScore) {
                best.clear();
                bestScore = score;
            }
            if (score == bestScore) {
                best.add(candidate);
            }
        }
        if (best.size() == 1) {
            return new LocatedDisk(disk, best.get(0), Optional.empty());
        }
        return missing(
                disk,
                path,
                best.isEmpty()
                        ? "its image is not here"
                        : "several files have its name: " + best.get(0) + ", " + best.get(1));
    }

    /** How many components agree, from the file's name upwards. */
    private static int agreeing(Path candidate, String[] wanted) {
        int count = 0;
        while (count < candidate.getNameCount()
                && count < wanted.length
                && candidate
                        .getName(candidate.getNameCount() - 1 - count)
                        .toString()
                        .equalsIgnoreCase(wanted[wanted.length - 1 - count])) {
            count++;
        }
        return count;
    }

    private static Optional<Path> existing(String path) {
        try {
            Path file = Path.of(path);
            return file.isAbsolute() && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static LocatedDisk missing(AttachedDisk disk, String name, String reason) {
        return new LocatedDisk(disk, standIn(name), Optional.of(reason));
    }

    /** With this system's separators, so that the last part is the file's name. */
    private static Path standIn(String name) {
        try {
            return Path.of(name.replace('\\', '/'));
        } catch (InvalidPathException e) {
            return Path.of(name.replaceAll("[^A-Za-z0-9._-]", "_"));
        }
    }
}
