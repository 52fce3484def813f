package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.windows.SettingsFacts;
import dev.gen2lift.guest.windows.SystemFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Time, power, crash dumps and activation of Windows. */
final class WindowsSettingRules {

    private static final String HIGH_PERFORMANCE = "8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c";

    /** Kernel dumps, and what Windows 8 and later call automatic ones, which are kernel dumps too. */
    private static final Set<Long> KERNEL_DUMPS = Set.of(1L, 2L, 7L);

    private static final Rule UTC = rule("WIN-UTC")
            .title("The hardware clock is taken for local time")
            .why("Azure's clock runs in UTC; until the time service has corrected it, the machine is off by its time"
                    + " zone after each start.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    Set-ItemProperty -Path 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation' -Name RealTimeIsUniversal -Value 1 -Type DWord
                    Set-Service -Name w32time -StartupType Automatic
                    """)
            .windows(SettingsFacts.CLOCK_IN_UTC, utc -> !utc, utc -> "RealTimeIsUniversal is not 1");

    private static final Rule POWER = rule("WIN-POWER")
            .title("The power plan is not high performance")
            .why("A plan that saves power slows a virtual machine down and saves nothing in Azure.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("powercfg.exe /setactive SCHEME_MIN")
            .windows(
                    SettingsFacts.POWER_SCHEME,
                    scheme -> !scheme.replaceAll("[{}]", "").equalsIgnoreCase(HIGH_PERFORMANCE),
                    scheme -> "the active plan is " + scheme);

    private static final Rule CRASH_DUMP = rule("WIN-CRASHDUMP")
            .title("Crashes leave no kernel dump")
            .why("Support reads a dump of the kernel, and Azure can ask for one by a non-maskable interrupt.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    $key = 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\CrashControl'
                    Set-ItemProperty -Path $key -Name CrashDumpEnabled -Value 2 -Type DWord
                    Set-ItemProperty -Path $key -Name DumpFile -Value '%SystemRoot%\\MEMORY.DMP' -Type ExpandString
                    Set-ItemProperty -Path $key -Name NMICrashDump -Value 1 -Type DWord
                    """)
            .windows(WindowsSettingRules::crashDump);

    private static Stream<Observation> crashDump(Guest guest) {
        List<String> wrong = new ArrayList<>();
        guest.fact(SettingsFacts.CRASH_DUMP)
                .asOptional()
                .filter(kind -> !KERNEL_DUMPS.contains(kind))
                .ifPresent(kind -> wrong.add("CrashDumpEnabled is " + kind));
        guest.fact(SettingsFacts.DUMP_FILE)
                .asOptional()
                .filter(file -> file.regionMatches(true, 0, "D:", 0, 2))
                .ifPresent(file -> wrong.add("DumpFile is " + file));
        if (!wrong.isEmpty()) {
            return Stream.of(guest.saw(String.join(", ", wrong)));
        }
        return Stream.of(SettingsFacts.CRASH_DUMP, SettingsFacts.DUMP_FILE)
                .filter(name -> guest.fact(name).asOptional().isEmpty())
                .limit(1)
                .map(guest::notKnown);
    }

    private static final Rule KMS = rule("WIN-KMS")
            .title("Windows is activated by a host of the old network")
            .why("The host may be out of reach in Azure, which has one of its own.")
            .severity(Severity.INFO)
            .source(Source.KMS)
            .inWindows("""
                    # after the move
                    cscript.exe //nologo "$env:SystemRoot\\System32\\slmgr.vbs" /skms azkms.core.windows.net:1688
                    cscript.exe //nologo "$env:SystemRoot\\System32\\slmgr.vbs" /ato
                    """)
            .windows(
                    SystemFacts.KMS_HOST,
                    host -> !host.isBlank() && !host.toLowerCase(Locale.ROOT).endsWith("core.windows.net"),
                    host -> "KeyManagementServiceName is " + host);

    static final List<Rule> ALL = List.of(UTC, POWER, CRASH_DUMP, KMS);

    private WindowsSettingRules() {}
}
