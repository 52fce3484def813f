package dev.gen2lift.guest.linux;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How one gets into the system once it runs elsewhere: SSH, firewall, serial console, SELinux. */
public final class AccessFacts {

    public static final FactName<Boolean> SSH_INSTALLED = FactName.of("sshInstalled");
    public static final FactName<Boolean> SSH_ENABLED = FactName.of("sshEnabled");

    /** Settings of sshd_config and its drop-ins by their names in lower case; the first one counts, as sshd takes it. */
    public static final FactName<Map<String, String>> SSH_SETTINGS = FactName.of("sshSettings");

    /** Host keys, which a generalized image must not keep. */
    public static final FactName<Boolean> SSH_HOST_KEYS = FactName.of("sshHostKeys");

    /** Firewalls that start with the system. */
    public static final FactName<List<String>> FIREWALLS = FactName.of("firewalls");

    /** Whether a login waits at the serial port. */
    public static final FactName<Boolean> SERIAL_LOGIN = FactName.of("serialLogin");

    /** GRUB_TERMINAL and its kin. */
    public static final FactName<Map<String, String>> GRUB_TERMINAL = FactName.of("grubTerminal");

    /** "enforcing", "permissive" or "disabled". */
    public static final FactName<String> SELINUX = FactName.of("selinux");

    /** Whether the next start labels all files, which takes minutes. */
    public static final FactName<Boolean> SELINUX_RELABEL = FactName.of("selinuxRelabel");

    private static final String SSHD = "/etc/ssh/sshd_config";
    private static final Set<String> SETTINGS = Set.of(
            "port",
            "listenaddress",
            "permitrootlogin",
            "passwordauthentication",
            "pubkeyauthentication",
            "clientaliveinterval",
            "allowusers",
            "allowgroups",
            "denyusers",
            "usepam");
    private static final int MAX_FILES = 100;

    private AccessFacts() {}

    static void read(LinuxTree tree, Services services, Fact<String> commandLine, FactLog log) throws IOException {
        log.look(
                SSH_INSTALLED,
                "/usr/sbin/sshd",
                () -> tree.firstOf("/usr/sbin/sshd", "/usr/bin/sshd")
                        .map(path -> Fact.known(true, path))
                        .orElseGet(() -> Fact.known(false, "/usr/sbin/sshd is not there")));
        log.look(
                SSH_ENABLED,
                "ssh.service",
                () -> AzureFacts.enabled(services.find("ssh", "sshd", "ssh.socket", "sshd.socket")));
        log.look(SSH_SETTINGS, SSHD, () -> sshSettings(tree));
        log.look(
                SSH_HOST_KEYS,
                "/etc/ssh",
                () -> Fact.known(
                        !tree.names("/etc/ssh", name -> name.matches("ssh_host_.+_key"))
                                .isEmpty(),
                        "/etc/ssh"));
        log.look(FIREWALLS, "services", () -> firewalls(tree, services));
        log.look(SERIAL_LOGIN, "serial-getty@ttyS0.service", () -> serialLogin(services, commandLine));
        log.look(GRUB_TERMINAL, "/etc/default/grub", () -> grubTerminal(tree));
        log.look(SELINUX, "/etc/selinux/config", () -> selinux(tree));
        log.look(SELINUX_RELABEL, "/.autorelabel", () -> Fact.known(tree.exists("/.autorelabel"), "/.autorelabel"));
    }

    private static Fact<Map<String, String>> sshSettings(LinuxTree tree) throws IOException {
        Optional<TextFile> main = tree.text(SSHD);
        if (main.isEmpty()) {
            return Fact.known(Map.of(), SSHD + " is not there");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        // Distributions include the drop-ins in front of everything else.
        if (main.get().lines().stream()
                .anyMatch(line -> line.strip().startsWith("Include") && line.contains("sshd_config.d"))) {
            for (String name : tree.names(SSHD + ".d", file -> file.endsWith(".conf")).stream()
                    .limit(MAX_FILES)
                    .toList()) {
                tree.text(SSHD + ".d/" + name).ifPresent(text -> addSettings(text, settings));
            }
        }
        addSettings(main.get(), settings);
        return Fact.known(settings, SSHD);
    }

    private static void addSettings(TextFile text, Map<String, String> settings) {
        for (String line : text.lines()) {
            String[] words = line.strip().split("[\\s=]+", 2);
            String name = words[0].toLowerCase(Locale.ROOT);
            if (name.equals("match")) {
                return;
            }
            if (words.length == 2 && SETTINGS.contains(name)) {
                settings.putIfAbsent(name, words[1].strip());
            }
        }
    }

    private static Fact<List<String>> firewalls(LinuxTree tree, Services services) throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : List.of("firewalld", "nftables", "iptables", "SuSEfirewall2")) {
            if (services.find(name).isEnabled()) {
                found.add(name);
            }
        }
        Optional<TextFile> ufw = tree.text("/etc/ufw/ufw.conf");
        if (ufw.isPresent()
                && ShellVariables.parse(ufw.get())
                        .value("ENABLED")
                        .filter("yes"::equalsIgnoreCase)
                        .isPresent()) {
            found.add("ufw");
        }
        return Fact.known(found, "services and /etc/ufw/ufw.conf");
    }

    private static Fact<Boolean> serialLogin(Services services, Fact<String> commandLine) throws IOException {
        Services.Found service = services.find("serial-getty@ttyS0");
        if (service.isEnabled() || service.state() == Services.State.MASKED) {
            return AzureFacts.enabled(service);
        }
        // systemd starts one on each serial console of the command line.
        return commandLine.asOptional().isEmpty()
                ? Fact.unknown(commandLine.explanation())
                : Fact.known(
                        KernelFacts.values(commandLine.asOptional().get(), "console").stream()
                                .anyMatch(value -> value.startsWith("ttyS0")),
                        "console= of " + commandLine.explanation());
    }

    private static Fact<Map<String, String>> grubTerminal(LinuxTree tree) throws IOException {
        Optional<TextFile> text = tree.text("/etc/default/grub");
        if (text.isEmpty()) {
            return Fact.known(Map.of(), "/etc/default/grub is not there");
        }
        Map<String, String> found = new LinkedHashMap<>();
        ShellVariables.parse(text.get()).entries().forEach((name, entry) -> {
            if (name.startsWith("GRUB_TERMINAL") || name.equals("GRUB_SERIAL_COMMAND") || name.equals("GRUB_TIMEOUT")) {
                found.put(name, entry.value());
            }
        });
        return Fact.known(found, "/etc/default/grub");
    }

    private static Fact<String> selinux(LinuxTree tree) throws IOException {
        return tree.text("/etc/selinux/config")
                .flatMap(text -> ShellVariables.parse(text).value("SELINUX"))
                .map(value -> Fact.known(value, "/etc/selinux/config"))
                .orElseGet(() -> Fact.known("disabled", "/etc/selinux/config sets nothing"));
    }
}
