package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.rules.RuleRow.rule;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.windows.BootEntry;
import dev.gen2lift.guest.windows.BootStoreFacts;
import dev.gen2lift.guest.windows.ServiceFacts;
import dev.gen2lift.guest.windows.ServiceState;
import dev.gen2lift.guest.windows.ServiceState.Start;
import dev.gen2lift.volume.PartitionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the boot store of Windows says. */
final class WindowsBootRules {

    /** Of boot status policies, the one under which failures do not lead into repair. */
    private static final long IGNORE_ALL_FAILURES = 1;

    private static final long LAST_WITH_BUGS_11 = 22_631;

    private static final Rule DEVICE = rule("BCD-DEVICE")
            .title("The boot entry of Windows is not as Azure wants it")
            .why("Where a failed start leads into repair, the machine waits for somebody at a screen that Azure does"
                    + " not have.")
            .severity(Severity.WARNING)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    bcdedit.exe /set '{bootmgr}' integrityservices enable
                    bcdedit.exe /set '{default}' device partition=C:
                    bcdedit.exe /set '{default}' integrityservices enable
                    bcdedit.exe /set '{default}' recoveryenabled Off
                    bcdedit.exe /set '{default}' osdevice partition=C:
                    bcdedit.exe /set '{default}' bootstatuspolicy IgnoreAllFailures
                    """)
            .windows(WindowsBootRules::device);

    private static Stream<Observation> device(Guest guest) {
        return withEntry(guest, entry -> {
            List<String> wrong = new ArrayList<>();
            boolean lost = entry.osDevice()
                    .filter(device -> device.kind().equals("partition"))
                    .flatMap(BootEntry.BootDevice::partitionId)
                    .filter(id -> guest.disk().table().scheme() == PartitionTable.Scheme.GPT
                            && guest.disk().table().partitions().stream()
                                    .flatMap(partition -> partition.uniqueId().stream())
                                    .noneMatch(unique -> id.equalsIgnoreCase(unique.toString())))
                    .isPresent();
            if (lost) {
                wrong.add("Windows is looked for on a partition that the OS disk does not have");
            }
            if (entry.recoveryEnabled()) {
                wrong.add("recoveryenabled is not Off");
            }
            if (entry.bootStatusPolicy()
                    .filter(policy -> policy == IGNORE_ALL_FAILURES)
                    .isEmpty()) {
                wrong.add("bootstatuspolicy is not IgnoreAllFailures");
            }
            return wrong.isEmpty()
                    ? Stream.empty()
                    : Stream.of(guest.saw(String.join(", ", wrong) + " (" + entry.store() + ")"))
                            .map(seen -> lost ? seen : seen.as(Severity.INFO));
        });
    }

    private static final Rule SERIAL = rule("BCD-EMS-SERIAL")
            .title("Windows does not use the serial console")
            .why("Azure's serial console is the way in where the network does not lead to the machine; it needs EMS"
                    + " and the service sacsvr.")
            .severity(Severity.INFO)
            .source(Source.PREPARE_WINDOWS)
            .inWindows("""
                    bcdedit.exe /set '{bootmgr}' displaybootmenu yes
                    bcdedit.exe /set '{bootmgr}' timeout 5
                    bcdedit.exe /set '{bootmgr}' bootems yes
                    bcdedit.exe /ems '{current}' ON
                    bcdedit.exe /emssettings EMSPORT:1 EMSBAUDRATE:115200
                    """)
            .windows(guest -> withEntry(guest, entry -> {
                List<String> missing = new ArrayList<>();
                if (!entry.ems()) {
                    missing.add("ems is off");
                }
                if (!entry.bootEms()) {
                    missing.add("bootems is off");
                }
                if (guest.fact(ServiceFacts.of("sacsvr"))
                        .asOptional()
                        .filter(ServiceState::installed)
                        .filter(state -> state.starts(Start.DISABLED))
                        .isPresent()) {
                    missing.add("the service sacsvr is disabled");
                }
                return missing.isEmpty() ? Stream.empty() : Stream.of(guest.saw(String.join(", ", missing)));
            }));

    private static final Rule TEST_SIGNING = rule("BCD-TESTSIGNING")
            .title("Windows accepts drivers that nobody has signed")
            .why("With Secure Boot, Windows does not start with these settings, and the drivers that need them are"
                    + " refused.")
            .severity(Severity.INFO)
            .secureBoot(Severity.BLOCKER)
            .source(Source.TRUSTED_LAUNCH_FAQ)
            .inWindows("""
                    # where the machine does without such drivers; otherwise move it without Secure Boot
                    bcdedit.exe /set '{default}' testsigning off
                    bcdedit.exe /set '{default}' nointegritychecks off
                    """)
            .windows(guest -> withEntry(
                    guest,
                    entry -> entry.testSigning() || entry.noIntegrityChecks()
                            ? Stream.of(guest.saw((entry.testSigning() ? "testsigning" : "nointegritychecks")
                                    + " is on (" + entry.store() + ")"))
                            : Stream.empty()));

    private static final Rule MBR2GPT_BUGS = rule("BOOT-MBR2GPT-BUGS")
            .title("Converting this Windows by MBR2GPT has known faults")
            .why("Server 2019 that was converted may not start after an upgrade in place to 2022; the System Reserved"
                    + " partition may get a drive letter; the recovery environment has to be enabled again; Windows 11"
                    + " before 22631.5624 and 26100.2314 may not start. Server 2016 has no MBR2GPT.")
            .severity(Severity.WARNING)
            .source(Source.UPGRADE_GEN1)
            .inWindows("""
                    # install all updates first, back up, convert; then
                    mountvol.exe D: /D
                    reagentc.exe /enable
                    """)
            .windows(guest -> {
                if (guest.disk().table().scheme() != PartitionTable.Scheme.MBR) {
                    return Stream.empty();
                }
                return WindowsVersion.of(guest)
                        .filter(version -> version.build() == WindowsVersion.SERVER_2016
                                || version.build() == WindowsVersion.SERVER_2019
                                || !version.server()
                                        && version.build() >= WindowsVersion.CLIENT_11
                                        && version.build() <= LAST_WITH_BUGS_11)
                        .map(version -> guest.saw("an MBR disk with " + WindowsVersion.name(guest)))
                        .stream();
            });

    private interface Look {
        Stream<Observation> at(BootEntry entry);
    }

    private static Stream<Observation> withEntry(Guest guest, Look look) {
        FactName<BootEntry> name = guest.disk().isGpt() ? BootStoreFacts.UEFI : BootStoreFacts.BIOS;
        return guest.fact(name).asOptional().map(look::at).orElseGet(() -> Stream.of(guest.notKnown(name)));
    }

    static final List<Rule> ALL = List.of(DEVICE, SERIAL, TEST_SIGNING, MBR2GPT_BUGS);

    private WindowsBootRules() {}
}
