package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.windows.FirewallFacts;
import dev.gen2lift.guest.windows.FirewallRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whom the firewall of Windows lets in. */
final class WindowsFirewallRules {

    private static final Rule PROFILES = rule("WIN-FW-PROFILES")
            .title("The firewall is switched off in some profiles")
            .why("A machine with a public address is found within minutes; the guest's firewall is a line of its own"
                    + " beside Azure's network security groups.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("Set-NetFirewallProfile -Profile Domain,Public,Private -Enabled True")
            .windows(WindowsFirewallRules::profiles);

    private static Stream<Observation> profiles(Guest guest) {
        Map<String, FactName<Boolean>> profiles = new LinkedHashMap<>();
        profiles.put("Domain", FirewallFacts.DOMAIN_ON);
        profiles.put("Private", FirewallFacts.PRIVATE_ON);
        profiles.put("Public", FirewallFacts.PUBLIC_ON);
        List<String> off = new ArrayList<>();
        profiles.forEach((name, fact) -> {
            if (guest.fact(fact).is(false)) {
                off.add(name);
            }
        });
        if (!off.isEmpty()) {
            return Stream.of(guest.saw("off: " + String.join(", ", off)));
        }
        return profiles.values().stream()
                .filter(fact -> guest.fact(fact).asOptional().isEmpty())
                .limit(1)
                .map(guest::notKnown);
    }

    private static final Rule RDP = rule("WIN-FW-RDP")
            .title("The firewall does not let Remote Desktop in")
            .why("The connection ends at the guest's firewall, whatever Azure's network security groups allow.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("Get-NetFirewallRule -Name 'RemoteDesktop-*' | Set-NetFirewallRule -Enabled True")
            .windows(guest -> {
                List<FirewallRule> blocking = guest.value(FirewallFacts.REMOTE_DESKTOP_BLOCKED, List.of());
                if (!blocking.isEmpty() && !allOff(guest)) {
                    return Stream.of(guest.saw("the rule " + blocking.get(0).id() + " blocks port 3389"));
                }
                return allOff(guest) ? Stream.empty() : unlessAllowed(guest, FirewallFacts.REMOTE_DESKTOP);
            });

    private static final Rule PING = rule("WIN-FW-ICMP")
            .title("The firewall does not answer to ping")
            .why("Whether the network leads to the machine is told soonest by ping.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("Set-NetFirewallRule -Name 'FPS-ICMP4-ERQ-In' -Enabled True")
            .windows(guest -> allOff(guest) ? Stream.empty() : unlessAllowed(guest, FirewallFacts.PING));

    private static final Rule WINRM = rule("WIN-FW-WINRM")
            .title("The firewall does not let remote management in")
            .why("With WinRM an administrator can repair what keeps Remote Desktop from working.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    Enable-PSRemoting -Force
                    Get-NetFirewallRule -Name 'WINRM-HTTP-In-TCP*' | Set-NetFirewallRule -Enabled True
                    """)
            .windows(guest -> allOff(guest) ? Stream.empty() : unlessAllowed(guest, FirewallFacts.WINRM));

    private static final Rule PLATFORM = rule("WIN-FW-AZPLATFORM")
            .title("No firewall rule speaks of Azure's platform address")
            .why("The VM agent talks to 168.63.129.16. Windows lets it out by default; a guest that is locked down"
                    + " needs a rule for it.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    New-NetFirewallRule -DisplayName AzurePlatform -Direction Inbound -RemoteAddress 168.63.129.16 -Profile Any -Action Allow
                    New-NetFirewallRule -DisplayName AzurePlatform -Direction Outbound -RemoteAddress 168.63.129.16 -Profile Any -Action Allow
                    """)
            .windows(guest -> guest.where(
                    FirewallFacts.AZURE_PLATFORM,
                    rules -> rules.stream().noneMatch(rule -> rule.active() && rule.allows()),
                    rules -> rules.isEmpty()
                            ? "no rule names 168.63.129.16"
                            : rules.get(0).id() + " does not allow 168.63.129.16"));

    private static Stream<Observation> unlessAllowed(Guest guest, FactName<List<FirewallRule>> name) {
        return guest.where(
                name,
                rules -> rules.stream().noneMatch(rule -> rule.active() && rule.allows()),
                rules -> rules.isEmpty()
                        ? "there is no such rule"
                        : "not active: "
                                + String.join(
                                        ", ",
                                        rules.stream().map(FirewallRule::id).toList()));
    }

    private static boolean allOff(Guest guest) {
        return guest.fact(FirewallFacts.DOMAIN_ON).is(false)
                && guest.fact(FirewallFacts.PRIVATE_ON).is(false)
                && guest.fact(FirewallFacts.PUBLIC_ON).is(false);
    }

    static final List<Rule> ALL = List.of(PROFILES, RDP, PING, WINRM, PLATFORM);

    private WindowsFirewallRules() {}
}
