package dev.gen2lift.guest.linux;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What provisions the system and serves it in Azure: cloud-init, the Azure Linux agent, Hyper-V's daemons. */
public final class AzureFacts {

    public static final FactName<Boolean> CLOUD_INIT_INSTALLED = FactName.of("cloudInitInstalled");
    public static final FactName<Boolean> CLOUD_INIT_ENABLED = FactName.of("cloudInitEnabled");

    /** The last setting of datasource_list, by the order of the files; empty where none sets it. */
    public static final FactName<List<String>> CLOUD_INIT_DATASOURCES = FactName.of("cloudInitDatasources");

    /** Whether cloud-init leaves the network alone. */
    public static final FactName<Boolean> CLOUD_INIT_NETWORK_DISABLED = FactName.of("cloudInitNetworkDisabled");

    /** Files of installers that keep cloud-init from what Azure needs. */
    public static final FactName<List<String>> CLOUD_INIT_LEFTOVERS = FactName.of("cloudInitLeftovers");

    /** Whether cloud-init has run: an image that is to be generalized must not keep that. */
    public static final FactName<Boolean> CLOUD_INIT_HAS_RUN = FactName.of("cloudInitHasRun");

    public static final FactName<Boolean> AGENT_INSTALLED = FactName.of("azureAgentInstalled");
    public static final FactName<Boolean> AGENT_ENABLED = FactName.of("azureAgentEnabled");

    /** Settings of waagent.conf for provisioning and for the temporary disk. */
    public static final FactName<Map<String, String>> AGENT_SETTINGS = FactName.of("azureAgentSettings");

    /** The daemons of Hyper-V's integration services that are installed: kvp, vss, fcopy. */
    public static final FactName<List<String>> HYPERV_DAEMONS = FactName.of("hypervDaemons");

    private static final List<String> LEFTOVERS = List.of(
            "99-installer.cfg",
            "50-curtin-networking.cfg",
            "subiquity-disable-cloudinit-networking.cfg",
            "curtin-preserve-sources.cfg");

    private static final String CLOUD = "/etc/cloud";

    /** Configuration files of cloud-init that are read. */
    private static final int MAX_FILES = 200;

    private AzureFacts() {}

    static void read(LinuxTree tree, Services services, FactLog log) throws IOException {
        log.look(
                CLOUD_INIT_INSTALLED,
                "/usr/bin/cloud-init",
                () -> tree.firstOf("/usr/bin/cloud-init", CLOUD + "/cloud.cfg")
                        .map(path -> Fact.known(true, path))
                        .orElseGet(() ->
                                Fact.known(false, "neither /usr/bin/cloud-init nor " + CLOUD + "/cloud.cfg is there")));
        log.look(CLOUD_INIT_ENABLED, "cloud-init.service", () -> cloudInitEnabled(tree, services));
        log.look(CLOUD_INIT_DATASOURCES, CLOUD, () -> datasources(tree));
        log.look(CLOUD_INIT_NETWORK_DISABLED, CLOUD, () -> networkDisabled(tree));
        log.look(CLOUD_INIT_LEFTOVERS, CLOUD, () -> leftovers(tree));
        log.look(
                CLOUD_INIT_HAS_RUN,
                "/var/lib/cloud",
                () -> Fact.known(tree.findEntry("/var/lib/cloud/instance").isPresent(), "/var/lib/cloud/instance"));
        log.look(
                AGENT_INSTALLED,
                "/usr/sbin/waagent",
                () -> tree.firstOf("/usr/sbin/waagent", "/usr/bin/waagent", "/opt/waagent")
                        .map(path -> Fact.known(true, path))
                        .orElseGet(() -> Fact.known(false, "/usr/sbin/waagent is not there")));
        log.look(AGENT_ENABLED, "waagent.service", () -> enabled(services.find("walinuxagent", "waagent")));
        log.look(AGENT_SETTINGS, "/etc/waagent.conf", () -> agentSettings(tree));
        log.look(HYPERV_DAEMONS, "/usr/sbin", () -> daemons(tree));
    }

    static Fact<Boolean> enabled(Services.Found service) {
        return Fact.known(service.isEnabled(), service.source());
    }

