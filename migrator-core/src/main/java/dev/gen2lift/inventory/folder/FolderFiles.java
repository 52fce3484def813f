package dev.gen2lift.inventory.folder;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files of a folder that say something of machines, in the order of their paths.
 *
 * @param configurations of machines
 * @param checkpoints their configurations
 * @param images disk images, those of checkpoints among them
 * @param unread folders that may not be listed
 */
record FolderFiles(
        Path root, List<Path> configurations, List<Path> checkpoints, List<Path> images, List<String> unread) {

    /** Levels of folders below the one that is given. */
    static final int MAX_DEPTH = 32;

    /** Files that are looked at, of whatever kind. */
    static final int MAX_FILES = 1_000_000;

    private static final String GUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern CONFIGURATION = Pattern.compile(GUID + "\\.(vmcx|xml)");
    private static final Pattern IMAGE = Pattern.compile(".+\\.(a?vhdx?|vhds|raw|img)(\\.(gz|xz|bz2|zst))?");

    /** @throws IOException where the folder itself cannot be listed, or holds more than {@link #MAX_FILES} files */
    static FolderFiles in(Path folder) throws IOException {
        FolderFiles found =
                new FolderFiles(folder, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<FileVisitOption> noLinks = EnumSet.noneOf(FileVisitOption.class);
        Files.walkFileTree(folder, noLinks, MAX_DEPTH, new SimpleFileVisitor<>() {
            private int files;

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (++files > MAX_FILES) {
                    throw new IOException("more than " + MAX_FILES + " files in " + folder);
                }
                if (attributes.isRegularFile() || attributes.isSymbolicLink() && Files.isRegularFile(file)) {
                    found.sort(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (file.equals(folder)) {
                    throw failure;
                }
                found.unread.add(file.toString());
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found.configurations);
        Collections.sort(found.checkpoints);
        Collections.sort(found.images);
        return found;
    }

    private void sort(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (CONFIGURATION.matcher(name).matches()) {
            (isIn("snapshots", file) ? checkpoints : configurations).add(file);
        } else if (IMAGE.matcher(name).matches()) {
            images.add(file);
        }
    }

    private static boolean isIn(String folder, Path file) {
        Path parent = file.getParent();
        return parent != null
                && parent.getFileName() != null
                && parent.getFileName().toString().equalsIgnoreCase(folder);
    }
}
