package dev.gen2lift.guest.windows;

import static dev.gen2lift.guest.windows.WindowsTree.CS;
import static dev.gen2lift.guest.windows.WindowsTree.FIREWALL;
import static dev.gen2lift.guest.windows.WindowsTree.INTERFACE;
import static dev.gen2lift.guest.windows.WindowsTree.LISTENER;
import static dev.gen2lift.guest.windows.WindowsTree.LOADER;
import static dev.gen2lift.guest.windows.WindowsTree.MANAGER;
import static dev.gen2lift.guest.windows.WindowsTree.NT;
import static dev.gen2lift.guest.windows.WindowsTree.RDP;
import static dev.gen2lift.guest.windows.WindowsTree.RDP_POLICY;
import static dev.gen2lift.guest.windows.WindowsTree.SERVICES;
import static dev.gen2lift.guest.windows.WindowsTree.SESSION;
import static dev.gen2lift.guest.windows.WindowsTree.TCPIP;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.GuestVolume;
import dev.gen2lift.guest.Known;
import dev.gen2lift.guest.Unknown;
import dev.gen2lift.guest.boot.FileVersion;
import dev.gen2lift.guest.registry.LogBuilder;
import dev.gen2lift.guest.windows.ForeignFacts.ClassFilter;
import dev.gen2lift.guest.windows.ServiceState.Start;
import dev.gen2lift.guest.windows.StorageFacts.SanPolicy;
import dev.gen2lift.testimages.PseudoRandom;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts of a Windows that is as Azure wants it, and of one with a single thing changed. */
class WindowsReaderTest {

    /**
     * One thing that is changed.
     *
     * @param look what of the fact's value tells
     */
    private record Change<T>(
            FactName<T> fact, Function<T, ?> look, Object before, Consumer<WindowsTree> change, Object after) {
        @Override
        public String toString() {
            return fact.id() + " from " + before + " to " + after;
        }
    }

    private static <T> Change<T> change(FactName<T> fact, T before, Consumer<WindowsTree> change, T after) {
        return new Change<>(fact, Function.identity(), before, change, after);
    }

    private static <T> Change<T> look(
            FactName<T> fact, Function<T, ?> look, Object before, Consumer<WindowsTree> change, Object after) {
        return new Change<>(fact, look, before, change, after);
    }

    private static Change<ServiceState> start(String service, Start before, int after) {
        return look(
                ServiceFacts.of(service),
                state -> state.start().orElseThrow(),
                before,
                tree -> tree.service(service, after),
                Start.values()[after]);
    }

    static Stream<Change<?>> changes() {
        return Stream.of(
                        system(),
                        storage(),
                        remoteDesktop(),
                        firewall(),
                        network(),
                        settings(),
                        updates(),
                        others(),
                        accounts(),
                        boot())
                .flatMap(Function.identity());
    }

