package dev.gen2lift.inventory.smb;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file on a share.
 *
 * @param path within the share, with backslashes
 */
public record SharedFile(String host, String share, String path) {

    private static final Pattern UNC = Pattern.compile("[\\\\/]{2}([^\\\\/?.][^\\\\/]*)[\\\\/]([^\\\\/]+)[\\\\/](.+)");
    private static final Pattern DRIVE = Pattern.compile("([A-Za-z]):[\\\\/](.+)");

    /**
     * Where a path of a host's can be read: a network path where it says, a path on a drive by the drive's administrative
     * share. Empty for any other, and for one that climbs.
     */
    public static Optional<SharedFile> of(String host, String path) {
        Matcher unc = UNC.matcher(path);
        Matcher drive = DRIVE.matcher(path);
        Optional<SharedFile> file = Optional.empty();
        if (unc.matches()) {
            file = Optional.of(new SharedFile(unc.group(1), unc.group(2), plain(unc.group(3))));
        } else if (drive.matches() && !host.isBlank()) {
            file = Optional.of(new SharedFile(
                    host, drive.group(1).toUpperCase(java.util.Locale.ROOT) + "$", plain(drive.group(2))));
        }
        return file.filter(found -> !("\\" + found.path + "\\").contains("\\..\\"));
    }

    private static String plain(String path) {
        return path.replace('/', '\\').replaceAll("\\\\+", "\\\\");
    }

    /** How findings name the file. */
    public Path standIn() {
        String name = "//" + host + "/" + share + "/" + path.replace('\\', '/');
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return Path.of(name.replaceAll("[^A-Za-z0-9._/$-]", "_"));
        }
    }

    @Override
    public String toString() {
        return "\\\\" + host + "\\" + share + "\\" + path;
    }
}
