package dev.gen2lift.guest.linux;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a system's configuration names a device to mount or to start from (fstab(5), udev's /dev/disk).
 *
 * @param value what stands behind the kind: a UUID, a label, "vg/lv", else the name as it stands; hostile text
 */
public record DeviceName(Kind kind, String value) {

    /** What the name hangs on, and so whether it is the same on another machine. */
    public enum Kind {
        UUID,
        LABEL,
        PARTUUID,
        PARTLABEL,
        /** An LVM logical volume: "vg/lv". */
        LOGICAL_VOLUME,
        /** Another device of the device mapper, as an opened LUKS volume. */
        MAPPER,
        /** The kernel's name of a disk or partition, which follows the order in which disks are found: /dev/sda1. */
        KERNEL_NAME,
        /** By serial number or by the way to the disk: /dev/disk/by-id, /dev/disk/by-path. */
        HARDWARE,
        /** A software RAID. */
        MD,
        NETWORK,
        /** A file of the system itself, as a swap file. */
        FILE,
        /** No device: tmpfs, proc. */
        NONE
    }

    private static final Pattern KERNEL_NAME =
            Pattern.compile("/dev/(?:(?:sd|hd|vd|xvd|dasd)[a-z]{1,3}|nvme\\d+n|mmcblk\\d+|cciss/c\\dd\\d)p?(\\d*)");
    private static final Pattern FIRST_DISK = Pattern.compile("/dev/(?:(?:sd|hd|vd|xvd)a|nvme0n1p|mmcblk0p)(\\d{1,3})");
    private static final Pattern MAPPED = Pattern.compile("/dev/mapper/((?:[^-]|--)+)-((?:[^-]|--)+)");
    private static final Pattern GROUP = Pattern.compile("/dev/([A-Za-z0-9+_.][A-Za-z0-9+_.-]*)/([A-Za-z0-9+_.-]+)");

    /** Understands the first field of fstab, the second of crypttab, and the values of root= and resume=. */
    public static DeviceName parse(String name) {
        int equals = name.indexOf('=');
        if (equals > 0 && !name.startsWith("/")) {
            String value = unquoted(name.substring(equals + 1));
            switch (name.substring(0, equals).toUpperCase(Locale.ROOT)) {
                case "UUID":
                    return new DeviceName(Kind.UUID, value);
                case "LABEL":
                    return new DeviceName(Kind.LABEL, value);
                case "PARTUUID":
                    return new DeviceName(Kind.PARTUUID, value);
                case "PARTLABEL":
                    return new DeviceName(Kind.PARTLABEL, value);
                case "ID":
                    return new DeviceName(Kind.HARDWARE, value);
                default:
                    break;
            }
        }
        if (name.startsWith("/dev/")) {
            return device(name);
        }
        if (name.startsWith("//") || name.matches("(\\[[0-9A-Fa-f:]+]|[^/\\s:]+):.*")) {
            return new DeviceName(Kind.NETWORK, name);
        }
        return new DeviceName(name.startsWith("/") ? Kind.FILE : Kind.NONE, name);
    }

    private static DeviceName device(String name) {
        String[] parts = name.split("/");
        if (parts.length > 4 && parts[2].equals("disk")) {
            String value = parts[4];
            return switch (parts[3]) {
                case "by-uuid" -> new DeviceName(Kind.UUID, value);
                case "by-label" -> new DeviceName(Kind.LABEL, value);
                case "by-partuuid" -> new DeviceName(Kind.PARTUUID, value);
                case "by-partlabel" -> new DeviceName(Kind.PARTLABEL, value);
                default -> new DeviceName(Kind.HARDWARE, name);
            };
        }
        if (KERNEL_NAME.matcher(name).matches() || name.matches("/dev/nvme\\d+n\\d+")) {
            return new DeviceName(Kind.KERNEL_NAME, name);
        }
        if (name.matches("/dev/md(/.+|\\d+.*|_.+)")) {
            return new DeviceName(Kind.MD, name);
        }
        Matcher mapped = MAPPED.matcher(name);
        if (mapped.matches() && !mapped.group(1).equals("luks")) {
            return new DeviceName(Kind.LOGICAL_VOLUME, unescaped(mapped.group(1)) + "/" + unescaped(mapped.group(2)));
        }
        if (name.startsWith("/dev/mapper/")) {
            return new DeviceName(Kind.MAPPER, name);
        }
        Matcher group = GROUP.matcher(name);
        if (group.matches() && !group.group(1).equals("cciss")) {
            return new DeviceName(Kind.LOGICAL_VOLUME, group.group(1) + "/" + group.group(2));
        }
        return new DeviceName(Kind.KERNEL_NAME, name);
    }

    /** The partition's number, where this is a partition of the first disk by the kernel's name. */
    Optional<Integer> firstDiskPartition() {
        Matcher matcher = FIRST_DISK.matcher(value);
        return kind == Kind.KERNEL_NAME && matcher.matches()
                ? Optional.of(Integer.valueOf(matcher.group(1)))
                : Optional.empty();
    }

    /** The device mapper doubles each hyphen within a name (lvm(8), "Valid names"). */
    private static String unescaped(String name) {
        return name.replace("--", "-");
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
