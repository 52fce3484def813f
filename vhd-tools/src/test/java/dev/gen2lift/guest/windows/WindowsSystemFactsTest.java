package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.WindowsChange.change;
import static dev.gen2lift.guest.windows.WindowsChange.look;
import static dev.gen2lift.guest.windows.WindowsChange.start;
import static dev.gen2lift.guest.windows.WindowsTree.CS;
import static dev.gen2lift.guest.windows.WindowsTree.LOADER;
import static dev.gen2lift.guest.windows.WindowsTree.MANAGER;
import static dev.gen2lift.guest.windows.WindowsTree.NT;
import static dev.gen2lift.guest.windows.WindowsTree.SERVICES;
import static dev.gen2lift.guest.windows.WindowsTree.SESSION;

import dev.gen2lift.guest.windows.ServiceState.Start;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the system is, how it starts and is kept up to date: one thing changed at a time. */
class WindowsSystemFactsTest {

    static Stream<WindowsChange<?>> changes() {
        return Stream.of(system(), settings(), updates(), boot()).flatMap(Function.identity());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void seesEachChange(WindowsChange<?> change) throws IOException {
        change.requireSeen();
    }

    private static Stream<WindowsChange<?>> system() {
        String setup = "Microsoft\\Windows\\CurrentVersion\\Setup\\State";
        return Stream.of(
                change(
                        SystemFacts.GENERALIZED,
                        false,
                        tree -> tree.software.text(setup, "ImageState", "IMAGE_STATE_GENERALIZE_RESEAL_TO_OOBE"),
                        true),
                change(
                        SystemFacts.GENERALIZATION_STATE,
                        7L,
                        tree -> tree.system.dword("Setup\\Status\\SysprepStatus", "GeneralizationState", 3),
                        3L),
                change(
                        SystemFacts.SETUP_IN_PROGRESS,
                        false,
                        tree -> tree.system.dword("Setup", "SystemSetupInProgress", 1),
                        true),
                change(SystemFacts.SETUP_TYPE, 0L, tree -> tree.system.dword("Setup", "SetupType", 2), 2L),
                change(
                        SystemFacts.INSTALLATION_TYPE,
                        "Server",
                        tree -> tree.software.text(NT, "InstallationType", "Nano Server"),
                        "Nano Server"),
                change(
                        SystemFacts.ANSWER_FILES,
                        List.of(),
                        tree -> tree.files.file("Windows/Panther/unattend.xml", new byte[1]),
                        List.of("/Windows/Panther/unattend.xml")),
                change(SystemFacts.PANTHER_FOLDER, false, tree -> tree.files.folder("Windows/Panther"), true),
                change(
                        SystemFacts.KMS_HOST,
                        "",
                        tree -> tree.software.text(
                                NT + "\\SoftwareProtectionPlatform", "KeyManagementServiceName", "kms.corp"),
                        "kms.corp"),
                change(
                        SystemFacts.CONTROL_SET,
                        "ControlSet001",
                        tree -> {
                            tree.system.dword("Select", "Current", 2);
                            tree.system.key("ControlSet002");
                        },
                        "ControlSet002"),
                start("vmbus", Start.BOOT, 4),
                start("storvsc", Start.BOOT, 3),
                start("stornvme", Start.BOOT, 3),
                start("cdrom", Start.SYSTEM, 4),
                start("Dhcp", Start.AUTOMATIC, 4),
                start("TermService", Start.MANUAL, 4),
                start("RdAgent", Start.AUTOMATIC, 3),
                look(
                        ServiceFacts.of("netvsc"),
                        ServiceState::installed,
                        true,
                        tree -> tree.system.removeKey(SERVICES + "netvsc"),
                        false),
                look(
                        ServiceFacts.of("storvsc"),
                        state -> state.imageExists().orElseThrow(),
                        true,
                        tree -> tree.files.remove("Windows/System32/drivers/storvsc.sys"),
                        false),
                look(
                        ServiceFacts.of("vmbus"),
                        state -> state.imageExists().orElseThrow(),
                        true,
                        tree -> tree.files.remove("Windows/System32/drivers/vmbus.sys"),
                        false),
                look(
                        ServiceFacts.of("stornvme"),
                        state -> state.start().orElseThrow(),
                        Start.BOOT,
                        tree -> tree.system.dword(SERVICES + "stornvme\\StartOverride", "0", 3),
                        Start.MANUAL));
    }

    private static Stream<WindowsChange<?>> settings() {
        String crash = CS + "\\Control\\CrashControl";
        return Stream.of(
                change(
                        SettingsFacts.CLOCK_IN_UTC,
                        true,
                        tree -> tree.system.remove(CS + "\\Control\\TimeZoneInformation", "RealTimeIsUniversal"),
                        false),
                change(
                        SettingsFacts.POWER_SCHEME,
                        "8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c",
                        tree -> tree.system.text(
                                CS + "\\Control\\Power\\User\\PowerSchemes",
                                "ActivePowerScheme",
                                "381b4222-f694-41f0-9685-ff5bb260df2e"),
                        "381b4222-f694-41f0-9685-ff5bb260df2e"),
                change(SettingsFacts.CRASH_DUMP, 2L, tree -> tree.system.dword(crash, "CrashDumpEnabled", 0), 0L),
                change(
                        SettingsFacts.DUMP_FILE,
                        "%SystemRoot%\\MEMORY.DMP",
                        tree -> tree.system.expandable(crash, "DumpFile", "D:\\MEMORY.DMP"),
                        "D:\\MEMORY.DMP"),
                change(SettingsFacts.DUMP_ON_NMI, false, tree -> tree.system.dword(crash, "NMICrashDump", 1), true),
                change(
                        SettingsFacts.RESTART_AFTER_CRASH,
                        true,
                        tree -> tree.system.dword(crash, "AutoReboot", 0),
                        false));
    }

    private static Stream<WindowsChange<?>> updates() {
        String servicing = "Microsoft\\Windows\\CurrentVersion\\Component Based Servicing";
        return Stream.of(
                change(
                        UpdateFacts.SERVICING_REBOOT,
                        false,
                        tree -> tree.software.key(servicing + "\\RebootPending"),
                        true),
                change(
                        UpdateFacts.UPDATE_REBOOT,
                        false,
                        tree -> tree.software.key(
                                "Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto Update\\RebootRequired"),
                        true),
                change(
                        UpdateFacts.FILE_RENAMES,
                        List.of(),
                        tree -> tree.system.texts(
                                SESSION, "PendingFileRenameOperations", "\\??\\C:\\a", "", "\\??\\C:\\b"),
                        List.of("\\??\\C:\\a", "", "\\??\\C:\\b")),
                change(
                        UpdateFacts.PENDING_XML,
                        false,
                        tree -> tree.files.file("Windows/WinSxS/pending.xml", new byte[1]),
                        true),
                change(
                        EncryptionFacts.HIBERNATED,
                        false,
                        tree -> tree.files.file("hiberfil.sys", "hibr....".getBytes(StandardCharsets.US_ASCII)),
                        true),
                change(
                        EncryptionFacts.FAST_STARTUP,
                        false,
                        tree -> tree.system.dword(SESSION + "\\Power", "HiberbootEnabled", 1),
                        true),
                change(
                        EncryptionFacts.BITLOCKER_BOOT_STATUS,
                        0L,
                        tree -> tree.system.dword(CS + "\\Control\\BitLockerStatus", "BootStatus", 1),
                        1L));
    }

    private static Stream<WindowsChange<?>> boot() {
        return Stream.of(
                look(
                        BootStoreFacts.UEFI,
                        entry -> entry.path().orElseThrow(),
                        "\\Windows\\system32\\winload.efi",
                        tree -> tree.bcd.text(LOADER + "12000002", "Element", "\\x.efi"),
                        "\\x.efi"),
                look(
                        BootStoreFacts.UEFI,
                        BootEntry::testSigning,
                        false,
                        tree -> tree.bcd.value(LOADER + "16000049", "Element", 3, new byte[] {1}),
                        true),
                look(
                        BootStoreFacts.UEFI,
                        BootEntry::noIntegrityChecks,
                        false,
                        tree -> tree.bcd.value(LOADER + "16000048", "Element", 3, new byte[] {1}),
                        true),
                look(
                        BootStoreFacts.UEFI,
                        BootEntry::testSigning,
                        false,
                        tree -> tree.bcd
                                .texts(LOADER + "14000006", "Element", "{6efb52bf-1766-41db-a6b3-0ee5eff72bd7}")
                                .value(
                                        "Objects\\{6efb52bf-1766-41db-a6b3-0ee5eff72bd7}\\Elements\\16000049",
                                        "Element",
                                        3,
                                        new byte[] {1}),
                        true),
                look(
                        BootStoreFacts.UEFI,
                        BootEntry::ems,
                        false,
                        tree -> tree.bcd.value(LOADER + "260000b0", "Element", 3, new byte[] {1}),
                        true),
                look(
                        BootStoreFacts.UEFI,
                        BootEntry::displayBootMenu,
                        false,
                        tree -> tree.bcd.value(MANAGER + "26000020", "Element", 3, new byte[] {1}),
                        true),
                look(
                        BootStoreFacts.UEFI,
                        BootEntry::recoveryEnabled,
                        true,
                        tree -> tree.bcd.value(LOADER + "16000009", "Element", 3, new byte[] {0}),
                        false),
                look(
                        BootStoreFacts.UEFI,
                        entry -> entry.timeout().orElseThrow(),
                        30L,
                        tree -> tree.bcd.value(MANAGER + "25000004", "Element", 3, new byte[] {5, 0, 0, 0, 0, 0, 0, 0}),
                        5L));
    }
}
