package dev.gen2lift.guest.windows;

import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.filesystem.FileEntry;
import dev.gen2lift.guest.GuestVolume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of one installation.
 *
 * @param folder the folder that Windows is installed in, without slashes around it: "Windows"
 */
record WindowsFiles(GuestVolume volume, String folder) {

    /** Folders that Windows was installed into, ever; the first is what everyone has. */
    private static final List<String> FOLDERS = List.of("Windows", "WINNT", "WIN32", "WIN", "ReactOS");

    private static final Pattern DRIVE = Pattern.compile("^[a-z]:[/\\\\].*", Pattern.CASE_INSENSITIVE);

    /** The installations on a volume: a folder with a SYSTEM hive is one. */
    static List<WindowsFiles> on(GuestVolume volume) throws IOException {
        List<WindowsFiles> found = new ArrayList<>();
        for (String folder : FOLDERS) {
            Optional<FileEntry> hive = volume.fileSystem().find(folder + "/System32/config/SYSTEM");
            if (hive.filter(FileEntry::isFile).isPresent()) {
                found.add(new WindowsFiles(volume, folder));
            }
        }
        return found;
    }

    /** What the reader of a report calls the installation. */
    String name() {
        return "/" + folder + " on " + volume.name();
    }

    /** A file or folder of the volume; links are not followed. */
    Optional<FileEntry> onVolume(String path) throws IOException {
        return volume.fileSystem().find(path);
    }

    /** A file or folder below the folder of Windows. */
    Optional<FileEntry> inWindows(String path) throws IOException {
        return onVolume(folder + "/" + path);
    }

    boolean hasFile(String pathInWindows) throws IOException {
        return inWindows(pathInWindows).filter(entry -> !entry.isDirectory()).isPresent();
    }

    /** A file's bytes; its path is that on the volume. */
    ByteSource open(FileEntry file, String path) {
        return volume.open(file, path);
    }

    /**
     * Where on the volume a program lies that the registry names: "System32\drivers\x.sys", "\SystemRoot\...",
     * "%SystemRoot%\...", "\??\C:\...", with quotes and arguments. Empty where the name leads to another drive than
     * {@code systemDrive}, such as "C:".
     */
    Optional<String> locate(String image, String systemDrive) {
        String path = image.strip();
        if (path.startsWith("\"")) {
            int end = path.indexOf('"', 1);
            path = end < 0 ? path.substring(1) : path.substring(1, end);
        } else {
            path = withoutArguments(path);
        }
        path = path.replace('\\', '/');
        path = withoutPrefix(path, "/??/");
        path = withoutPrefix(path, "//?/");
        for (String root : List.of("/SystemRoot/", "%SystemRoot%/", "%windir%/")) {
            if (path.regionMatches(true, 0, root, 0, root.length())) {
                return Optional.of(folder + "/" + path.substring(root.length()));
            }
        }
        if (path.regionMatches(true, 0, "%SystemDrive%/", 0, 14)) {
            return Optional.of(path.substring(14));
        }
        if (DRIVE.matcher(path).matches()) {
            return path.regionMatches(true, 0, systemDrive, 0, 2) ? Optional.of(path.substring(3)) : Optional.empty();
        }
        return Optional.of(folder + "/" + path);
    }

    private static String withoutArguments(String command) {
        String lower = command.toLowerCase(Locale.ROOT);
        for (String ending : List.of(".sys", ".exe")) {
            int end = lower.indexOf(ending);
            if (end >= 0) {
                return command.substring(0, end + ending.length());
            }
        }
        return command;
    }

    private static String withoutPrefix(String path, String prefix) {
        return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    }
}
