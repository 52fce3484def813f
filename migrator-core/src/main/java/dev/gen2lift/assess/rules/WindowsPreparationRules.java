package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.windows.AccountFacts;
import dev.gen2lift.guest.windows.AgentFacts;
import dev.gen2lift.guest.windows.RoleFacts;
import dev.gen2lift.guest.windows.ServiceFacts;
import dev.gen2lift.guest.windows.SystemFacts;
import dev.gen2lift.guest.windows.UpdateFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be done in Windows, and to be known, before the last shutdown. */
final class WindowsPreparationRules {

    private static final String ADMINISTRATORS = "S-1-5-32-544";
    private static final String EVERYONE = "S-1-1-0";
    private static final String AUTHENTICATED = "S-1-5-11";
    private static final String USERS = "S-1-5-32-545";
    private static final String REMOTE_DESKTOP_USERS = "S-1-5-32-555";

    private static final Rule AGENT = rule("WIN-AGENT")
            .title("The Azure VM agent is not installed")
            .why("Extensions, password resets and run-command need the agent. The machine runs without it.")
            .severity(Severity.WARNING)
            .source(Source.AGENT_OFFLINE)
            .inWindows("""
                    Invoke-WebRequest -Uri 'https://go.microsoft.com/fwlink/?LinkID=394789' -OutFile "$env:TEMP\\agent.msi"
                    Start-Process msiexec.exe -ArgumentList "/i `"$env:TEMP\\agent.msi`" /quiet" -Wait
                    """)
            .windows(guest -> Stream.of("WindowsAzureGuestAgent", "RdAgent")
                    .map(ServiceFacts::of)
                    .flatMap(name -> guest.where(
                            name,
                            state -> !state.installed(),
                            state -> "the service is not installed"
                                    + (guest.value(AgentFacts.AZURE_AGENT_FOLDERS, List.of())
                                                    .isEmpty()
                                            ? ""
                                            : ", though its folder is there")))
                    .limit(1));

    private static final Rule PENDING = rule("WIN-PENDING-UPDATES")
            .title("Windows has updates to finish at its next start")
            .why("The first start in Azure then takes long, or hangs where nobody sees the screen.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # restart until nothing is left to finish, then shut down
                    Restart-Computer
                    """)
            .windows(WindowsPreparationRules::pending);

    private static Stream<Observation> pending(Guest guest) {
        Map<FactName<Boolean>, String> signs = new LinkedHashMap<>();
        signs.put(UpdateFacts.SERVICING_REBOOT, "components wait for a restart (CBS RebootPending)");
        signs.put(UpdateFacts.UPDATE_REBOOT, "Windows Update waits for a restart (RebootRequired)");
        signs.put(UpdateFacts.SERVICING_SESSIONS, "servicing sessions are pending");
        signs.put(UpdateFacts.PENDING_XML, "WinSxS has a pending.xml");
        List<String> found = new ArrayList<>();
        signs.forEach((name, words) -> {
            if (guest.fact(name).is(true)) {
                found.add(words);
            }
        });
        if (!found.isEmpty()) {
            return Stream.of(guest.saw(String.join("; ", found)));
        }
        List<String> renames = guest.value(UpdateFacts.FILE_RENAMES, List.of());
        if (!renames.isEmpty()) {
            // programs leave such work at every other update of theirs, and it is done in a moment
            return Stream.of(guest.saw(renames.size() / 2 + " files are to be renamed or deleted at the next start")
                    .as(Severity.INFO));
        }
        return signs.keySet().stream()
                .filter(name -> guest.fact(name).asOptional().isEmpty())
                .limit(1)
                .map(guest::notKnown);
    }

    private static final Rule UNATTEND = rule("WIN-UNATTEND")
            .title("There are answer files that setup would use again")
            .why("Azure brings answers of its own to a generalized machine; a file that is left over wins, and"
                    + " provisioning fails. A specialized machine is not concerned.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("Remove-Item -LiteralPath <files> -Force")
            .windows(guest -> guest.where(
                            SystemFacts.ANSWER_FILES, files -> !files.isEmpty(), files -> String.join(", ", files))
                    .map(seen -> seen.with(
                            "files",
                            guest.value(SystemFacts.ANSWER_FILES, List.of()).stream()
                                    .map(file -> "C:" + file.replace('/', '\\'))
                                    .toList()))
                    .map(seen -> guest.fact(SystemFacts.GENERALIZED).is(false) ? seen.as(Severity.INFO) : seen));

    private static final Rule PANTHER = rule("WIN-PANTHER")
            .title("The folder of an earlier setup is there")
            .why("Before a machine is generalized, C:\\Windows\\Panther has to go, or sysprep takes up what it finds"
                    + " there.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # only where the machine is to become an image, before sysprep
                    Remove-Item -LiteralPath "$env:SystemRoot\\Panther" -Recurse -Force
                    """)
            .windows(SystemFacts.PANTHER_FOLDER, there -> there, there -> "the folder is there");

