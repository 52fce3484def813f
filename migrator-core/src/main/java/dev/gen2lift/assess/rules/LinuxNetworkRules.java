package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.linux.NetworkFacts;
import dev.gen2lift.guest.linux.NetworkInterface;
import dev.gen2lift.guest.linux.NetworkInterface.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How Linux sets up its network. */
final class LinuxNetworkRules {

    private static final Rule PERSISTENT = rule("LNX-UDEV-PERSISTENT-NET")
            .title("Network interfaces are named by their hardware addresses")
            .why("The interface in Azure has another address, becomes eth1, and stays without configuration.")
            .severity(Severity.WARNING)
            .source(Source.MIGRATE_PREPARE)
            .inLinux("rm -f -- <files>")
            .linux(guest -> guest.where(
                            NetworkFacts.PERSISTENT_RULES, files -> !files.isEmpty(), files -> String.join(", ", files))
                    .map(seen -> seen.with("files", guest.value(NetworkFacts.PERSISTENT_RULES, List.of()))));

    private static final Rule DHCP = rule("LNX-NET-DHCP")
            .title("A network interface is bound to a fixed or hardware address")
            .why("Azure gives addresses by DHCP, and an interface another hardware address; what is bound to the old"
                    + " ones stays without network.")
            .severity(Severity.WARNING)
            .source(Source.MIGRATE_PREPARE)
            .inLinux("""
                    # write the addresses down for the network interface in Azure; then, with netplan
                    printf 'network:\\n  version: 2\\n  ethernets:\\n    eth0:\\n      dhcp4: true\\n' > /etc/netplan/90-azure.yaml
                    # with ifcfg files
                    printf 'DEVICE=eth0\\nONBOOT=yes\\nBOOTPROTO=dhcp\\nTYPE=Ethernet\\n' > /etc/sysconfig/network-scripts/ifcfg-eth0
                    # with ifupdown
                    printf 'auto lo\\niface lo inet loopback\\nauto eth0\\niface eth0 inet dhcp\\n' > /etc/network/interfaces
                    # and take the files away that say otherwise
                    """)
            .linux(
                    NetworkFacts.INTERFACES,
                    all -> all.stream().anyMatch(LinuxNetworkRules::isBound),
                    all -> String.join(
                            "; ",
                            all.stream()
                                    .filter(LinuxNetworkRules::isBound)
                                    .map(LinuxNetworkRules::describe)
                                    .toList()));

    private static boolean isBound(NetworkInterface each) {
        return each.method() == Method.STATIC || !each.macMatch().isEmpty();
    }

    private static String describe(NetworkInterface each) {
        String how = each.method() == Method.STATIC
                ? "fixed " + String.join(", ", each.addresses())
                : "bound to " + each.macMatch();
        return each.name() + ": " + how + " (" + each.source() + ")";
    }

    private static final Rule SRIOV = rule("LNX-NM-SRIOV")
            .title("NetworkManager would manage the virtual functions of accelerated networking")
            .why("With accelerated networking a second interface shows up that belongs to the first; NetworkManager"
                    + " asks for an address on it and disturbs the first.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_RHEL)
            .inLinux("""
                    cat > /etc/udev/rules.d/68-azure-sriov-nm-unmanaged.rules <<'RULE'
                    SUBSYSTEM=="net", DRIVERS=="hv_pci", ACTION=="add", ENV{NM_UNMANAGED}="1"
                    RULE
                    """)
            .linux(guest -> usesNetworkManager(guest).filter(uses -> !uses).isPresent()
                    ? Stream.empty()
                    : guest.where(
                            NetworkFacts.VIRTUAL_FUNCTIONS_UNMANAGED,
                            false,
                            "NetworkManager is enabled, and no rule keeps it away"));

    private static Optional<Boolean> usesNetworkManager(Guest guest) {
        return guest.fact(NetworkFacts.NETWORK_MANAGER_ENABLED).asOptional();
    }

    private static final Rule NETWORK_MANAGER = rule("LNX-NETWORKMANAGER")
            .title("Whether NetworkManager runs does not fit the release")
            .why("From RHEL 8 on the network is set up by NetworkManager alone, which has to be enabled; agents of"
                    + " RHEL 6 and its kin do not work beside it.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_RHEL)
            .inLinux("""
                    # RHEL 8 and later
                    systemctl enable NetworkManager
                    # RHEL 6
                    chkconfig NetworkManager off
                    """)
            .linux(guest -> LinuxVersion.of(guest)
                    .filter(version -> version.is("rhel", "centos", "ol", "almalinux", "rocky"))
                    .filter(version -> version.major() >= 8 || version.major() == 6)
                    .stream()
                    .flatMap(version -> guest.where(
                            NetworkFacts.NETWORK_MANAGER_ENABLED,
                            enabled -> enabled != version.major() >= 8,
                            enabled -> LinuxVersion.name(guest) + ", and NetworkManager is "
                                    + (enabled ? "enabled" : "not enabled"))));

    static final List<Rule> ALL = List.of(PERSISTENT, DHCP, SRIOV, NETWORK_MANAGER);

    private LinuxNetworkRules() {}
}
