package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.ValueFact.flag;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.registry.RegistryKey;
import dev.gen2lift.guest.registry.RegistryValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Windows' firewall: whether it is on, and the rules that decide who can reach the machine in Azure. */
public final class FirewallFacts {

    public static final FactName<Boolean> DOMAIN_ON = FactName.of("firewallDomainProfile");
    public static final FactName<Boolean> PRIVATE_ON = FactName.of("firewallPrivateProfile");
    public static final FactName<Boolean> PUBLIC_ON = FactName.of("firewallPublicProfile");

    /** The rules that let Remote Desktop in. */
    public static final FactName<List<FirewallRule>> REMOTE_DESKTOP = FactName.of("firewallRemoteDesktopRules");

    /** Those that answer to ping over IPv4. */
    public static final FactName<List<FirewallRule>> PING = FactName.of("firewallPingRules");

    public static final FactName<List<FirewallRule>> WINRM = FactName.of("firewallWinRmRules");

    /** Those that name 168.63.129.16, where a machine in Azure finds its platform. */
    public static final FactName<List<FirewallRule>> AZURE_PLATFORM = FactName.of("firewallAzurePlatformRules");

    /** Active rules that block what comes in to port 3389. */
    public static final FactName<List<FirewallRule>> REMOTE_DESKTOP_BLOCKED =
            FactName.of("firewallRemoteDesktopBlockingRules");

    private static final String OWN = "CS\\Services\\SharedAccess\\Parameters\\FirewallPolicy";
    private static final String POLICY = "SOFTWARE\\Policies\\Microsoft\\WindowsFirewall";
    private static final String PLATFORM_ADDRESS = "168.63.129.16";
    private static final String ENABLE = "EnableFirewall";

    private static final List<ValueFact<?>> VALUES = List.of(
            flag(DOMAIN_ON, OWN + "\\DomainProfile", ENABLE).overriddenBy(POLICY + "\\DomainProfile", ENABLE),
            flag(PRIVATE_ON, OWN + "\\StandardProfile", ENABLE)
                    .overriddenBy(POLICY + "\\PrivateProfile", ENABLE)
                    .overriddenBy(POLICY + "\\StandardProfile", ENABLE),
            flag(PUBLIC_ON, OWN + "\\PublicProfile", ENABLE).overriddenBy(POLICY + "\\PublicProfile", ENABLE));

    private static final List<FactName<List<FirewallRule>>> RULES =
            List.of(REMOTE_DESKTOP, PING, WINRM, AZURE_PLATFORM, REMOTE_DESKTOP_BLOCKED);

    private FirewallFacts() {}

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        WindowsRegistry registry = windows.registry();
        ValueFact.addAll(VALUES, registry, facts);
        String own = OWN + "\\FirewallRules";
        String source = "SYSTEM\\...\\FirewallPolicy\\FirewallRules";
        try {
            Optional<RegistryKey> key = registry.key(own);
            source = registry.name(own);
            if (key.isEmpty()) {
                for (FactName<List<FirewallRule>> name : RULES) {
                    facts.unknown(name, source + " is not there");
                }
                return;
            }
            List<FirewallRule> rules = rules(key.get());
            Optional<RegistryKey> policy = registry.key(POLICY + "\\FirewallRules");
            if (policy.isPresent()) {
                rules.addAll(rules(policy.get()));
            }
            for (FactName<List<FirewallRule>> name : RULES) {
                facts.known(
                        name, rules.stream().filter(rule -> belongs(rule, name)).toList(), source);
            }
        } catch (BadImageException e) {
            for (FactName<List<FirewallRule>> name : RULES) {
                facts.unknown(name, source + " cannot be read: " + e.reason());
            }
        }
    }

    private static List<FirewallRule> rules(RegistryKey key) throws IOException {
        List<FirewallRule> rules = new ArrayList<>();
        for (RegistryValue value : key.values()) {
            if (value.type() == RegistryValue.SZ) {
                rules.add(FirewallRule.parse(value.name(), value.text()));
            }
        }
        return rules;
    }

    private static boolean belongs(FirewallRule rule, FactName<List<FirewallRule>> name) {
        String id = rule.id().toUpperCase(Locale.ROOT);
        if (name.equals(REMOTE_DESKTOP)) {
            return id.startsWith("REMOTEDESKTOP-") && !id.contains("SHADOW");
        }
        if (name.equals(PING)) {
            return id.startsWith("FPS-ICMP4-ERQ-IN");
        }
        if (name.equals(WINRM)) {
            return id.startsWith("WINRM-HTTP-IN-TCP");
        }
        if (name.equals(AZURE_PLATFORM)) {
            return rule.remoteAddresses().stream().anyMatch(address -> address.startsWith(PLATFORM_ADDRESS));
        }
        return rule.active()
                && !rule.allows()
                && rule.inbound()
                && rule.localPorts().contains("3389");
    }
}
