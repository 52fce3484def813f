package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.windows.ForeignFacts;
import dev.gen2lift.guest.windows.StorageFacts;
import dev.gen2lift.guest.windows.StorageFacts.SanPolicy;
import dev.gen2lift.guest.windows.TaskFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Drives of Windows: their letters, and what lies on one that Azure may take. */
final class WindowsStorageRules {

    private static final Rule SAN_POLICY = rule("WIN-SAN-POLICY")
            .title("Windows does not bring new disks online")
            .why("In Azure every disk is one that Windows has not seen before. Data disks that stay offline have no"
                    + " drive letter, and what needs them does not start. Disks on a shared bus (the default of"
                    + " Datacenter editions) can be brought online by hand after the move.")
            .severity(Severity.BLOCKER)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("Set-StorageSetting -NewDiskPolicy OnlineAll")
            .windows(WindowsStorageRules::sanPolicy);

    private static Stream<Observation> sanPolicy(Guest guest) {
        boolean dataDisks = guest.vm().disks().size() > 1;
        SanPolicy policy = guest.value(StorageFacts.SAN_POLICY, SanPolicy.OFFLINE_SHARED);
        boolean allStayOffline = policy == SanPolicy.OFFLINE_ALL || policy == SanPolicy.OFFLINE_INTERNAL;
        return guest.where(
                        StorageFacts.SAN_POLICY,
                        value -> value != SanPolicy.ONLINE_ALL,
                        value -> "the policy is "
                                + value.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .map(seen -> dataDisks && allStayOffline ? seen : seen.as(Severity.WARNING));
    }

    private static final Rule DRIVE_D = rule("WIN-DRIVE-D")
            .title("A volume has the letter that Azure gives the temporary disk")
            .why("On sizes with a temporary disk Azure makes it D:, and a volume or DVD drive with that letter moves or"
                    + " stands in the way. Sizes without one (Dsv5, Esv5, Dasv5, ...) leave D: alone.")
            .severity(Severity.WARNING)
            .source(Source.MIGRATE_PREPARE)
            .inWindows("""
                    # choose a size without a temporary disk; or give the volume another letter
                    Get-Partition -DriveLetter D | Set-Partition -NewDriveLetter <letter>
                    # and a DVD drive
                    Get-CimInstance Win32_Volume -Filter "DriveLetter='D:' and DriveType=5" |
                      Set-CimInstance -Property @{DriveLetter='Z:'}
                    """)
            .windows(guest -> guest.target()
                            .size()
                            .flatMap(SizeFamily::of)
                            .filter(family -> !family.hasTemporaryDisk())
                            .isPresent()
                    ? Stream.empty()
                    : guest.where(
                                    StorageFacts.MOUNTED_DEVICES,
                                    devices -> devices.stream().anyMatch(device -> isD(device.letter())),
                                    devices -> devices.stream()
                                            .filter(device -> isD(device.letter()))
                                            .map(device -> "D: is "
                                                    + device.partitionId()
                                                            .map(id -> "partition " + id)
                                                            .or(() -> device.diskSignature()
                                                                    .map(id -> "on disk " + id))
                                                            .or(device::device)
                                                            .orElse("in use"))
                                            .findFirst()
                                            .orElse(""))
                            .map(seen -> isDvd(guest) ? seen.as(Severity.INFO) : seen));

    private static boolean isDvd(Guest guest) {
        return guest.value(StorageFacts.MOUNTED_DEVICES, List.of()).stream()
                .filter(device -> isD(device.letter()))
                .allMatch(device -> device.device().isPresent());
    }

    private static boolean isD(String letter) {
        return letter.equalsIgnoreCase("D:");
    }

    private static final Rule PAGEFILE = rule("WIN-PAGEFILE")
            .title("The page file lies on D:")
            .why("D: is the temporary disk in Azure, and only of sizes that have one; on the others the machine has no"
                    + " page file and writes no crash dumps.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    # unless the size in Azure has a temporary disk
                    Set-ItemProperty -Path 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Memory Management' -Name PagingFiles -Value 'C:\\pagefile.sys 0 0' -Type MultiString
                    """)
            .windows(
                    StorageFacts.PAGING_FILES,
                    files -> files.stream().anyMatch(WindowsStorageRules::onD),
                    files -> String.join("; ", files));

    private static final Rule TEMP = rule("WIN-TEMP-ENV")
            .title("TEMP does not lie in the folder of Windows")
            .why("Where TEMP lies on another drive, programs and setups fail once that drive is gone or is another.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    $key = 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment'
                    Set-ItemProperty -Path $key -Name TEMP -Value '%SystemRoot%\\TEMP' -Type ExpandString
                    Set-ItemProperty -Path $key -Name TMP -Value '%SystemRoot%\\TEMP' -Type ExpandString
                    """)
            .windows(guest -> Stream.of(StorageFacts.TEMP, StorageFacts.TMP)
                    .flatMap(name ->
                            guest.where(name, folder -> !inSystemRoot(folder), folder -> name.id() + " is " + folder))
                    .limit(1));

    private static boolean inSystemRoot(String folder) {
        String upper = folder.toUpperCase(Locale.ROOT).replace('/', '\\');
        return upper.startsWith("%SYSTEMROOT%\\")
                || upper.startsWith("%WINDIR%\\")
                || upper.startsWith("%SYSTEMDRIVE%\\")
                || upper.startsWith("C:\\");
    }

    private static final Rule APPS_ON_D = rule("WIN-APPS-ON-D")
            .title("Services or tasks run programs from D:")
            .why("Where D: becomes the temporary disk in Azure, their programs are gone.")
            .severity(Severity.WARNING)
            .source(Source.MIGRATE_PREPARE)
            .inWindows("""
                    # choose a size without a temporary disk, and let data disks keep their letters
                    Set-StorageSetting -NewDiskPolicy OnlineAll
                    """)
            .windows(guest -> {
                List<String> found = new ArrayList<>();
                guest.value(ForeignFacts.SERVICES_ON_D, List.of()).forEach(name -> found.add("service " + name));
                guest.value(TaskFacts.TASKS_ON_D, List.of()).forEach(name -> found.add("task " + name));
                if (!found.isEmpty()) {
                    return Stream.of(guest.saw(String.join("; ", found)));
                }
                return Stream.of(ForeignFacts.SERVICES_ON_D, TaskFacts.TASKS_ON_D)
                        .filter(name -> guest.fact(name).asOptional().isEmpty())
                        .limit(1)
                        .map(guest::notKnown);
            });

    private static boolean onD(String path) {
        return path.strip().regionMatches(true, 0, "D:", 0, 2);
    }

    static final List<Rule> ALL = List.of(SAN_POLICY, DRIVE_D, PAGEFILE, TEMP, APPS_ON_D);

    private WindowsStorageRules() {}
}
