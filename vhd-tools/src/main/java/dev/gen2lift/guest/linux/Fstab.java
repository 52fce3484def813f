package dev.gen2lift.guest.linux;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BadImageException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is mounted at start (fstab(5)).
 *
 * @param path the file that says so
 */
record Fstab(String path, List<Line> lines) {

    /** Lines of a table; a machine has dozens. */
    static final int MAX_LINES = 1000;

    private static final Set<String> NETWORK_TYPES = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smbfs",
            "smb3",
            "ceph",
            "glusterfs",
            "fuse.glusterfs",
            "fuse.sshfs",
            "lustre",
            "9p",
            "afs",
            "ncpfs",
            "gfs2",
            "ocfs2",
            "davfs",
            "fuse.ceph");

    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

    /**
     * One line of the table, its escapes resolved; hostile text.
     *
     * @param number from 1
     * @param device the first field as it stands
     * @param mountPoint "none" for swap
     */
    record Line(int number, String device, String mountPoint, String type, List<String> options) {

        DeviceName name() {
            return DeviceName.parse(device);
        }

        boolean isSwap() {
            return type.equals("swap");
        }

        boolean isNetwork() {
            return NETWORK_TYPES.contains(type.toLowerCase(Locale.ROOT))
                    || options.contains("_netdev")
                    || name().kind() == DeviceName.Kind.NETWORK;
        }

        boolean has(String option) {
            return options.contains(option);
        }

        /** The value of an option with one; empty where it is not set. */
        String option(String name) {
            return options.stream()
                    .filter(option -> option.startsWith(name + "="))
                    .map(option -> option.substring(name.length() + 1))
                    .findFirst()
                    .orElse("");
        }

        /** Whether a volume of the machine's own is to appear in the tree. */
        boolean mountsVolume() {
            return !isSwap()
                    && mountPoint.startsWith("/")
                    && !isNetwork()
                    && !has("bind")
                    && !has("rbind")
                    && name().kind() != DeviceName.Kind.NONE
                    && name().kind() != DeviceName.Kind.FILE;
        }
    }

    static Fstab parse(TextFile file) throws BadImageException {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String text : file.lines()) {
            number++;
            String[] fields = text.strip().split("[ \\t]+");
            if (fields.length < 2 || fields[0].startsWith("#")) {
                continue;
            }
            if (lines.size() == MAX_LINES) {
                throw new BadImageException(Kind.LIMIT, file.path(), "fstab", 0, "more than " + MAX_LINES + " lines");
            }
            lines.add(new Line(
                    number,
                    unescaped(fields[0]),
                    unescaped(fields[1]),
                    fields.length > 2 ? fields[2] : "auto",
                    fields.length > 3 ? List.of(unescaped(fields[3]).split(",")) : List.of("defaults")));
        }
        return new Fstab(file.path(), List.copyOf(lines));
    }

    private static String unescaped(String field) {
        return ESCAPE.matcher(field)
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(
                        Character.toString((char) (Integer.parseInt(match.group(1), 8) & 0xFF))));
    }
}
