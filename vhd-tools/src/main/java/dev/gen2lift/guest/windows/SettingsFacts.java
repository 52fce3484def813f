package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.ValueFact.flag;
import static dev.gen2lift.guest.windows.ValueFact.number;
import static dev.gen2lift.guest.windows.ValueFact.text;

import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import java.io.IOException;
import java.util.List;

/** Settings of the machine that are none of the network's or the disks': time, power, what happens at a crash. */
public final class SettingsFacts {

    /** Whether the hardware clock runs in UTC, as Azure's does. */
    public static final FactName<Boolean> CLOCK_IN_UTC = FactName.of("clockInUtc");

    public static final FactName<String> TIME_ZONE = FactName.of("windowsTimeZone");

    /** The active power scheme's GUID; 8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c is "high performance". */
    public static final FactName<String> POWER_SCHEME = FactName.of("powerScheme");

    /** 0 none, 1 complete, 2 kernel, 3 small, 7 automatic. */
    public static final FactName<Long> CRASH_DUMP = FactName.of("crashDump");

    public static final FactName<String> DUMP_FILE = FactName.of("dumpFile");
    public static final FactName<Boolean> DUMP_ON_NMI = FactName.of("dumpOnNmi");
    public static final FactName<Boolean> RESTART_AFTER_CRASH = FactName.of("restartAfterCrash");
    public static final FactName<String> PROCESS_DUMP_FOLDER = FactName.of("processDumpFolder");
    public static final FactName<Long> PROCESS_DUMP_COUNT = FactName.of("processDumpCount");

    /** 1 small, 2 full. */
    public static final FactName<Long> PROCESS_DUMP_TYPE = FactName.of("processDumpType");

    private static final String TIME = "CS\\Control\\TimeZoneInformation";
    private static final String CRASH = "CS\\Control\\CrashControl";
    private static final String DUMPS = "SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";

    private static final List<ValueFact<?>> VALUES = List.of(
            flag(CLOCK_IN_UTC, TIME, "RealTimeIsUniversal").whenAbsent(false, "local time by default"),
            text(TIME_ZONE, TIME, "TimeZoneKeyName"),
            text(POWER_SCHEME, "CS\\Control\\Power\\User\\PowerSchemes", "ActivePowerScheme"),
            number(CRASH_DUMP, CRASH, "CrashDumpEnabled"),
            text(DUMP_FILE, CRASH, "DumpFile").whenAbsent("%SystemRoot%\\MEMORY.DMP", "the default"),
            flag(DUMP_ON_NMI, CRASH, "NMICrashDump").whenAbsent(false, "off by default"),
            flag(RESTART_AFTER_CRASH, CRASH, "AutoReboot"),
            text(PROCESS_DUMP_FOLDER, DUMPS, "DumpFolder").whenAbsent("", "no dumps of processes are kept"),
            number(PROCESS_DUMP_COUNT, DUMPS, "DumpCount").whenAbsent(0L, "no dumps of processes are kept"),
            number(PROCESS_DUMP_TYPE, DUMPS, "DumpType").whenAbsent(0L, "no dumps of processes are kept"));

    private SettingsFacts() {}

    static void add(Windows windows, Facts.Builder facts) throws IOException {
        ValueFact.addAll(VALUES, windows.registry(), facts);
    }
}