    private static final Rule LOCAL_ADMIN = rule("WIN-LOCALADMIN")
            .title("No local administrator can be told to work")
            .why("Where the domain is out of reach after the move, only a local account gets in.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # enable the built-in administrator, or know another member of the group and its password
                    Get-LocalGroupMember -SID S-1-5-32-544
                    Get-LocalUser | Where-Object SID -like '*-500' | Enable-LocalUser
                    """)
            .windows(guest -> {
                if (guest.fact(RoleFacts.DOMAIN_CONTROLLER).is(true)) {
                    return Stream.empty();
                }
                List<String> members = guest.value(AccountFacts.ADMINISTRATORS, List.of());
                boolean others = members.stream()
                        .anyMatch(sid -> sid.startsWith("S-1-5-21-") && !sid.endsWith("-500") && !sid.endsWith("-512"));
                return guest.where(
                        AccountFacts.ADMINISTRATOR,
                        admin -> !admin.enabled() && !others,
                        admin -> "the built-in administrator, " + admin.name()
                                + ", is disabled, and no other account is");
            });

    private static final Rule RIGHTS = rule("WIN-USER-RIGHTS")
            .title("User rights keep administrators from logging on remotely")
            .why("A right that is denied, or not granted, holds for Remote Desktop too, whatever the firewall lets in.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # see the rights, and change them in secpol.msc, Local Policies, User Rights Assignment
                    secedit.exe /export /areas USER_RIGHTS /cfg "$env:TEMP\\rights.inf"
                    Select-String -Path "$env:TEMP\\rights.inf" -Pattern 'RemoteInteractive|NetworkLogonRight'
                    """)
            .windows(WindowsPreparationRules::rights);

    private static Stream<Observation> rights(Guest guest) {
        List<FactName<List<String>>> names = List.of(
                AccountFacts.REMOTE_LOGON,
                AccountFacts.REMOTE_LOGON_DENIED,
                AccountFacts.NETWORK_LOGON,
                AccountFacts.NETWORK_LOGON_DENIED);
        Optional<FactName<List<String>>> unknown = names.stream()
                .filter(name -> guest.fact(name).asOptional().isEmpty())
                .findFirst();
        if (unknown.isPresent()) {
            return Stream.of(guest.notKnown(unknown.get()));
        }
        List<String> problems = new ArrayList<>();
        for (FactName<List<String>> denied :
                List.of(AccountFacts.REMOTE_LOGON_DENIED, AccountFacts.NETWORK_LOGON_DENIED)) {
            guest.value(denied, List.of()).stream()
                    .filter(sid -> List.of(ADMINISTRATORS, EVERYONE, AUTHENTICATED, USERS)
                            .contains(sid))
                    .forEach(sid -> problems.add(denied.id() + " for " + sid));
        }
        List<String> remote = guest.value(AccountFacts.REMOTE_LOGON, List.of());
        if (!remote.contains(ADMINISTRATORS) && !remote.contains(REMOTE_DESKTOP_USERS) && !remote.contains(EVERYONE)) {
            problems.add("nobody is allowed to log on through Remote Desktop");
        }
        List<String> network = guest.value(AccountFacts.NETWORK_LOGON, List.of());
        if (Stream.of(ADMINISTRATORS, EVERYONE, AUTHENTICATED, USERS).noneMatch(network::contains)) {
            problems.add("administrators are not allowed to log on over the network");
        }
        return problems.isEmpty() ? Stream.empty() : Stream.of(guest.saw(String.join("; ", problems)));
    }

    static final List<Rule> ALL = List.of(AGENT, PENDING, UNATTEND, PANTHER, LOCAL_ADMIN, RIGHTS);

    private WindowsPreparationRules() {}
}
