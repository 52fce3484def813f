package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.guest.windows.AgentFacts;
import dev.gen2lift.guest.windows.ForeignFacts;
import dev.gen2lift.guest.windows.ServiceFacts;
import dev.gen2lift.guest.windows.ServiceState;
import dev.gen2lift.guest.windows.ServiceState.Start;
import dev.gen2lift.guest.windows.StorageFacts;
import dev.gen2lift.guest.windows.SystemFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Drivers of Windows that a machine in Azure needs, and those of others that get in its way. */
final class WindowsDriverRules {

    private static final List<String> AT_START = List.of("vmbus", "storvsc");
    private static final long NVME_TIMEOUT = 240;
    private static final int LAST_WITH_SEPARATE_SERVICES = 9600;

    private static final Rule HYPERV = rule("WIN-HV-DRIVERS")
            .title("Windows does not start the drivers of Hyper-V's devices")
            .why("Without vmbus and storvsc Windows does not find its disk and stops with INACCESSIBLE_BOOT_DEVICE;"
                    + " without netvsc it has no network. Generation 1 starts from an IDE disk as well.")
            .severity(Severity.BLOCKER)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # where the files are there; otherwise install Hyper-V's integration components first
                    <drivers> | ForEach-Object {
                      Set-ItemProperty -Path "HKLM:\\SYSTEM\\CurrentControlSet\\Services\\$_" -Name Start -Value 0 -Type DWord
                    }
                    """)
            .windows(WindowsDriverRules::hyperV);

    private static Stream<Observation> hyperV(Guest guest) {
        List<String> wrong = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String name : AT_START) {
            FactName<ServiceState> factName = ServiceFacts.of(name);
            Fact<ServiceState> fact = guest.fact(factName);
            if (fact.asOptional().isEmpty()) {
                return Stream.of(guest.notKnown(factName));
            }
            problem(name, fact.asOptional().get(), true).ifPresent(problem -> {
                wrong.add(problem);
                names.add(name);
            });
        }
        FactName<ServiceState> network = ServiceFacts.of("netvsc");
        if (guest.fact(network).asOptional().isEmpty()) {
            return Stream.of(guest.notKnown(network));
        }
        problem("netvsc", guest.fact(network).asOptional().get(), false).ifPresent(wrong::add);
        if (guest.target().generation() == Generation.V1 && noIde(guest)) {
            wrong.add("neither atapi nor intelide starts, which Generation 1 starts from");
            names.add("atapi");
        }
        return wrong.isEmpty()
                ? Stream.empty()
                : Stream.of(guest.saw(String.join("; ", wrong)).with("drivers", names));
    }

    private static boolean noIde(Guest guest) {
        return Stream.of("atapi", "intelide", "pciide")
                .map(name -> guest.fact(ServiceFacts.of(name)).asOptional())
                .allMatch(state -> state.isPresent() && !starts(state.get()));
    }

    private static boolean starts(ServiceState state) {
        return state.installed()
                && state.start().filter(start -> start != Start.DISABLED).isPresent();
    }

    private static Optional<String> problem(String name, ServiceState state, boolean atStart) {
        if (!state.installed()) {
            return Optional.of(name + " is not installed");
        }
        if (atStart ? !state.starts(Start.BOOT) : !starts(state)) {
            return Optional.of(name + " is " + WindowsServiceRules.words(state));
        }
        return state.imageExists().filter(exists -> !exists).map(exists -> "the file of " + name + " is missing");
    }

    private static final Rule INTEGRATION = rule("WIN-INTEGRATION-SVC")
            .title("Hyper-V's integration services may be old")
            .why("Up to Windows Server 2012 R2 they come from the host; old ones lose heartbeat, time and shutdown, or"
                    + " do not start at all on newer hosts.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # while the machine is still on Hyper-V: bring Windows up to date, the services come with its updates
                    wuauclt.exe /detectnow /updatenow
                    """)
            .windows(guest ->
                    WindowsVersion.of(guest).filter(version -> version.build() <= LAST_WITH_SEPARATE_SERVICES).stream()
                            .flatMap(version -> guest.where(
                                    AgentFacts.INTEGRATION_SERVICES,
                                    installed -> !installed.startsWith("6.3.9600.1") && !installed.startsWith("10."),
                                    installed -> "version " + installed)));

    private static final Rule NVME = rule("WIN-NVME-DRIVER")
            .title("Windows is not set up to start from an NVMe disk")
            .why("The driver stornvme has to start at boot, and requests to a remote disk may take up to 240 seconds.")
            .nvme(Severity.WARNING)
            .source(Source.NVME)
            .inWindows("""
                    $key = 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\stornvme'
                    Set-ItemProperty -Path $key -Name Start -Value 0 -Type DWord
                    Remove-Item -Path "$key\\StartOverride" -ErrorAction SilentlyContinue
                    New-Item -Path "$key\\Parameters" -Force -ErrorAction SilentlyContinue | Out-Null
                    Set-ItemProperty -Path "$key\\Parameters" -Name IoTimeoutValue -Value 240 -Type DWord
                    """)
            .windows(guest -> Stream.concat(
                            guest.where(
                                    ServiceFacts.of("stornvme"),
                                    state -> !state.starts(Start.BOOT),
                                    state -> state.installed()
                                            ? "stornvme is " + WindowsServiceRules.words(state)
                                            : "stornvme is not installed"),
                            guest.where(
                                    StorageFacts.NVME_TIMEOUT,
                                    seconds -> seconds < NVME_TIMEOUT,
                                    seconds -> seconds == 0
                                            ? "IoTimeoutValue is not set"
                                            : "IoTimeoutValue is " + seconds + " seconds"))
                    .limit(1));

    private static final Rule FILTERS = rule("WIN-FILTERS")
            .title("Drivers of others sit between Windows and its devices")
            .why("Filters of disks and networks, and tools of other hypervisors, are made for hardware that is not"
                    + " there in Azure; some keep Windows from starting.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # uninstall what they belong to, before the move
                    Get-Package | Sort-Object Name | Format-Table Name, Version
                    Get-Service <services> -ErrorAction SilentlyContinue | Format-Table Name, Status, StartType
                    """)
            .windows(WindowsDriverRules::filters);

    private static Stream<Observation> filters(Guest guest) {
        List<String> found = new ArrayList<>();
        List<String> services = new ArrayList<>(guest.value(ForeignFacts.HYPERVISOR_TOOLS, List.of()));
        services.forEach(name -> found.add(name + " of another hypervisor"));
        guest.value(ForeignFacts.CLASS_FILTERS, List.of()).forEach(filter -> {
            found.add(filter.driver() + ", " + filter.position() + " of " + filter.deviceClass());
            services.add(filter.driver());
        });
        guest.value(ForeignFacts.NETWORK_COMPONENTS, List.of()).forEach(name -> found.add("network component " + name));
        if (!found.isEmpty()) {
            return Stream.of(guest.saw(String.join("; ", found)).with("services", services));
        }
        return Stream.of(ForeignFacts.HYPERVISOR_TOOLS, ForeignFacts.NETWORK_COMPONENTS)
                .filter(name -> guest.fact(name).asOptional().isEmpty())
                .limit(1)
                .map(guest::notKnown);
    }

    private static final Rule CDROM = rule("WIN-CDROM")
            .title("The driver of DVD drives is disabled")
            .why("Azure hands settings to a generalized machine on a DVD; without the driver its first start does not"
                    + " end.")
            .severity(Severity.BLOCKER)
            .source(Source.PREPARE_WINDOWS)
            .inWindows(
                    "Set-ItemProperty -Path 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\cdrom' -Name Start -Value 1 -Type DWord")
            .windows(guest -> {
                boolean generalized = guest.fact(SystemFacts.GENERALIZED).is(true);
                return guest.where(
                                ServiceFacts.of("cdrom"),
                                state -> state.starts(Start.DISABLED),
                                state -> "cdrom is disabled")
                        .map(seen -> generalized ? seen : seen.as(Severity.WARNING));
            });

    static final List<Rule> ALL = List.of(HYPERV, INTEGRATION, NVME, FILTERS, CDROM);

    private WindowsDriverRules() {}
}
