package dev.gen2lift.guest.linux;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.linux.NetworkInterface.Method;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the system gets its addresses, and what ties it to the network hardware that it had. */
public final class NetworkFacts {

    /** Each configured interface but the loopback, in the order of the files. */
    public static final FactName<List<NetworkInterface>> INTERFACES = FactName.of("networkInterfaces");

    /** udev rules that name interfaces by the hardware addresses that they had. */
    public static final FactName<List<String>> PERSISTENT_RULES = FactName.of("persistentNetworkRules");

    /** Whether something keeps NetworkManager off the virtual functions of accelerated networking. */
    public static final FactName<Boolean> VIRTUAL_FUNCTIONS_UNMANAGED = FactName.of("virtualFunctionsUnmanaged");

    public static final FactName<Boolean> NETWORK_MANAGER_ENABLED = FactName.of("networkManagerEnabled");

    /** Files of one configuration that are read. */
    private static final int MAX_FILES = 200;

    private static final String UDEV = "/etc/udev/rules.d";
    private static final String NETWORK_MANAGER = "/etc/NetworkManager/system-connections";
    private static final List<String> IFCFG = List.of("/etc/sysconfig/network-scripts", "/etc/sysconfig/network");

    private NetworkFacts() {}

    static void read(LinuxTree tree, Services services, FactLog log) throws IOException {
        log.look(INTERFACES, "network configuration", () -> interfaces(tree));
        log.look(
                PERSISTENT_RULES,
                UDEV,
                () -> Fact.known(
                        tree
                                .names(UDEV, name -> name.matches("\\d\\d-persistent-net(-generator|-cd)?\\.rules"))
                                .stream()
                                .map(name -> UDEV + "/" + name)
                                .toList(),
                        UDEV));
        log.look(VIRTUAL_FUNCTIONS_UNMANAGED, UDEV, () -> unmanaged(tree));
        log.look(
                NETWORK_MANAGER_ENABLED,
                "NetworkManager.service",
                () -> AzureFacts.enabled(services.find("NetworkManager")));
    }

    private static Fact<List<NetworkInterface>> interfaces(LinuxTree tree) throws IOException {
        List<NetworkInterface> all = new ArrayList<>();
        for (String folder : List.of("/etc/netplan", "/usr/lib/netplan")) {
            for (TextFile file : texts(tree, folder, ".yaml")) {
                netplan(file, all);
            }
        }
        for (String folder : IFCFG) {
            for (TextFile file : texts(tree, folder, "")) {
                ifcfg(file, all);
            }
        }
        for (TextFile file : texts(tree, NETWORK_MANAGER, "")) {
            networkManager(IniFile.parse(file), all);
        }
        for (TextFile file : texts(tree, "/etc/systemd/network", ".network")) {
            networkd(IniFile.parse(file), all);
        }
        Optional<TextFile> interfaces = tree.text("/etc/network/interfaces");
        if (interfaces.isPresent()) {
            IfupdownFile.read(interfaces.get(), all);
        }
        for (TextFile file : texts(tree, "/etc/network/interfaces.d", "")) {
            IfupdownFile.read(file, all);
        }
        String where =
                all.isEmpty() ? "none of netplan, ifcfg, NetworkManager, ifupdown, systemd-networkd" : "files of each";
        return Fact.known(all.subList(0, Math.min(all.size(), MAX_FILES)), where);
    }

    private static List<TextFile> texts(LinuxTree tree, String folder, String ending) throws IOException {
        List<TextFile> texts = new ArrayList<>();
        for (String name :
                tree.names(folder, file -> file.endsWith(ending) && !file.endsWith("~") && !file.endsWith(".bak"))) {
            if (texts.size() < MAX_FILES) {
                tree.text(folder + "/" + name).ifPresent(texts::add);
            }
        }
        return texts;
    }

