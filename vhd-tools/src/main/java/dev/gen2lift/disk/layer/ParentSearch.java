package dev.gen2lift.disk.layer;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for the file that a differencing image names as its parent. Paths in images are Windows paths, whatever system
 * reads them, and an image may come from anyone: what leads out of the child's folder and the folders given, by
 * {@code ..}, by a link or to another machine, is noted and not followed.
 */
final class ParentSearch {

    private static final String OUTSIDE = "outside of the folders given";

    private static final boolean WINDOWS = File.separatorChar == '\\';

    /** With or without the prefix that lifts Windows' limit on lengths. */
    private static final Pattern DRIVE_PATH = Pattern.compile("(?:\\\\\\\\\\?\\\\)?([A-Za-z]:[\\\\/].*)");

    private static final Pattern VOLUME_PATH = Pattern.compile("\\\\\\\\\\?\\\\Volume\\{[-0-9A-Fa-f]+\\}\\\\.*");

    /** The child's folder, then those given. */
    private final Set<Path> folders = new LinkedHashSet<>();

    /** By where links lead, so that one file is one candidate. */
    private final Map<Path, Path> found = new LinkedHashMap<>();

    private final Set<String> looked = new LinkedHashSet<>();

    private boolean refused;

    private ParentSearch(Path child, List<Path> parentFolders) {
        folders.add(folderOf(child));
        for (Path folder : parentFolders) {
            folders.add(folder.toAbsolutePath().normalize());
        }
    }

    /**
     * @param found existing files, the likeliest first
     * @param looked where it was looked, for the message when none of them is the parent
     * @param refused whether a path was not followed
     */
    record Result(List<Path> found, Set<String> looked, boolean refused) {}

    static Result run(Path child, ParentLink link, List<Path> parentFolders) throws IOException {
        ParentSearch search = new ParentSearch(child, parentFolders);
        for (Path folder : search.folders) {
            for (String path : link.relativePaths()) {
                search.relative(folder, path);
            }
            for (String path : link.relativePaths()) {
                search.inside(folder, List.of(name(path)));
            }
            for (String path : link.otherPaths()) {
                search.inside(folder, List.of(name(path)));
            }
        }
        for (String path : link.otherPaths()) {
            search.absolute(path);
        }
        return new Result(new ArrayList<>(search.found.values()), search.looked, search.refused);
    }

    private void refuse(Object place, String why) {
        looked.add(place + " (" + why + ", not followed)");
        refused = true;
    }

    /** The last part of a path of either kind. */
    static String name(String path) {
        return path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
    }

    private static Path folderOf(Path child) {
        Path absolute = child.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        return folder == null ? absolute : folder;
    }

    private void relative(Path folder, String path) throws IOException {
        if (path.startsWith("\\\\") || path.startsWith("//")) {
            refuse(path, "on the network");
            return;
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.split("[\\\\/]+", -1)) {
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        inside(folder, parts);
    }

    /** Looks for {@code parts} below {@code folder}; {@code ..} may lead from one allowed folder into another. */
    private void inside(Path folder, List<String> parts) throws IOException {
        Path target = folder;
        try {
            for (String part : parts) {
                if (part.isEmpty() || WINDOWS && part.indexOf(':') >= 0) {
                    return;
                }
                target = target.resolve(part);
            }
        } catch (InvalidPathException e) {
            return;
        }
        target = target.normalize();
        Optional<Path> root = rootOf(target);
        if (root.isEmpty()) {
            refuse(target, OUTSIDE);
            return;
        }
        looked.add(target.toString());
        Optional<Path> file = ignoringCase(root.get(), target);
        if (file.isPresent() && Files.isRegularFile(file.get())) {
            Path real = file.get().toRealPath();
            if (isAllowed(real)) {
                found.putIfAbsent(real, file.get());
            } else {
                refuse(real, "where a link leads, " + OUTSIDE);
            }
        }
    }

    private Optional<Path> rootOf(Path target) {
        return folders.stream()
                .filter(folder -> target.startsWith(folder) && !target.equals(folder))
                .findFirst();
    }

    private boolean isAllowed(Path real) throws IOException {
        for (Path folder : folders) {
            if (Files.isDirectory(folder) && real.startsWith(folder.toRealPath())) {
                return true;
            }
        }
        return false;
    }

    /** The path below {@code root} that differs from {@code target} in case at most. */
    private static Optional<Path> ignoringCase(Path root, Path target) throws IOException {
        Path at = root;
        for (Path part : root.relativize(target)) {
            Path exact = at.resolve(part);
            Optional<Path> next = Files.exists(exact, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(exact)
                    : childIgnoringCase(at, part.toString());
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    private static Optional<Path> childIgnoringCase(Path folder, String name) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(
                folder, child -> String.valueOf(child.getFileName()).equalsIgnoreCase(name))) {
            List<Path> matches = new ArrayList<>();
            children.forEach(matches::add);
            return matches.stream().min(Path::compareTo);
        }
    }

    /** Follows an absolute path only where it is one of this machine. */
    private void absolute(String path) throws IOException {
        Matcher drive = DRIVE_PATH.matcher(path);
        String local;
        if (drive.matches()) {
            local = WINDOWS ? drive.group(1) : "";
        } else if (VOLUME_PATH.matcher(path).matches()) {
            local = WINDOWS ? path : "";
        } else if (path.startsWith("\\\\") || path.startsWith("//")) {
            refuse(path, "on the network");
            return;
        } else {
            local = !WINDOWS && path.startsWith("/") ? path : "";
        }
        if (local.isEmpty()) {
            return;
        }
        try {
            Path file = Path.of(local);
            looked.add(local);
            if (Files.isRegularFile(file)) {
                found.putIfAbsent(file.toRealPath(), file);
            }
        } catch (InvalidPathException e) {
            looked.add(local + " (no path of this system)");
        }
    }
}
