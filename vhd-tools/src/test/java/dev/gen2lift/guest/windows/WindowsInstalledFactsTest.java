package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.WindowsChange.change;
import static dev.gen2lift.guest.windows.WindowsChange.look;
import static dev.gen2lift.guest.windows.WindowsTree.CS;
import static dev.gen2lift.guest.windows.WindowsTree.NT;
import static dev.gen2lift.guest.windows.WindowsTree.SERVICES;
import static dev.gen2lift.guest.windows.WindowsTree.SESSION;

import dev.gen2lift.guest.windows.ForeignFacts.ClassFilter;
import dev.gen2lift.guest.windows.StorageFacts.SanPolicy;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Disks, accounts, and what others have installed: one thing changed at a time. */
class WindowsInstalledFactsTest {

    static Stream<WindowsChange<?>> changes() {
        return Stream.of(storage(), others(), accounts()).flatMap(Function.identity());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void seesEachChange(WindowsChange<?> change) throws IOException {
        change.requireSeen();
    }

    private static Stream<WindowsChange<?>> storage() {
        return Stream.of(
                change(
                        StorageFacts.SAN_POLICY,
                        SanPolicy.ONLINE_ALL,
                        tree -> tree.system.dword(SERVICES + "partmgr\\Parameters", "SanPolicy", 4),
                        SanPolicy.OFFLINE_INTERNAL),
                change(
                        StorageFacts.SAN_POLICY,
                        SanPolicy.ONLINE_ALL,
                        tree -> tree.system.remove(SERVICES + "partmgr\\Parameters", "SanPolicy"),
                        SanPolicy.OFFLINE_SHARED),
                change(
                        StorageFacts.NO_AUTOMOUNT,
                        false,
                        tree -> tree.system.dword(SERVICES + "mountmgr", "NoAutoMount", 1),
                        true),
                look(
                        StorageFacts.MOUNTED_DEVICES,
                        devices -> devices.get(devices.size() - 1),
                        new MountedDevice(
                                "C:",
                                Optional.of("7D1F0C3D-52AA-4B1E-9F00-0D5C1F6D1004"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        tree -> tree.system.value(
                                "MountedDevices",
                                "\\DosDevices\\D:",
                                3,
                                HexFormat.of().parseHex("a1b2c3d40000100000000000")),
                        new MountedDevice(
                                "D:",
                                Optional.empty(),
                                Optional.of("D4C3B2A1"),
                                Optional.of(1L << 20),
                                Optional.empty())),
                change(
                        StorageFacts.PAGING_FILES,
                        List.of("C:\\pagefile.sys 0 0"),
                        tree -> tree.system.texts(
                                SESSION + "\\Memory Management", "PagingFiles", "D:\\pagefile.sys 0 0"),
                        List.of("D:\\pagefile.sys 0 0")),
                change(
                        StorageFacts.TEMP,
                        "%SystemRoot%\\TEMP",
                        tree -> tree.system.text(SESSION + "\\Environment", "TEMP", "D:\\temp"),
                        "D:\\temp"),
                change(
                        StorageFacts.DISK_TIMEOUT,
                        60L,
                        tree -> tree.system.dword(SERVICES + "disk", "TimeOutValue", 200),
                        200L));
    }

    private static Stream<WindowsChange<?>> others() {
        String disks = CS + "\\Control\\Class\\{4d36e967-e325-11ce-bfc1-08002be10318}";
        return Stream.of(
                change(
                        AgentFacts.AZURE_AGENT_FOLDERS,
                        List.of("GuestAgent_2.7.41491.1095"),
                        tree -> tree.files.remove("WindowsAzure/GuestAgent_2.7.41491.1095"),
                        List.of()),
                change(
                        ForeignFacts.CLASS_FILTERS,
                        List.of(),
                        tree -> tree.system.texts(disks, "UpperFilters", "partmgr", "acmefilter"),
                        List.of(new ClassFilter("disk drives", "UpperFilters", "acmefilter"))),
                change(
                        ForeignFacts.FILE_SYSTEM_FILTERS,
                        List.of(),
                        tree -> tree.system.text(SERVICES + "AcmeScan", "Group", "FSFilter Anti-Virus"),
                        List.of("AcmeScan")),
                change(
                        ForeignFacts.NETWORK_COMPONENTS,
                        List.of(),
                        tree -> tree.system.text(
                                CS + "\\Control\\Network\\{4D36E974-E325-11CE-BFC1-08002BE10318}\\{1}",
                                "ComponentId",
                                "acme_lwf"),
                        List.of("acme_lwf")),
                change(
                        ForeignFacts.HYPERVISOR_TOOLS,
                        List.of(),
                        tree -> tree.service("VMTools", 2),
                        List.of("VMTools")),
                change(
                        ForeignFacts.SERVICES_ON_D,
                        List.of(),
                        tree -> tree.system.text(
                                SERVICES + "Acme", "ImagePath", "\"D:\\Program Files\\acme.exe\" -run"),
                        List.of("Acme")),
                change(
                        TaskFacts.TASKS_ON_D,
                        List.of(),
                        tree -> tree.software
                                .value(
                                        NT + "\\Schedule\\TaskCache\\Tasks\\{1}",
                                        "Actions",
                                        3,
                                        WindowsTree.utf16("..d:\\x.exe"))
                                .text(NT + "\\Schedule\\TaskCache\\Tasks\\{1}", "Path", "\\Nightly"),
                        List.of("\\Nightly")),
                change(
                        RoleFacts.UNSUPPORTED_ROLES,
                        List.of(),
                        tree -> tree.service("DHCPServer", 2),
                        List.of("DHCP server")),
                change(
                        RoleFacts.INSTALLED_FEATURES,
                        List.of(),
                        tree -> tree.software
                                .dword(
                                        "Microsoft\\ServerManager\\ServicingStorage\\ServerComponentCache\\DNS",
                                        "InstallState",
                                        1)
                                .dword(
                                        "Microsoft\\ServerManager\\ServicingStorage\\ServerComponentCache\\Web",
                                        "InstallState",
                                        0),
                        List.of("DNS")),
                change(
                        RoleFacts.DOMAIN_CONTROLLER,
                        false,
                        tree -> tree.system.text(CS + "\\Control\\ProductOptions", "ProductType", "LanmanNT"),
                        true),
                change(
                        RoleFacts.DOMAIN_OR_WORKGROUP,
                        "WORKGROUP",
                        tree -> tree.security.value("Policy\\PolPrDmN", "", 0, WindowsTree.unicodeString("CORP")),
                        "CORP"),
                change(
                        RoleFacts.DOMAIN_JOINED,
                        false,
                        tree -> tree.security.value("Policy\\PolPrDmS", "", 0, new byte[24]),
                        true),
                change(
                        RoleFacts.DOMAIN,
                        "",
                        tree -> tree.security.value(
                                "Policy\\PolDnDDN", "", 0, WindowsTree.unicodeString("corp.example")),
                        "corp.example"),
                change(
                        RoleFacts.ENTRA_JOINED,
                        false,
                        tree -> tree.system.key(CS + "\\Control\\CloudDomainJoin\\JoinInfo\\thumbprint"),
                        true),
                change(
                        RoleFacts.GROUP_POLICY,
                        false,
                        tree -> tree.software.key("Microsoft\\Windows\\CurrentVersion\\Group Policy\\History\\{1}"),
                        true));
    }

    private static Stream<WindowsChange<?>> accounts() {
        String administrator = "SAM\\Domains\\Account\\Users\\000001F4";
        String denied = "Policy\\Accounts\\S-1-5-113\\ActSysAc";
        return Stream.of(
                look(
                        AccountFacts.ADMINISTRATOR,
                        AccountFacts.LocalAdministrator::enabled,
                        true,
                        tree -> tree.sam.value(administrator, "F", 3, WindowsTree.accountFlags(0x11)),
                        false),
                look(
                        AccountFacts.ADMINISTRATOR,
                        AccountFacts.LocalAdministrator::name,
                        "Administrator",
                        tree -> {},
                        "Administrator"),
                change(
                        AccountFacts.ADMINISTRATORS,
                        List.of("S-1-5-21-1-2-3-500", "S-1-5-32-545"),
                        tree -> {},
                        List.of("S-1-5-21-1-2-3-500", "S-1-5-32-545")),
                change(
                        AccountFacts.REMOTE_LOGON,
                        List.of("S-1-5-32-544"),
                        tree -> tree.security.value("Policy\\Accounts\\S-1-5-32-544\\ActSysAc", "", 0, new byte[4]),
                        List.of()),
                change(
                        AccountFacts.REMOTE_LOGON_DENIED,
                        List.of(),
                        tree -> tree.security.value(denied, "", 0, new byte[] {0, 8, 0, 0}),
                        List.of("S-1-5-113")),
                change(
                        AccountFacts.NETWORK_LOGON,
                        List.of("S-1-5-32-544"),
                        tree -> tree.security.value("Policy\\Accounts\\S-1-5-32-544\\ActSysAc", "", 0, new byte[4]),
                        List.of()),
                change(
                        AccountFacts.NETWORK_LOGON_DENIED,
                        List.of(),
                        tree -> tree.security.value(denied, "", 0, new byte[] {(byte) 0x80, 0, 0, 0}),
                        List.of("S-1-5-113")));
    }
}