    private static Fact<Boolean> cloudInitEnabled(LinuxTree tree, Services services) throws IOException {
        if (tree.exists(CLOUD + "/cloud-init.disabled")) {
            return Fact.known(false, CLOUD + "/cloud-init.disabled");
        }
        Services.Found main = services.find("cloud-init", "cloud-init-main", "cloud-init-network");
        if (main.isEnabled()) {
            return enabled(main);
        }
        // A generator of cloud-init starts it where nothing forbids that, without a link.
        return tree.firstOf(
                        "/lib/systemd/system-generators/cloud-init-generator",
                        "/usr/lib/systemd/system-generators/cloud-init-generator")
                .filter(path -> main.state() != Services.State.MASKED)
                .map(path -> Fact.known(true, path))
                .orElseGet(() -> enabled(main));
    }

    private static List<String> configurations(LinuxTree tree) throws IOException {
        List<String> paths = new ArrayList<>(List.of(CLOUD + "/cloud.cfg"));
        for (String name : tree.names(CLOUD + "/cloud.cfg.d", file -> file.endsWith(".cfg"))) {
            if (paths.size() < MAX_FILES) {
                paths.add(CLOUD + "/cloud.cfg.d/" + name);
            }
        }
        return paths;
    }

    private static Fact<List<String>> datasources(LinuxTree tree) throws IOException {
        Fact<List<String>> last = Fact.known(List.of(), "no file below " + CLOUD + " sets datasource_list");
        for (String path : configurations(tree)) {
            Optional<TextFile> text = tree.text(path).filter(file -> mentions(file, "datasource_list"));
            if (text.isPresent()) {
                YamlMap map = YamlMap.parse(text.get());
                if (map.has("datasource_list")) {
                    last = Fact.known(map.texts("datasource_list"), path);
                }
            }
        }
        return last;
    }

    private static boolean mentions(TextFile file, String word) {
        return file.lines().stream().anyMatch(line -> line.contains(word));
    }

    private static Fact<Boolean> networkDisabled(LinuxTree tree) throws IOException {
        for (String path : configurations(tree)) {
            Optional<TextFile> text = tree.text(path).filter(file -> mentions(file, "network"));
            if (text.isPresent()
                    && YamlMap.parse(text.get())
                            .map("network")
                            .text("config")
                            .filter("disabled"::equals)
                            .isPresent()) {
                return Fact.known(true, path);
            }
        }
        return Fact.known(false, "no file below " + CLOUD + " disables it");
    }

    private static Fact<List<String>> leftovers(LinuxTree tree) throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : tree.names(CLOUD + "/cloud.cfg.d", LEFTOVERS::contains)) {
            found.add(CLOUD + "/cloud.cfg.d/" + name);
        }
        tree.firstOf(CLOUD + "/ds-identify.cfg").ifPresent(found::add);
        for (String name : tree.names(
                "/etc/netplan", file -> file.equals("00-installer-config.yaml") || file.equals("50-cloud-init.yaml"))) {
            found.add("/etc/netplan/" + name);
        }
        return Fact.known(found, CLOUD + " and /etc/netplan");
    }

    private static Fact<Map<String, String>> agentSettings(LinuxTree tree) throws IOException {
        Optional<TextFile> text = tree.text("/etc/waagent.conf");
        if (text.isEmpty()) {
            return Fact.known(Map.of(), "/etc/waagent.conf is not there");
        }
        Map<String, String> kept = new LinkedHashMap<>();
        ShellVariables.parse(text.get()).entries().forEach((name, entry) -> {
            if (name.startsWith("Provisioning.")
                    || name.startsWith("ResourceDisk.")
                    || name.startsWith("AutoUpdate.")) {
                kept.put(name, entry.value());
            }
        });
        return Fact.known(kept, "/etc/waagent.conf");
    }

    private static Fact<List<String>> daemons(LinuxTree tree) throws IOException {
        List<String> found = tree.names(
                "/usr/sbin",
                name -> name.matches("(hypervkvpd|hypervvssd|hypervfcopyd|hv_(kvp|vss|fcopy)(_uio)?_daemon)"));
        return Fact.known(found, "/usr/sbin");
    }
}
