package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.windows.FirewallFacts;
import dev.gen2lift.guest.windows.RemoteDesktopFacts;
import dev.gen2lift.guest.windows.ServiceFacts;
import dev.gen2lift.guest.windows.ServiceState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Remote Desktop: without a console, it is the way into a Windows machine in Azure. */
final class WindowsRemoteDesktopRules {

    private static final String LISTENER =
            "'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp'";
    private static final String POLICY = "'HKLM:\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services'";
    private static final String ELEVATED = "# in the guest, elevated\n";
    private static final long NO_LIMIT = 0xFFFF_FFFFL;
    private static final long RDP = 3389;

    private static final Rule DENY = rule("WIN-RDP-DENY")
            .title("Remote Desktop is switched off")
            .why("A machine in Azure has no console to sit at; without Remote Desktop, only the serial console and the"
                    + " VM agent are left.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .remedy(Remedy.powershell(ELEVATED + """
                    Set-ItemProperty -Path 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server' -Name fDenyTSConnections -Value 0 -Type DWord
                    # and where a policy of the machine says otherwise
                    Remove-ItemProperty -Path %s -Name fDenyTSConnections -ErrorAction SilentlyContinue
                    """.formatted(POLICY)))
            .windows(RemoteDesktopFacts.DENIED, denied -> denied, denied -> "fDenyTSConnections is 1");

    private static final Rule PORT = rule("WIN-RDP-PORT")
            .title("Remote Desktop listens on another port than 3389")
            .why("Azure's network security rules, Bastion and just-in-time access expect 3389.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .remedy(listener("PortNumber", "3389"))
            .windows(RemoteDesktopFacts.PORT, port -> port != RDP, port -> "PortNumber is " + port);

    private static final Rule LANADAPTER = rule("WIN-RDP-LANADAPTER")
            .title("Remote Desktop listens on one network adapter only")
            .why("Azure gives the machine another adapter, on which nothing would listen.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .remedy(listener("LanAdapter", "0"))
            .windows(RemoteDesktopFacts.ADAPTER, adapter -> adapter != 0, adapter -> "LanAdapter is " + adapter);

    private static final Rule NLA = rule("WIN-RDP-NLA")
            .title("Remote Desktop does not ask for network level authentication")
            .why("Whoever reaches the port gets a logon screen before proving who they are.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_WINDOWS)
            .remedy(listener("UserAuthentication", "1"))
            .windows(RemoteDesktopFacts.NETWORK_LEVEL_AUTHENTICATION, asks -> !asks, asks -> "UserAuthentication is 0");

    private static final Rule KEEPALIVE = rule("WIN-RDP-KEEPALIVE")
            .title("Remote Desktop does not notice broken connections")
            .why("Azure's load balancers drop idle connections; without keep-alives their sessions linger.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_WINDOWS)
            .remedy(Remedy.powershell(ELEVATED + """
                    New-Item -Path %1$s -Force -ErrorAction SilentlyContinue | Out-Null
                    Set-ItemProperty -Path %1$s -Name KeepAliveEnable -Value 1 -Type DWord
                    Set-ItemProperty -Path %1$s -Name KeepAliveInterval -Value 1 -Type DWord
                    Set-ItemProperty -Path %2$s -Name KeepAliveTimeout -Value 1 -Type DWord
                    """.formatted(POLICY, LISTENER)))
            .windows(guest -> guest.where(RemoteDesktopFacts.KEEP_ALIVE, on -> !on, on -> "KeepAliveEnable is not 1"));

    private static final Rule RECONNECT = rule("WIN-RDP-RECONNECT")
            .title("Remote Desktop does not reconnect as Azure recommends")
            .why("A connection that breaks during maintenance comes back by itself only where reconnecting is allowed.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_WINDOWS)
            .remedy(Remedy.powershell(ELEVATED + """
                    New-Item -Path %1$s -Force -ErrorAction SilentlyContinue | Out-Null
                    Set-ItemProperty -Path %1$s -Name fDisableAutoReconnect -Value 0 -Type DWord
                    Set-ItemProperty -Path %2$s -Name fInheritReconnectSame -Value 1 -Type DWord
                    Set-ItemProperty -Path %2$s -Name fReconnectSame -Value 0 -Type DWord
                    """.formatted(POLICY, LISTENER)))
            .windows(WindowsRemoteDesktopRules::reconnect);

    private static Stream<Observation> reconnect(Guest guest) {
        List<String> wrong = new ArrayList<>();
        if (guest.fact(RemoteDesktopFacts.RECONNECT_DISABLED).is(true)) {
            wrong.add("fDisableAutoReconnect is 1");
        }
        if (guest.fact(RemoteDesktopFacts.INHERIT_RECONNECT_SAME).is(false)) {
            wrong.add("fInheritReconnectSame is 0");
        }
        if (guest.fact(RemoteDesktopFacts.RECONNECT_SAME).is(true)) {
            wrong.add("fReconnectSame is 1");
        }
        if (!wrong.isEmpty()) {
            return Stream.of(guest.saw(String.join(", ", wrong)));
        }
        return Stream.of(
                        RemoteDesktopFacts.RECONNECT_DISABLED,
                        RemoteDesktopFacts.INHERIT_RECONNECT_SAME,
                        RemoteDesktopFacts.RECONNECT_SAME)
                .filter(name -> guest.fact(name).asOptional().isEmpty())
                .limit(1)
                .map(guest::notKnown);
    }

    private static final Rule MAXINST = rule("WIN-RDP-MAXINST")
            .title("Remote Desktop limits the number of sessions")
            .why("Where the limit is reached by sessions that nobody uses, an administrator is kept out.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .remedy(listener("MaxInstanceCount", "4294967295"))
            .windows(
                    RemoteDesktopFacts.MAX_SESSIONS,
                    sessions -> sessions != NO_LIMIT,
                    sessions -> "MaxInstanceCount is " + sessions);

    private static final Rule CERT = rule("WIN-RDP-CERT")
            .title("Remote Desktop is bound to a certificate")
            .why("Where that certificate is missing or expired after the move, connections are refused.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .remedy(Remedy.powershell(
                    ELEVATED + "Remove-ItemProperty -Path " + LISTENER + " -Name SSLCertificateSHA1Hash"))
            .windows(RemoteDesktopFacts.OWN_CERTIFICATE, own -> own, own -> "SSLCertificateSHA1Hash is set");

    private static final Rule PORT_CONFLICT = rule("WIN-PORT3389-CONFLICT")
            .title("Something else may listen on port 3389")
            .why("Which program takes the port is decided when it runs, and cannot be told from a disk. What can be"
                    + " told is where Remote Desktop itself does not take it.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .remedy(Remedy.powershell(ELEVATED + """
                    # see who listens, and move whatever is not TermService
                    Get-NetTCPConnection -LocalPort 3389 -State Listen |
                      ForEach-Object { Get-Process -Id $_.OwningProcess }
                    """))
            .windows(WindowsRemoteDesktopRules::otherListener);

    private static Stream<Observation> otherListener(Guest guest) {
        List<String> signs = new ArrayList<>();
        Fact<Long> port = guest.fact(RemoteDesktopFacts.PORT);
        if (port.asOptional().isPresent() && !port.is(RDP)) {
            signs.add("Remote Desktop has left the port to others, it listens on "
                    + port.asOptional().get());
        }
        Fact<ServiceState> service = guest.fact(ServiceFacts.of("TermService"));
        if (service.asOptional()
                .filter(state -> state.starts(ServiceState.Start.DISABLED))
                .isPresent()) {
            signs.add("the service of Remote Desktop is disabled");
        }
        guest.value(FirewallFacts.REMOTE_DESKTOP_BLOCKED, List.of())
                .forEach(rule -> signs.add("the firewall rule " + rule.id() + " blocks port 3389"));
        return signs.isEmpty() ? Stream.empty() : Stream.of(guest.saw(String.join("; ", signs)));
    }

    static final List<Rule> ALL =
            List.of(DENY, PORT, LANADAPTER, NLA, KEEPALIVE, RECONNECT, MAXINST, CERT, PORT_CONFLICT);

    private WindowsRemoteDesktopRules() {}

    private static Remedy listener(String value, String number) {
        return Remedy.powershell(ELEVATED + "Set-ItemProperty -Path " + LISTENER + " -Name " + value + " -Value "
                + number + " -Type DWord");
    }
}