    private static Stream<Change<?>> system() {
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

    private static Stream<Change<?>> storage() {
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

    private static Stream<Change<?>> remoteDesktop() {
        return Stream.of(
                change(RemoteDesktopFacts.DENIED, false, tree -> tree.system.dword(RDP, "fDenyTSConnections", 1), true),
                change(
                        RemoteDesktopFacts.DENIED,
                        false,
                        tree -> tree.software.dword(RDP_POLICY, "fDenyTSConnections", 1),
                        true),
                change(RemoteDesktopFacts.PORT, 3389L, tree -> tree.system.dword(LISTENER, "PortNumber", 4000), 4000L),
                change(RemoteDesktopFacts.ADAPTER, 0L, tree -> tree.system.dword(LISTENER, "LanAdapter", 2), 2L),
                change(
                        RemoteDesktopFacts.NETWORK_LEVEL_AUTHENTICATION,
                        true,
                        tree -> tree.system.dword(LISTENER, "UserAuthentication", 0),
                        false),
                change(
                        RemoteDesktopFacts.SECURITY_LAYER,
                        2L,
                        tree -> tree.system.dword(LISTENER, "SecurityLayer", 0),
                        0L),
                change(
                        RemoteDesktopFacts.MAX_SESSIONS,
                        0xFFFF_FFFFL,
                        tree -> tree.system.dword(LISTENER, "MaxInstanceCount", 2),
                        2L),
                change(
                        RemoteDesktopFacts.OWN_CERTIFICATE,
                        false,
                        tree -> tree.system.value(LISTENER, "SSLCertificateSHA1Hash", 3, new byte[20]),
                        true),
                change(
                        RemoteDesktopFacts.KEEP_ALIVE,
                        false,
                        tree -> tree.software.dword(RDP_POLICY, "KeepAliveEnable", 1),
                        true),
                change(
                        RemoteDesktopFacts.RECONNECT_DISABLED,
                        false,
                        tree -> tree.software.dword(RDP_POLICY, "fDisableAutoReconnect", 1),
                        true));
    }

    private static Stream<Change<?>> firewall() {
        String rule = "RemoteDesktop-UserMode-In-TCP";
        return Stream.of(
                change(
                        FirewallFacts.PUBLIC_ON,
                        true,
                        tree -> tree.system.dword(FIREWALL + "\\PublicProfile", "EnableFirewall", 0),
                        false),
                change(
                        FirewallFacts.PRIVATE_ON,
                        true,
                        tree -> tree.software.dword(
                                "Policies\\Microsoft\\WindowsFirewall\\PrivateProfile", "EnableFirewall", 0),
                        false),
                look(
                        FirewallFacts.REMOTE_DESKTOP,
                        rules -> rules.get(0).active(),
                        true,
                        tree -> tree.rule(rule, "v2.31|Action=Allow|Active=FALSE|Dir=In|Protocol=6|LPort=3389|"),
                        false),
                look(
                        FirewallFacts.WINRM,
                        rules -> rules.get(0).profiles(),
                        List.of("Domain"),
                        tree -> tree.rule(
                                "WINRM-HTTP-In-TCP",
                                "v2.31|Action=Allow|Active=TRUE|Dir=In|Profile=Public|LPort=5985|"),
                        List.of("Public")),
                look(
                        FirewallFacts.PING,
                        List::size,
                        0,
                        tree -> tree.rule(
                                "FPS-ICMP4-ERQ-In", "v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=1|ICMP4=8:*|"),
                        1),
                look(
                        FirewallFacts.AZURE_PLATFORM,
                        List::size,
                        0,
                        tree -> tree.rule("{1}", "v2.31|Action=Allow|Active=TRUE|Dir=Out|RA4=168.63.129.16|"),
                        1),
                look(
                        FirewallFacts.REMOTE_DESKTOP_BLOCKED,
                        List::size,
                        0,
                        tree -> tree.rule("{2}", "v2.31|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=3389|"),
                        1));
    }

    private static Stream<Change<?>> network() {
        String key = TCPIP + "\\Interfaces\\" + INTERFACE;
        WindowsInterface dhcp = new WindowsInterface(
                INTERFACE,
                Optional.of("Ethernet"),
                Optional.of(true),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
        WindowsInterface fixed = new WindowsInterface(
                INTERFACE,
                Optional.of("Ethernet"),
                Optional.of(false),
                List.of("192.0.2.20"),
                List.of("255.255.255.0"),
                List.of("192.0.2.1"),
                List.of("192.0.2.53", "192.0.2.54"),
                Optional.empty());
        return Stream.of(
                change(
                        NetworkFacts.INTERFACES,
                        List.of(dhcp),
                        tree -> tree.system
                                .dword(key, "EnableDHCP", 0)
                                .texts(key, "IPAddress", "192.0.2.20")
                                .texts(key, "SubnetMask", "255.255.255.0")
                                .texts(key, "DefaultGateway", "192.0.2.1")
                                .text(key, "NameServer", "192.0.2.53,192.0.2.54"),
                        List.of(fixed)),
                change(
                        NetworkFacts.PERSISTENT_ROUTES,
                        List.of(),
                        tree -> tree.system.text(TCPIP + "\\PersistentRoutes", "10.0.0.0,255.0.0.0,192.0.2.1,1", ""),
                        List.of("10.0.0.0,255.0.0.0,192.0.2.1,1")),
                change(
                        NetworkFacts.WINHTTP_PROXY,
                        new WinHttpProxy("", ""),
                        tree -> tree.software.value(
                                "Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections",
                                "WinHttpSettings",
                                3,
                                proxy("proxy:8080", "<local>")),
                        new WinHttpProxy("proxy:8080", "<local>")),
                change(
                        NetworkFacts.DNS_DOMAIN,
                        "",
                        tree -> tree.system.text(TCPIP, "NV Domain", "corp.example"),
                        "corp.example"));
    }

    private static byte[] proxy(String proxy, String bypass) {
        byte[] all = new byte[20 + proxy.length() + bypass.length()];
        all[0] = 0x28;
        all[8] = 3;
        all[12] = (byte) proxy.length();
        System.arraycopy(proxy.getBytes(StandardCharsets.US_ASCII), 0, all, 16, proxy.length());
        all[16 + proxy.length()] = (byte) bypass.length();
        System.arraycopy(bypass.getBytes(StandardCharsets.US_ASCII), 0, all, 20 + proxy.length(), bypass.length());
        return all;
    }

    private static Stream<Change<?>> settings() {
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

    private static Stream<Change<?>> updates() {
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

    private static Stream<Change<?>> others() {
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

    private static Stream<Change<?>> accounts() {
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

    private static Stream<Change<?>> boot() {
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

    private static <T> Object value(WindowsTree tree, FactName<T> name, Function<T, ?> look) throws IOException {
        Fact<T> fact = tree.read().facts().get(name);
        assertThat(fact).as(fact.explanation()).isInstanceOf(Known.class);
        return look.apply(fact.asOptional().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("changes")
    <T> void seesEachChange(Change<T> change) throws IOException {
        assertThat(value(new WindowsTree(), change.fact, change.look)).isEqualTo(change.before);
        WindowsTree tree = new WindowsTree();
        change.change.accept(tree);
        assertThat(value(tree, change.fact, change.look)).isEqualTo(change.after);
    }

    @Test
    void tellsWhichWindowsItIs() throws IOException {
        GuestFacts guest = new WindowsTree().read();
        assertThat(guest.family()).isEqualTo(GuestFacts.Family.WINDOWS);
        assertThat(guest.product()).contains("Windows Server 2022 Datacenter");
        assertThat(guest.version()).contains("21H2");
        assertThat(guest.build()).contains("20348.2113");
        assertThat(guest.edition()).contains("ServerDatacenter");
        assertThat(guest.architecture()).contains(Architecture.X64);
        assertThat(guest.hostName()).contains("SERVER1");
    }

    @Test
    void knowsWindows11ByItsBuild() throws IOException {
        WindowsTree tree = new WindowsTree();
        tree.software.text(NT, "ProductName", "Windows 10 Pro").text(NT, "InstallationType", "Client");
        tree.software.text(NT, "CurrentBuildNumber", "22631");
        assertThat(tree.read().product()).contains("Windows 11 Pro");
        tree.software.text(NT, "CurrentBuildNumber", "19045");
        assertThat(tree.read().product()).contains("Windows 10 Pro");
    }

    /** Of what Azure asks no minimum of, nothing is read. */
    @Test
    void readsTheVersionsOfAnOldWindowsOnly() throws IOException {
        WindowsTree tree = new WindowsTree();
        tree.files.file("Windows/System32/drivers/ntfs.sys", libraryOfJna());
        tree.files.file("Windows/System32/termsrv.dll", new byte[100]);
        assertThat(tree.read().facts().get(PatchFacts.SYSTEM_FILES).asOptional())
                .contains(List.of());
        tree.software.text(NT, "CurrentBuildNumber", "14393");
        assertThat(tree.read().facts().get(PatchFacts.SYSTEM_FILES).asOptional())
                .contains(List.of(new SystemFile("drivers/ntfs.sys", new FileVersion(7, 0, 2, 0))));
    }

    /** A real library for Windows, of version 7.0.2.0. */
    private static byte[] libraryOfJna() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Native.class.getResourceAsStream("/com/sun/jna/win32-x86-64/jnidispatch.dll"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void saysWhereEachValueComesFrom() throws IOException {
        GuestFacts guest = new WindowsTree().read();
        assertThat(guest.facts().get(StorageFacts.SAN_POLICY).explanation())
                .isEqualTo("SYSTEM\\ControlSet001\\Services\\partmgr\\Parameters SanPolicy");
        assertThat(guest.facts().get(RemoteDesktopFacts.PORT).explanation())
                .isEqualTo("SYSTEM\\ControlSet001\\Control\\Terminal Server\\WinStations\\RDP-Tcp PortNumber is not"
                        + " there: 3389 by default");
        assertThat(guest.facts().get(AgentFacts.INTEGRATION_SERVICES))
                .isEqualTo(new Unknown<>(
                        "SOFTWARE\\Microsoft\\Virtual Machine\\Auto IntegrationServicesVersion is not there"));
    }

    @Test
    void understandsThePartitionsOfBootEntries() throws IOException {
        BootEntry entry = new WindowsTree()
                .read()
                .facts()
                .get(BootStoreFacts.UEFI)
                .asOptional()
                .orElseThrow();
        assertThat(entry.osDevice())
                .contains(new BootEntry.BootDevice(
                        "partition",
                        Optional.of("8E0F2C38-E4EA-47BA-B7FC-9D8C74DCCF0B"),
                        Optional.of("0B2394A9-095E-487D-8D48-719ECD4D78CA"),
                        Optional.empty()));
        assertThat(entry.entry()).isEqualTo(WindowsTree.LOADER_ID);
        assertThat(entry.entries()).isEqualTo(1);
    }

    @Test
    void whatAHiveHidesIsUnknownAndNeverFine() throws IOException {
        WindowsTree tree = new WindowsTree();
        tree.volume(3);
        tree.files.file("Windows/System32/config/SYSTEM", PseudoRandom.bytes(1, 100_000));
        GuestFacts guest =
                new WindowsReader().read(List.of(tree.asItIs(3)), tree.warnings).orElseThrow();
        assertThat(guest.product()).contains("Windows Server 2022 Datacenter");
        assertThat(guest.hostName()).isEmpty();
        for (FactName<?> name : List.of(
                ServiceFacts.of("vmbus"),
                StorageFacts.SAN_POLICY,
                StorageFacts.MOUNTED_DEVICES,
                StorageFacts.NO_AUTOMOUNT,
                RemoteDesktopFacts.PORT,
                FirewallFacts.REMOTE_DESKTOP,
                NetworkFacts.INTERFACES,
                UpdateFacts.FILE_RENAMES,
                ForeignFacts.HYPERVISOR_TOOLS,
                RoleFacts.UNSUPPORTED_ROLES)) {
            assertThat(guest.facts().get(name)).as(name.id()).isInstanceOf(Unknown.class);
        }
        assertThat(guest.facts().get(RemoteDesktopFacts.PORT).explanation()).contains("no signature regf");
        assertThat(tree.warnings.list()).extracting(ImageWarning::message).containsOnlyOnce("no signature regf");
    }

    @Test
    void aHiveThatIsNotThereIsUnknownToo() throws IOException {
        WindowsTree tree = new WindowsTree();
        tree.volume(3);
        tree.files.remove("Windows/System32/config/SOFTWARE");
        GuestFacts guest =
                new WindowsReader().read(List.of(tree.asItIs(3)), tree.warnings).orElseThrow();
        assertThat(guest.product()).isEmpty();
        assertThat(guest.hostName()).contains("SERVER1");
        assertThat(guest.facts().get(UpdateFacts.SERVICING_REBOOT)).isInstanceOf(Unknown.class);
    }

    @Test
    void oneOfSeveralInstallationsCounts() throws IOException {
        WindowsTree old = new WindowsTree();
        old.files.remove("Windows/System32/ntoskrnl.exe");
        old.system.text(CS + "\\Control\\ComputerName\\ComputerName", "ComputerName", "OLD");
        WindowsTree current = new WindowsTree();
        GuestFacts guest = new WindowsReader()
                .read(List.of(old.volume(2), current.volume(3)), current.warnings)
                .orElseThrow();
        assertThat(guest.hostName()).contains("SERVER1");
        assertThat(guest.facts().get(SystemFacts.OTHER_INSTALLATIONS).asOptional())
                .contains(List.of("/Windows on partition 2"));
        assertThat(current.warnings.list())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("/Windows on partition 2"));
    }

    @Test
    void aVolumeWithoutHivesIsNoWindows() throws IOException {
        WindowsTree tree = new WindowsTree();
        tree.files.folder("Windows/System32/config");
        assertThat(new WindowsReader().read(List.of(tree.asItIs(1)), tree.warnings))
                .isEmpty();
    }

    @Test
    void takesTheChangesThatLieInLogs() throws IOException {
        WindowsTree tree = new WindowsTree();
        GuestVolume volume = tree.volume(3);
        byte[] before = tree.system.build();
        byte[] after = tree.system
                .dword(SERVICES + "partmgr\\Parameters", "SanPolicy", 3)
                .build();
        tree.files.file("Windows/System32/config/SYSTEM", LogBuilder.dirty(before, 8, 7));
        tree.files.file(
                "Windows/System32/config/SYSTEM.LOG1",
                new LogBuilder(8).entry(before, after).build(before));
        GuestFacts guest =
                new WindowsReader().read(List.of(volume), tree.warnings).orElseThrow();
        assertThat(guest.facts().get(StorageFacts.SAN_POLICY).asOptional()).contains(SanPolicy.OFFLINE_ALL);
        assertThat(guest.facts().get(SystemFacts.REPLAYED_HIVES).asOptional()).contains(List.of("SYSTEM"));
        assertThat(tree.warnings.list()).isEmpty();
    }

    @Test
    void warnsOfAHiveThatWasNotClosed() throws IOException {
        WindowsTree tree = new WindowsTree();
        GuestVolume volume = tree.volume(3);
        tree.files.file("Windows/System32/config/SYSTEM", LogBuilder.dirty(tree.system.build(), 8, 7));
        GuestFacts guest =
                new WindowsReader().read(List.of(volume), tree.warnings).orElseThrow();
        assertThat(guest.facts().get(StorageFacts.SAN_POLICY).asOptional()).contains(SanPolicy.ONLINE_ALL);
        assertThat(tree.warnings.list())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("was not closed"));
    }

    @Test
    void everyFactHasANameOfItsOwn() throws IOException {
        Map<String, Fact<?>> facts = new WindowsTree().read().facts().byId();
        assertThat(facts).hasSizeGreaterThan(120);
        assertThat(facts.keySet()).allMatch(id -> id.matches("[a-z][A-Za-z0-9]*"));
    }

    /** Anything but an answer fails the test. */
    @Test
    void mutatedHivesAreToldAsFarAsTheyGo() throws IOException {
        PseudoRandom random = new PseudoRandom(17);
        WindowsTree tree = new WindowsTree();
        tree.volume(3);
        byte[] sound = tree.system.build();
        byte[] bcd = tree.bcd.build();
        for (int i = 0; i < 150; i++) {
            byte[] hive = sound.clone();
            byte[] store = bcd.clone();
            for (int change = 0; change < 8; change++) {
                hive[4096 + random.nextInt(hive.length - 4096)] = (byte) random.nextLong();
                store[4096 + random.nextInt(store.length - 4096)] = (byte) random.nextLong();
            }
            tree.files.file("Windows/System32/config/SYSTEM", hive);
            tree.files.file("EFI/Microsoft/Boot/BCD", store);
            assertThat(new WindowsReader().read(List.of(tree.asItIs(3)), tree.warnings))
                    .isPresent();
        }
    }

    @Test
    void findsProgramsByEveryFormOfTheirNames() {
        WindowsFiles files = new WindowsFiles(new WindowsTree().asItIs(1), "Windows");
        for (String image : List.of(
                "System32\\drivers\\x.sys",
                "\\SystemRoot\\System32\\drivers\\x.sys",
                "%SystemRoot%\\System32\\drivers\\x.sys",
                "\\??\\C:\\Windows\\System32\\drivers\\x.sys",
                "\"C:\\Windows\\System32\\drivers\\x.sys\" -k",
                "c:\\Windows\\System32\\drivers\\x.sys -k netsvcs")) {
            assertThat(files.locate(image, "C:")).as(image).contains("Windows/System32/drivers/x.sys");
        }
        assertThat(files.locate("D:\\x.exe", "C:")).isEmpty();
        assertThat(files.locate("C:\\Program Files\\x.exe /s", "C:")).contains("Program Files/x.exe");
    }
}
