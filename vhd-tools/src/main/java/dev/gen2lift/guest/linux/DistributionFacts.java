package dev.gen2lift.guest.linux;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which distribution is installed, in which release, and whose machine it is. */
public final class DistributionFacts {

    /** os-release(5), its quotes removed: ID, VERSION_ID, ID_LIKE, PRETTY_NAME, VARIANT_ID, ... Hostile text. */
    public static final FactName<Map<String, String>> OS_RELEASE = FactName.of("osRelease");

    /** The point release, which os-release of some distributions leaves out: "12.11", "8.5.2111". */
    public static final FactName<String> POINT_RELEASE = FactName.of("pointRelease");

    public static final FactName<String> HOST_NAME = FactName.of("configuredHostName");

    /** What /etc/machine-id says; a copy of a machine must not keep its identity. */
    public static final FactName<MachineId> MACHINE_ID = FactName.of("machineId");

    /** The states of machine-id(5). */
    public enum MachineId {
        SET,
        /** Empty or "uninitialized": the next start makes one. */
        TO_BE_SET,
        ABSENT
    }

    private static final List<String> OS_RELEASE_KEYS = List.of(
            "ID",
            "ID_LIKE",
            "NAME",
            "PRETTY_NAME",
            "VERSION",
            "VERSION_ID",
            "VERSION_CODENAME",
            "BUILD_ID",
            "VARIANT",
            "VARIANT_ID",
            "CPE_NAME");

    private static final List<String> RELEASE_FILES = List.of(
            "/etc/centos-release",
            "/etc/oracle-release",
            "/etc/rocky-release",
            "/etc/almalinux-release",
            "/etc/redhat-release",
            "/etc/SuSE-release");

    private DistributionFacts() {}

    static void read(LinuxTree tree, FactLog log) throws IOException {
        Fact<Map<String, String>> release = log.look(OS_RELEASE, "os-release", () -> osRelease(tree));
        log.look(POINT_RELEASE, "release file", () -> pointRelease(tree, release));
        log.look(HOST_NAME, "host name", () -> hostName(tree));
        log.look(MACHINE_ID, "/etc/machine-id", () -> machineId(tree));
    }

    private static Fact<Map<String, String>> osRelease(LinuxTree tree) throws IOException {
        for (String path : List.of("/etc/os-release", "/usr/lib/os-release")) {
            Optional<TextFile> text = tree.text(path);
            if (text.isPresent()) {
                ShellVariables all = ShellVariables.parse(text.get());
                Map<String, String> kept = new LinkedHashMap<>();
                OS_RELEASE_KEYS.forEach(key -> all.value(key).ifPresent(value -> kept.put(key, value)));
                return Fact.known(kept, path);
            }
        }
        return legacyRelease(tree);
    }

    /** Before os-release: RHEL and its kin up to 6, whose file says "CentOS release 6.10 (Final)". */
    private static Fact<Map<String, String>> legacyRelease(LinuxTree tree) throws IOException {
        for (String path : RELEASE_FILES) {
            Optional<String> line = firstLine(tree, path);
            if (line.isPresent()) {
                Map<String, String> made = new LinkedHashMap<>();
                made.put("PRETTY_NAME", line.get());
                String lower = line.get().toLowerCase(java.util.Locale.ROOT);
                List.of("centos", "oracle", "rocky", "alma", "red hat", "suse").stream()
                        .filter(lower::contains)
                        .findFirst()
                        .ifPresent(name -> made.put("ID", legacyId(name)));
                version(line.get()).ifPresent(version -> made.put("VERSION_ID", version));
                return Fact.known(made, path);
            }
        }
        return Fact.unknown("neither os-release nor a release file is there");
    }

    private static String legacyId(String name) {
        return switch (name) {
            case "red hat" -> "rhel";
            case "oracle" -> "ol";
            case "alma" -> "almalinux";
            case "suse" -> "sles";
            default -> name;
        };
    }

    private static Fact<String> pointRelease(LinuxTree tree, Fact<Map<String, String>> release) throws IOException {
        String id = release.asOptional().map(map -> map.getOrDefault("ID", "")).orElse("");
        Optional<String> debian = id.equals("debian") ? firstLine(tree, "/etc/debian_version") : Optional.empty();
        if (debian.isPresent()) {
            return Fact.known(debian.get(), "/etc/debian_version");
        }
        for (String path : RELEASE_FILES) {
            Optional<String> version = firstLine(tree, path).flatMap(DistributionFacts::version);
            if (version.isPresent()) {
                return Fact.known(version.get(), path);
            }
        }
        return Fact.unknown("no release file beside os-release");
    }

    private static Optional<String> version(String line) {
        java.util.regex.Matcher matcher = java.util.regex.Pattern.compile("\\b(\\d{1,4}(?:\\.\\d{1,8}){0,3})\\b")
                .matcher(line);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Fact<String> hostName(LinuxTree tree) throws IOException {
        for (String path : List.of("/etc/hostname", "/etc/HOSTNAME")) {
            Optional<String> name = firstLine(tree, path);
            if (name.isPresent()) {
                return Fact.known(name.get(), path);
            }
        }
        Optional<TextFile> network = tree.text("/etc/sysconfig/network");
        if (network.isPresent()) {
            Optional<String> name = ShellVariables.parse(network.get()).value("HOSTNAME");
            if (name.isPresent()) {
                return Fact.known(name.get(), "/etc/sysconfig/network");
            }
        }
        return Fact.unknown("/etc/hostname is not there");
    }

    private static Fact<MachineId> machineId(LinuxTree tree) throws IOException {
        Optional<TextFile> text = tree.text("/etc/machine-id");
        if (text.isEmpty()) {
            return Fact.known(MachineId.ABSENT, "/etc/machine-id is not there");
        }
        boolean set = text.get().lines().stream().findFirst().orElse("").matches("[0-9a-fA-F]{32}");
        return Fact.known(set ? MachineId.SET : MachineId.TO_BE_SET, "/etc/machine-id");
    }

    /** The first line with text that is no comment. */
    static Optional<String> firstLine(LinuxTree tree, String path) throws IOException {
        return tree.text(path)
                .flatMap(text -> text.lines().stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .findFirst());
    }
}
