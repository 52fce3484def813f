package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.windows.ServiceFacts;
import dev.gen2lift.guest.windows.ServiceState;
import dev.gen2lift.guest.windows.ServiceState.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** When services of Windows start (Prepare a Windows VHD, "Check the Windows services"). */
final class WindowsServiceRules {

    private static final List<String> AUTOMATIC =
            List.of("BFE", "Dhcp", "Dnscache", "IKEEXT", "iphlpsvc", "nsi", "mpssvc", "RemoteRegistry", "W32Time");

    private static final List<String> MANUAL = List.of("Netlogon", "Netman", "TermService", "WerSvc");

    /** Without these there is no address, and so no way to the machine. */
    private static final Set<String> NETWORK = Set.of("Dhcp", "nsi");

    /** Windows starts these when something asks for them, and disables the last one on clients: both are fine. */
    private static final Set<String> ON_DEMAND = Set.of("IKEEXT", "iphlpsvc", "W32Time", "RemoteRegistry", "Dnscache");

    private static final Rule AUTO = rule("WIN-SVC-AUTO")
            .title("Services that Azure expects to start by themselves do not")
            .why("Addresses, name resolution, the firewall, time and remote administration depend on them. Without"
                    + " Dhcp and nsi the machine has no address in Azure.")
            .severity(Severity.BLOCKER)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("<services> | ForEach-Object { Set-Service -Name $_ -StartupType Automatic }")
            .windows(guest -> judge(guest, AUTOMATIC, WindowsServiceRules::startsByItself));

    private static final Rule MANUALLY = rule("WIN-SVC-MANUAL")
            .title("Services that Azure needs to be able to start are disabled")
            .why("Remote Desktop, network connections, domain logon and error reports are started when they are"
                    + " needed, which a disabled service refuses.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("<services> | ForEach-Object { Set-Service -Name $_ -StartupType Manual }")
            .windows(guest -> judge(guest, MANUAL, (name, state) -> !state.starts(Start.DISABLED)));

    private interface Wanted {
        boolean isFine(String name, ServiceState state);
    }

    private static boolean startsByItself(String name, ServiceState state) {
        return !state.installed()
                || state.starts(Start.AUTOMATIC)
                || ON_DEMAND.contains(name) && state.starts(Start.MANUAL)
                || name.equals("RemoteRegistry");
    }

    private static Stream<Observation> judge(Guest guest, List<String> services, Wanted wanted) {
        List<String> wrong = new ArrayList<>();
        List<String> words = new ArrayList<>();
        boolean cutOff = false;
        for (String name : services) {
            FactName<ServiceState> factName = ServiceFacts.of(name);
            Fact<ServiceState> fact = guest.fact(factName);
            if (fact.asOptional().isEmpty()) {
                return Stream.of(guest.notKnown(factName));
            }
            ServiceState state = fact.asOptional().get();
            if (!wanted.isFine(name, state)) {
                wrong.add(name);
                words.add(name + " is " + words(state));
                cutOff |= NETWORK.contains(name) && state.starts(Start.DISABLED);
            }
        }
        if (wrong.isEmpty()) {
            return Stream.empty();
        }
        Observation seen = guest.saw(String.join(", ", words)).with("services", wrong);
        return Stream.of(cutOff ? seen : seen.as(Severity.WARNING));
    }

    static String words(ServiceState state) {
        return state.start().map(start -> start.name().toLowerCase(Locale.ROOT)).orElse("set to no known start");
    }

    static final List<Rule> ALL = List.of(AUTO, MANUALLY);

    private WindowsServiceRules() {}
}
