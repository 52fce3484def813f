package dev.gen2lift.preparation;

import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The tree of an installed Linux, small, with busybox for its shell and tools that write down how they were called. It is
 * prepared as root: as the test's user where that is root, else as root of a user namespace.
 */
final class GuestTree {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> APPLETS = List.of(
            "sh",
            "cat",
            "cp",
            "mv",
            "rm",
            "mkdir",
            "ls",
            "sed",
            "awk",
            "grep",
            "id",
            "mktemp",
            "readlink",
            "cmp",
            "chmod",
            "tail",
            "head",
            "tr",
            "basename",
            "dirname",
            "uname",
            "diff");
    private static final String CALLS = "calls";

    private final Path root;

    private GuestTree(Path root) {
        this.root = root;
    }

    static GuestTree in(Path root) throws IOException {
        GuestTree tree = new GuestTree(root);
        Path busybox = root.resolve("bin/busybox");
        Files.createDirectories(busybox.getParent());
        Files.copy(Oracle.require("busybox"), busybox);
        executable(busybox);
        for (String applet : APPLETS) {
            Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
        }
        for (String folder : List.of("tmp", "dev", "etc", "proc/self", "var/lib", "usr/sbin", "usr/bin")) {
            Files.createDirectories(root.resolve(folder));
        }
        tree.file("/dev/null", "");
        return tree;
    }

    GuestTree file(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** A program that appends its arguments to a list and then runs {@code commands}. */
    GuestTree tool(String path, String commands) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        file(path, "#!/bin/sh\n" + (commands.isEmpty() ? "echo \"" + name + " $*\" >> /" + CALLS + "\n" : commands));
        executable(root.resolve(path.substring(1)));
        return this;
    }

    /** systemd with units that are installed and not enabled. */
    GuestTree systemd(String... units) throws IOException {
        tool("/usr/bin/systemctl", """
                case $1 in
                  is-enabled) if [ -e "/etc/enabled-$2" ]; then echo enabled; else echo disabled; fi ;;
                  enable) : > "/etc/enabled-$2" ;;
                  disable) rm -f "/etc/enabled-$2" ;;
                esac
                """);
        for (String unit : units) {
            file("/lib/systemd/system/" + unit + ".service", "[Unit]\n");
        }
        return this;
    }

    /** blkid that knows the UUIDs of devices. */
    GuestTree blkid(Map<String, String> uuids) throws IOException {
        StringBuilder script = new StringBuilder("for last; do :; done\ncase $last in\n");
        uuids.forEach((device, uuid) -> script.append("  ")
                .append(device)
                .append(") echo ")
                .append(uuid)
                .append(" ;;\n"));
        return tool("/usr/sbin/blkid", script.append("esac\n").toString());
    }

    String text(String path) throws IOException {
        return Files.readString(root.resolve(path.substring(1)));
    }

    boolean has(String path) {
        return Files.exists(root.resolve(path.substring(1)), LinkOption.NOFOLLOW_LINKS);
    }

    List<String> calls() throws IOException {
        return has("/" + CALLS) ? Files.readAllLines(root.resolve(CALLS)) : List.of();
    }

    /** Runs a script from outside, in a shell of this machine, with {@code --root}. */
    Oracle.Result prepare(String shell, String script, String... options) throws IOException {
        Path file = Files.writeString(root.resolveSibling("prepare.sh"), script, StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>(asRoot());
        command.addAll(List.of(Oracle.require(shell).toString(), file.toString(), "--root", root.toString()));
        command.addAll(List.of(options));
        return Oracle.run(LIMIT, command);
    }

    /** Runs a script inside, in the tree's own shell and with nothing but the tree's own tools. */
    Oracle.Result prepareInside(String script, String... options) throws IOException {
        Files.writeString(root.resolve("tmp/prepare.sh"), script, StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>(asRoot());
        command.addAll(List.of(Oracle.require("chroot").toString(), root.toString(), "/bin/sh", "/tmp/prepare.sh"));
        command.addAll(List.of(options));
        Oracle.Result result = Oracle.run(LIMIT, command);
        Files.delete(root.resolve("tmp/prepare.sh"));
        return result;
    }

    private static List<String> asRoot() throws IOException {
        if (Oracle.run(LIMIT, "id", "-u").out().strip().equals("0")) {
            return List.of();
        }
        List<String> unshare = List.of(Oracle.require("unshare").toString(), "--user", "--map-root-user");
        List<String> probe = new ArrayList<>(unshare);
        probe.add("true");
        if (Oracle.run(LIMIT, probe).exit() != 0) {
            return Assumptions.abort("neither root nor user namespaces");
        }
        return unshare;
    }

    /** Every file with its content and mode, but for what the preparation keeps for itself. */
    Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                String path = "/" + root.relativize(file);
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && !path.startsWith("/bin/")
                        && !path.startsWith("/dev/")
                        && !path.startsWith("/var/lib/gen2lift/")
                        && !path.equals("/" + CALLS)) {
                    content.put(
                            path,
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + "\n"
                                    + Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return content;
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