    private static void netplan(TextFile file, List<NetworkInterface> into) throws IOException {
        YamlMap network = YamlMap.parse(file).map("network");
        for (String kind : List.of("ethernets", "bonds", "bridges", "vlans")) {
            for (Map.Entry<String, YamlMap> entry : network.map(kind).maps().entrySet()) {
                YamlMap settings = entry.getValue();
                List<String> addresses = settings.texts("addresses");
                into.add(new NetworkInterface(
                        entry.getKey(),
                        "netplan",
                        NetworkInterface.method(settings.isTrue("dhcp4"), addresses),
                        addresses,
                        settings.map("match").text("macaddress").orElse(""),
                        file.path()));
            }
        }
    }

    private static void ifcfg(TextFile file, List<NetworkInterface> into) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        if (!name.startsWith("ifcfg-") || name.equals("ifcfg-lo")) {
            return;
        }
        ShellVariables variables = ShellVariables.parse(file);
        List<String> addresses = variables.entries().entrySet().stream()
                .filter(entry -> entry.getKey().matches("IPADDR\\d*(_.+)?"))
                .map(entry -> entry.getValue().value())
                .filter(address -> !address.isEmpty())
                .toList();
        String protocol = variables.value("BOOTPROTO").orElse("").toLowerCase(java.util.Locale.ROOT);
        into.add(new NetworkInterface(
                variables.value("DEVICE").orElse(name.substring(6)),
                "ifcfg",
                NetworkInterface.method(protocol.startsWith("dhcp") || protocol.equals("bootp"), addresses),
                addresses,
                variables.value("HWADDR").orElse(""),
                file.path()));
    }

    private static void networkManager(IniFile file, List<NetworkInterface> into) {
        String type = file.value("connection", "type").orElse("");
        if (type.equals("loopback")) {
            return;
        }
        List<String> addresses = file.entries().stream()
                .filter(entry -> entry.section().equals("ipv4") && entry.name().matches("address\\d*|addresses\\d*"))
                .map(IniFile.Entry::value)
                .toList();
        into.add(new NetworkInterface(
                file.value("connection", "interface-name")
                        .or(() -> file.value("connection", "id"))
                        .orElse(""),
                "networkmanager",
                NetworkInterface.method(
                        file.value("ipv4", "method").filter("auto"::equals).isPresent(), addresses),
                addresses,
                file.value("ethernet", "mac-address")
                        .or(() -> file.value("802-3-ethernet", "mac-address"))
                        .orElse(""),
                file.path()));
    }

    private static void networkd(IniFile file, List<NetworkInterface> into) {
        List<String> addresses = new ArrayList<>(file.values("network", "address"));
        addresses.addAll(file.values("address", "address"));
        boolean dhcp = file.value("network", "dhcp")
                .filter(value -> value.matches("(?i)yes|true|ipv4|both|on"))
                .isPresent();
        into.add(new NetworkInterface(
                file.value("match", "name").orElse(""),
                "systemd-networkd",
                NetworkInterface.method(dhcp, addresses),
                addresses,
                file.value("match", "macaddress")
                        .or(() -> file.value("match", "permanentmacaddress"))
                        .orElse(""),
                file.path()));
    }

    private static Fact<Boolean> unmanaged(LinuxTree tree) throws IOException {
        for (String folder : List.of(UDEV, "/usr/lib/udev/rules.d", "/lib/udev/rules.d")) {
            Optional<String> rule = tree.firstOf(folder + "/68-azure-sriov-nm-unmanaged.rules");
            if (rule.isPresent()) {
                return Fact.known(true, rule.get());
            }
        }
        for (TextFile file : texts(tree, "/etc/NetworkManager/conf.d", ".conf")) {
            if (file.lines().stream()
                    .anyMatch(line -> line.contains("unmanaged-devices") && line.contains("driver:mlx"))) {
                return Fact.known(true, file.path());
            }
        }
        return Fact.known(false, "no rule below " + UDEV + " and no setting of NetworkManager");
    }

    /** Method of a stanza of /etc/network/interfaces. */
    static Method method(String word) {
        return switch (word) {
            case "dhcp", "bootp" -> Method.DHCP;
            case "static" -> Method.STATIC;
            default -> Method.OTHER;
        };
    }
}
