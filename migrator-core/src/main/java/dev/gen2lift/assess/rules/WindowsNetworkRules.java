package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.windows.NetworkFacts;
import dev.gen2lift.guest.windows.ServiceFacts;
import dev.gen2lift.guest.windows.ServiceState.Start;
import dev.gen2lift.guest.windows.WindowsInterface;
import java.util.List;

/** Addresses, routes and proxies of Windows. */
final class WindowsNetworkRules {

    private static final Rule DHCP_SERVICE = rule("WIN-DHCP-SVC")
            .title("The DHCP client does not run")
            .why("A network interface in Azure gets its address by DHCP, the fixed ones too.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("Set-Service -Name Dhcp -StartupType Automatic")
            .windows(guest -> guest.where(
                    ServiceFacts.of("Dhcp"),
                    state -> !state.starts(Start.AUTOMATIC),
                    state -> state.installed()
                            ? "the service is " + WindowsServiceRules.words(state)
                            : "the service is not installed"));

    private static final Rule STATIC_IP = rule("WIN-STATIC-IP")
            .title("Network adapters have fixed addresses")
            .why("Azure gives the machine a new adapter, which starts with DHCP; the old settings stay behind on an"
                    + " adapter that is gone. An address that is to stay the same is set on Azure's network interface.")
            .severity(Severity.WARNING)
            .source(Source.MIGRATE_PREPARE)
            .inWindows("""
                    # write the addresses and name servers down for the network interface in Azure; then
                    Get-NetAdapter | Set-NetIPInterface -Dhcp Enabled
                    Get-NetAdapter | Set-DnsClientServerAddress -ResetServerAddresses
                    """)
            .windows(
                    NetworkFacts.INTERFACES,
                    all -> all.stream().anyMatch(WindowsNetworkRules::isFixed),
                    all -> String.join(
                            "; ",
                            all.stream()
                                    .filter(WindowsNetworkRules::isFixed)
                                    .map(WindowsNetworkRules::describe)
                                    .toList()));

    private static boolean isFixed(WindowsInterface each) {
        return each.dhcp().filter(dhcp -> !dhcp).isPresent()
                && !each.addresses().isEmpty();
    }

    private static String describe(WindowsInterface each) {
        String servers = each.nameServers().isEmpty() ? "" : ", name servers " + String.join(", ", each.nameServers());
        return each.name().orElse(each.id()) + ": " + String.join(", ", each.addresses()) + servers;
    }

    private static final Rule ROUTES = rule("WIN-ROUTES")
            .title("There are persistent routes")
            .why("They lead to gateways of the network that the machine leaves.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    route.exe print
                    # and each of those that do not hold in Azure
                    <routes> | ForEach-Object { route.exe delete $_ }
                    """)
            .windows(guest -> guest.where(
                            NetworkFacts.PERSISTENT_ROUTES,
                            routes -> !routes.isEmpty(),
                            routes -> String.join("; ", routes))
                    .map(seen -> seen.with(
                            "routes",
                            guest.value(NetworkFacts.PERSISTENT_ROUTES, List.of()).stream()
                                    .map(route -> route.split(",", 2)[0])
                                    .toList())));

    private static final Rule PROXY = rule("WIN-PROXY")
            .title("Services go through a proxy")
            .why("The VM agent cannot reach Azure's platform through it, and the proxy may be out of reach in Azure.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    netsh.exe winhttp reset proxy
                    # or, where the proxy stays in reach, except Azure's platform from it
                    netsh.exe winhttp set proxy <proxy> '168.63.129.16;169.254.169.254'
                    """)
            .windows(guest -> guest.where(
                            NetworkFacts.WINHTTP_PROXY,
                            proxy -> !proxy.proxy().isEmpty() && !proxy.bypass().contains("168.63.129.16"),
                            proxy -> "the proxy is " + proxy.proxy())
                    .map(seen -> guest.fact(NetworkFacts.WINHTTP_PROXY)
                            .asOptional()
                            .map(proxy -> seen.with("proxy", proxy.proxy()))
                            .orElse(seen)));

    static final List<Rule> ALL = List.of(DHCP_SERVICE, STATIC_IP, ROUTES, PROXY);

    private WindowsNetworkRules() {}
}
