package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.ValueFact.text;

import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.registry.RegistryKey;
import dev.gen2lift.guest.registry.RegistryValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Network: addresses, routes, proxies that may not fit where the machine goes. */
public final class NetworkFacts {

    public static final FactName<List<WindowsInterface>> INTERFACES = FactName.of("windowsInterfaces");

    /** Adapters that stand for a team of others (LBFO), by their descriptions. */
    public static final FactName<List<String>> TEAMS = FactName.of("teamAdapters");

    /** "destination,mask,gateway,metric" each. */
    public static final FactName<List<String>> PERSISTENT_ROUTES = FactName.of("persistentRoutes");

    public static final FactName<WinHttpProxy> WINHTTP_PROXY = FactName.of("winHttpProxy");

    /** The DNS suffix that the machine was given. */
    public static final FactName<String> DNS_DOMAIN = FactName.of("windowsDnsDomain");

    private static final String TCPIP = "CS\\Services\\Tcpip\\Parameters";
    private static final String CLASS = "CS\\Control\\Network\\{4D36E972-E325-11CE-BFC1-08002BE10318}";
    private static final String PROXY = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections";

    private static final String ADAPTERS = "CS\\Control\\Class\\{4D36E972-E325-11CE-BFC1-08002BE10318}";

    /** What the driver of a team calls itself. */
    private static final String MULTIPLEXOR = "compositebus\\ms_implat_mp";

    /** Interfaces that are looked at; machines that were cloned often have hundreds of dead ones. */
    private static final int MAX_INTERFACES = 1024;

    private static final List<ValueFact<?>> VALUES = List.of(
            ValueFact.of(WINHTTP_PROXY, PROXY, "WinHttpSettings", value -> WinHttpProxy.parse(value.bytes()))
                    .whenAbsent(WinHttpProxy.DIRECT, "no proxy"),
            text(DNS_DOMAIN, TCPIP, "Domain").overriddenBy(TCPIP, "NV Domain").whenAbsent("", "none"));

    private NetworkFacts() {}

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        WindowsRegistry registry = windows.registry();
        windows.lookAt(facts, INTERFACES, TCPIP + "\\Interfaces", () -> interfaces(registry));
        windows.lookFor(facts, PERSISTENT_ROUTES, TCPIP + "\\PersistentRoutes", () -> routes(registry));
        windows.lookFor(facts, TEAMS, ADAPTERS, () -> teams(registry));
        ValueFact.addAll(VALUES, registry, facts);
    }

    private static List<String> teams(WindowsRegistry registry) throws IOException {
        Optional<RegistryKey> key = registry.key(ADAPTERS);
        List<String> found = new ArrayList<>();
        if (key.isPresent()) {
            List<RegistryKey> all = key.get().subkeys();
            for (RegistryKey each : all.subList(0, Math.min(MAX_INTERFACES, all.size()))) {
                Optional<RegistryValue> component = each.value("ComponentId");
                if (component.isPresent()
                        && component.get().type() == RegistryValue.SZ
                        && component.get().text().equalsIgnoreCase(MULTIPLEXOR)) {
                    Optional<RegistryValue> description = each.value("DriverDesc");
                    found.add(description.isPresent() ? description.get().text() : each.name());
                }
            }
        }
        return found;
    }

    private static List<String> routes(WindowsRegistry registry) throws IOException {
        Optional<RegistryKey> key = registry.key(TCPIP + "\\PersistentRoutes");
        return key.isEmpty()
                ? List.of()
                : key.get().values().stream().map(RegistryValue::name).toList();
    }

    private static List<WindowsInterface> interfaces(WindowsRegistry registry) throws IOException {
        Optional<RegistryKey> key = registry.key(TCPIP + "\\Interfaces");
        List<WindowsInterface> found = new ArrayList<>();
        if (key.isPresent()) {
            List<RegistryKey> all = key.get().subkeys();
            for (RegistryKey each : all.subList(0, Math.min(MAX_INTERFACES, all.size()))) {
                found.add(describe(registry, each));
            }
        }
        return found;
    }

    private static WindowsInterface describe(WindowsRegistry registry, RegistryKey key) throws IOException {
        Optional<RegistryValue> dhcp = key.value("EnableDHCP");
        Optional<RegistryValue> name = Optional.empty();
        Optional<RegistryKey> adapter = registry.key(CLASS + "\\" + key.name() + "\\Connection");
        if (adapter.isPresent()) {
            name = adapter.get().value("Name");
        }
        Optional<RegistryValue> dhcpAddress = key.value("DhcpIPAddress");
        return new WindowsInterface(
                key.name(),
                name.isPresent() ? Optional.of(name.get().text()) : Optional.empty(),
                dhcp.isPresent() ? Optional.of(dhcp.get().number() != 0) : Optional.empty(),
                list(key, "IPAddress"),
                list(key, "SubnetMask"),
                list(key, "DefaultGateway"),
                list(key, "NameServer"),
                dhcpAddress.isPresent() ? Optional.of(dhcpAddress.get().text()) : Optional.empty());
    }

    /** A list, or a text with commas; addresses that stand for none are left out. */
    private static List<String> list(RegistryKey key, String name) throws IOException {
        Optional<RegistryValue> value = key.value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        Stream<String> parts = value.get().type() == RegistryValue.MULTI_SZ
                ? value.get().texts().stream()
                : Stream.of(value.get().text().split("[, ]+"));
        return parts.filter(part -> !part.isEmpty() && !part.equals("0.0.0.0")).toList();
    }
}
