package dev.gen2lift.assess.rules;

import static dev.gen2lift.assess.GuestExample.adapter;
import static dev.gen2lift.assess.GuestExample.allowing;
import static dev.gen2lift.assess.GuestExample.bootEntry;
import static dev.gen2lift.assess.GuestExample.windows;
import static dev.gen2lift.assess.Severity.BLOCKER;
import static dev.gen2lift.assess.Severity.INFO;
import static dev.gen2lift.assess.Severity.WARNING;
import static dev.gen2lift.assess.Target.GEN1;
import static dev.gen2lift.assess.Target.GEN2;
import static dev.gen2lift.assess.Target.TRUSTED_LAUNCH;
import static dev.gen2lift.assess.rules.Example.clean;
import static dev.gen2lift.assess.rules.Example.hit;

import dev.gen2lift.assess.DiskExample;
import dev.gen2lift.assess.GuestExample;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmExample;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.guest.boot.FileVersion;
import dev.gen2lift.guest.windows.AccountFacts;
import dev.gen2lift.guest.windows.AgentFacts;
import dev.gen2lift.guest.windows.BootStoreFacts;
import dev.gen2lift.guest.windows.FirewallFacts;
import dev.gen2lift.guest.windows.ForeignFacts;
import dev.gen2lift.guest.windows.ForeignFacts.ClassFilter;
import dev.gen2lift.guest.windows.MountedDevice;
import dev.gen2lift.guest.windows.NetworkFacts;
import dev.gen2lift.guest.windows.PatchFacts;
import dev.gen2lift.guest.windows.RemoteDesktopFacts;
import dev.gen2lift.guest.windows.RoleFacts;
import dev.gen2lift.guest.windows.ServiceState.Start;
import dev.gen2lift.guest.windows.SettingsFacts;
import dev.gen2lift.guest.windows.StorageFacts;
import dev.gen2lift.guest.windows.StorageFacts.SanPolicy;
import dev.gen2lift.guest.windows.SystemFacts;
import dev.gen2lift.guest.windows.SystemFile;
import dev.gen2lift.guest.windows.TaskFacts;
import dev.gen2lift.guest.windows.UpdateFacts;
import dev.gen2lift.guest.windows.WinHttpProxy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Guests with Windows: each breaks one rule, and the healthy one breaks none. */
final class WindowsExamples {

    private static final Target NVME = GEN2.with(Target.DiskController.NVME);

    static final List<Example> ALL = Stream.of(
                    healthy(), versions(), boot(), drivers(), storage(), services(), network(), access(), settings())
            .flatMap(List::stream)
            .toList();

    private WindowsExamples() {}

    private static VmFacts vm(GuestExample guest) {
        return VmExample.of(DiskExample.windowsGen2().guest(guest));
    }

    private static VmFacts withData(GuestExample guest) {
        return VmExample.of(
                DiskExample.windowsGen2().guest(guest).path("os.vhdx"),
                DiskExample.data().path("data.vhdx"));
    }

    private static Example wrong(String rule, Severity severity, String evidence, GuestExample guest) {
        return hit(rule, GEN2, vm(guest), severity, evidence);
    }

    private static Example fine(String rule, GuestExample guest) {
        return clean(rule, GEN2, vm(guest));
    }

    /** What is in order breaks nothing; what is not known is told. */
    private static List<Example> healthy() {
        return StandardRules.WINDOWS.stream()
                .map(Rule::info)
                .map(info -> info.severityFor(GEN2).isPresent()
                        ? fine(info.id(), windows())
                        : clean(info.id(), info.id().contains("NVME") ? NVME : GEN1, vm(windows())))
                .toList();
    }

    private static List<Example> versions() {
        GuestExample oldServer = windows().version("Windows Server 2008 R2 Standard", "7601.24000");
        return List.of(
                wrong("OS-WIN-GEN2-MIN", BLOCKER, "2008 R2", oldServer),
                wrong("OS-WIN-AZURE-MIN", WARNING, "2008 R2", oldServer),
                wrong(
                        "OS-WIN-AZURE-MIN",
                        WARNING,
                        "2012 R2",
                        windows().version("Windows Server 2012 R2", "9600.20000")),
                wrong("OS-WIN-AZURE-MIN", BLOCKER, "2000", windows().version("Windows 2000 Server", "2195")),
                hit("OS-WIN-AZURE-MIN", GEN1, vm(windows().version("Windows 2000 Server", "2195")), BLOCKER, "2000"),
                hit(
                        "OS-WIN-11-GEN2ONLY",
                        GEN1,
                        vm(windows().client("Windows 11 Pro", "22631.3000")),
                        BLOCKER,
                        "Windows 11"),
                clean("OS-WIN-11-GEN2ONLY", GEN1, vm(windows().client("Windows 10 Pro", "19045.3000"))),
                wrong(
                        "OS-WIN-ROLES-UNSUPPORTED",
                        WARNING,
                        "DHCP server",
                        windows().with(RoleFacts.UNSUPPORTED_ROLES, List.of("DHCP server"))),
                wrong(
                        "OS-WIN-DC",
                        WARNING,
                        "NTDS",
                        windows()
                                .with(RoleFacts.DOMAIN_CONTROLLER, true)
                                .with(RoleFacts.DIRECTORY_DATABASE, "C:\\NTDS\\ntds.dit")),
                wrong(
                        "OS-WIN-NANO",
                        WARNING,
                        "Nano Server",
                        windows().with(SystemFacts.INSTALLATION_TYPE, "Nano Server")),
                wrong("OS-WIN-PATCH-LEVEL", WARNING, "10.0.14393.447", server2016(447)),
                wrong(
                        "OS-WIN-PATCH-LEVEL",
                        WARNING,
                        "not known",
                        windows().version("Windows Server 2016", "14393").with(PatchFacts.SYSTEM_FILES, List.of())),
                fine("OS-WIN-PATCH-LEVEL", server2016(6000)),
                wrong("OS-GENERALIZED-STATE", WARNING, "sysprep", windows().with(SystemFacts.GENERALIZED, true)));
    }

    private static GuestExample server2016(int revision) {
        return windows()
                .version("Windows Server 2016", "14393." + revision)
                .with(
                        PatchFacts.SYSTEM_FILES,
                        List.of(new SystemFile("drivers/ntfs.sys", new FileVersion(10, 0, 14_393, revision))));
    }

    private static List<Example> boot() {
        GuestExample mbr = windows().version("Windows Server 2016", "14393.6000");
        return List.of(
                wrong("BCD-DEVICE", WARNING, "not known", windows().without(BootStoreFacts.UEFI)),
                wrong(
                        "BCD-DEVICE",
                        INFO,
                        "recoveryenabled",
                        windows().with(BootStoreFacts.UEFI, BootEntries.recovering())),
                wrong(
                        "BCD-DEVICE",
                        WARNING,
                        "does not have",
                        windows().with(BootStoreFacts.UEFI, BootEntries.elsewhere())),
                wrong(
                        "BCD-EMS-SERIAL",
                        INFO,
                        "ems is off",
                        windows().with(BootStoreFacts.UEFI, BootEntries.withoutSerialConsole())),
                hit(
                        "BCD-TESTSIGNING",
                        TRUSTED_LAUNCH,
                        vm(windows().with(BootStoreFacts.UEFI, bootEntry(true))),
                        BLOCKER,
                        "testsigning"),
                wrong("BCD-TESTSIGNING", INFO, "testsigning", windows().with(BootStoreFacts.UEFI, bootEntry(true))),
                hit(
                        "BOOT-MBR2GPT-BUGS",
                        GEN2,
                        VmExample.of(DiskExample.windowsGen1().guest(mbr)),
                        WARNING,
                        "Server 2016"),
                clean("BOOT-MBR2GPT-BUGS", GEN2, vm(mbr)));
    }

    private static List<Example> drivers() {
        return List.of(
                wrong("WIN-HV-DRIVERS", BLOCKER, "storvsc is manual", windows().service("storvsc", Start.MANUAL)),
                wrong(
                        "WIN-HV-DRIVERS",
                        BLOCKER,
                        "vmbus is not installed",
                        windows().withoutService("vmbus")),
                wrong("WIN-HV-DRIVERS", BLOCKER, "netvsc is disabled", windows().service("netvsc", Start.DISABLED)),
                hit(
                        "WIN-HV-DRIVERS",
                        GEN1,
                        vm(windows()
                                .withoutService("atapi")
                                .withoutService("intelide")
                                .withoutService("pciide")),
                        BLOCKER,
                        "atapi"),
                fine("WIN-HV-DRIVERS", windows().withoutService("atapi").service("netvsc", Start.MANUAL)),
                wrong(
                        "WIN-INTEGRATION-SVC",
                        WARNING,
                        "6.2.9200",
                        windows()
                                .version("Windows Server 2012", "9200.25000")
                                .with(AgentFacts.INTEGRATION_SERVICES, "6.2.9200.16384")),
                hit(
                        "WIN-NVME-DRIVER",
                        NVME,
                        vm(windows().service("stornvme", Start.MANUAL)),
                        WARNING,
                        "stornvme is manual"),
                hit("WIN-NVME-DRIVER", NVME, vm(windows().with(StorageFacts.NVME_TIMEOUT, 0L)), WARNING, "not set"),
                clean("WIN-NVME-DRIVER", GEN2, vm(windows().withoutService("stornvme"))),
                wrong(
                        "WIN-FILTERS",
                        WARNING,
                        "VMTools of another hypervisor",
                        windows().with(ForeignFacts.HYPERVISOR_TOOLS, List.of("VMTools"))),
                wrong(
                        "WIN-FILTERS",
                        WARNING,
                        "LowerFilters of disk drives",
                        windows()
                                .with(
                                        ForeignFacts.CLASS_FILTERS,
                                        List.of(new ClassFilter("disk drives", "LowerFilters", "vendorflt")))),
                wrong(
                        "WIN-CDROM",
                        BLOCKER,
                        "disabled",
                        windows().service("cdrom", Start.DISABLED).with(SystemFacts.GENERALIZED, true)),
                wrong("WIN-CDROM", WARNING, "disabled", windows().service("cdrom", Start.DISABLED)),
                hit("ENC-EFS", GEN2, vm(windows().service("EFS", Start.AUTOMATIC)), WARNING, "starts by itself"),
                fine("ENC-EFS", windows()),
                wrong(
                        "ENC-THIRD-PARTY-FDE",
                        WARNING,
                        "MfeEpePc",
                        windows()
                                .with(
                                        ForeignFacts.CLASS_FILTERS,
                                        List.of(new ClassFilter("disk drives", "UpperFilters", "MfeEpePc")))),
                fine("ENC-THIRD-PARTY-FDE", windows()));
    }

    private static List<Example> storage() {
        MountedDevice data =
                new MountedDevice("D:", Optional.of("1"), Optional.empty(), Optional.empty(), Optional.empty());
        MountedDevice dvd = new MountedDevice(
                "D:", Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("\\??\\SCSI#CdRom"));
        GuestExample dataOnD = windows().with(StorageFacts.MOUNTED_DEVICES, List.of(data));
        return List.of(
                hit(
                        "WIN-SAN-POLICY",
                        GEN2,
                        withData(windows().with(StorageFacts.SAN_POLICY, SanPolicy.OFFLINE_ALL)),
                        BLOCKER,
                        "offline all"),
                hit(
                        "WIN-SAN-POLICY",
                        GEN2,
                        withData(windows().with(StorageFacts.SAN_POLICY, SanPolicy.OFFLINE_SHARED)),
                        WARNING,
                        "offline shared"),
                wrong(
                        "WIN-SAN-POLICY",
                        WARNING,
                        "offline all",
                        windows().with(StorageFacts.SAN_POLICY, SanPolicy.OFFLINE_ALL)),
                wrong("WIN-SAN-POLICY", WARNING, "not known", windows().without(StorageFacts.SAN_POLICY)),
                wrong("WIN-DRIVE-D", WARNING, "partition 1", dataOnD),
                wrong("WIN-DRIVE-D", INFO, "CdRom", windows().with(StorageFacts.MOUNTED_DEVICES, List.of(dvd))),
                clean("WIN-DRIVE-D", GEN2.withSize("Standard_D4s_v5"), vm(dataOnD)),
                hit("WIN-DRIVE-D", GEN2.withSize("Standard_D4ds_v5"), vm(dataOnD), WARNING, "partition 1"),
                wrong(
                        "WIN-PAGEFILE",
                        WARNING,
                        "D:\\pagefile.sys",
                        windows().with(StorageFacts.PAGING_FILES, List.of("D:\\pagefile.sys 0 0"))),
                wrong("WIN-TEMP-ENV", WARNING, "E:\\temp", windows().with(StorageFacts.TEMP, "E:\\temp")),
                fine("WIN-TEMP-ENV", windows().with(StorageFacts.TMP, "C:\\Temp")),
                wrong(
                        "WIN-APPS-ON-D",
                        WARNING,
                        "service Shop",
                        windows().with(ForeignFacts.SERVICES_ON_D, List.of("Shop"))),
                wrong("WIN-APPS-ON-D", WARNING, "not known", windows().without(TaskFacts.TASKS_ON_D)));
    }

    private static List<Example> services() {
        return List.of(
                wrong("WIN-SVC-AUTO", BLOCKER, "Dhcp is disabled", windows().service("Dhcp", Start.DISABLED)),
                wrong("WIN-SVC-AUTO", WARNING, "BFE is manual", windows().service("BFE", Start.MANUAL)),
                fine("WIN-SVC-AUTO", windows().service("RemoteRegistry", Start.DISABLED)),
                fine("WIN-SVC-AUTO", windows().service("W32Time", Start.MANUAL)),
                wrong(
                        "WIN-SVC-MANUAL",
                        WARNING,
                        "TermService is disabled",
                        windows().service("TermService", Start.DISABLED)));
    }

    private static List<Example> network() {
        return List.of(
                wrong("WIN-DHCP-SVC", WARNING, "manual", windows().service("Dhcp", Start.MANUAL)),
                wrong(
                        "WIN-STATIC-IP",
                        WARNING,
                        "Ethernet: 192.0.2.20",
                        windows().with(NetworkFacts.INTERFACES, List.of(adapter(false)))),
                wrong(
                        "WIN-ROUTES",
                        WARNING,
                        "10.0.0.0",
                        windows().with(NetworkFacts.PERSISTENT_ROUTES, List.of("10.0.0.0,255.0.0.0,192.0.2.1,1"))),
                wrong(
                        "WIN-PROXY",
                        WARNING,
                        "proxy.example",
                        windows().with(NetworkFacts.WINHTTP_PROXY, new WinHttpProxy("proxy.example:8080", ""))),
                fine(
                        "WIN-PROXY",
                        windows()
                                .with(
                                        NetworkFacts.WINHTTP_PROXY,
                                        new WinHttpProxy("proxy.example:8080", "<local>;168.63.129.16"))),
                wrong("WIN-FW-PROFILES", INFO, "off: Public", windows().with(FirewallFacts.PUBLIC_ON, false)),
                wrong(
                        "WIN-FW-RDP",
                        WARNING,
                        "not active: RemoteDesktop",
                        windows()
                                .with(
                                        FirewallFacts.REMOTE_DESKTOP,
                                        List.of(allowing("RemoteDesktop-UserMode-In-TCP", "3389", false)))),
                fine(
                        "WIN-FW-RDP",
                        windows()
                                .with(FirewallFacts.DOMAIN_ON, false)
                                .with(FirewallFacts.PRIVATE_ON, false)
                                .with(FirewallFacts.PUBLIC_ON, false)
                                .with(FirewallFacts.REMOTE_DESKTOP, List.of())),
                wrong("WIN-FW-ICMP", INFO, "no such rule", windows().with(FirewallFacts.PING, List.of())),
                wrong("WIN-FW-WINRM", INFO, "no such rule", windows().with(FirewallFacts.WINRM, List.of())),
                wrong(
                        "WIN-FW-AZPLATFORM",
                        INFO,
                        "168.63.129.16",
                        windows().with(FirewallFacts.AZURE_PLATFORM, List.of())));
    }

    private static List<Example> access() {
        return List.of(
                wrong("WIN-RDP-DENY", WARNING, "fDenyTSConnections", windows().with(RemoteDesktopFacts.DENIED, true)),
                wrong("WIN-RDP-DENY", WARNING, "damaged", windows().without(RemoteDesktopFacts.DENIED)),
                wrong("WIN-RDP-PORT", WARNING, "3390", windows().with(RemoteDesktopFacts.PORT, 3390L)),
                wrong("WIN-PORT3389-CONFLICT", WARNING, "3390", windows().with(RemoteDesktopFacts.PORT, 3390L)),
                wrong("WIN-RDP-LANADAPTER", WARNING, "2", windows().with(RemoteDesktopFacts.ADAPTER, 2L)),
                wrong(
                        "WIN-RDP-NLA",
                        INFO,
                        "UserAuthentication",
                        windows().with(RemoteDesktopFacts.NETWORK_LEVEL_AUTHENTICATION, false)),
                wrong("WIN-RDP-KEEPALIVE", INFO, "KeepAlive", windows().with(RemoteDesktopFacts.KEEP_ALIVE, false)),
                wrong(
                        "WIN-RDP-RECONNECT",
                        INFO,
                        "fReconnectSame",
                        windows().with(RemoteDesktopFacts.RECONNECT_SAME, true)),
                wrong("WIN-RDP-MAXINST", WARNING, "2", windows().with(RemoteDesktopFacts.MAX_SESSIONS, 2L)),
                wrong(
                        "WIN-RDP-CERT",
                        WARNING,
                        "SSLCertificateSHA1Hash",
                        windows().with(RemoteDesktopFacts.OWN_CERTIFICATE, true)),
                wrong("WIN-AGENT", WARNING, "its folder is there", windows().withoutService("RdAgent")),
                wrong(
                        "WIN-LOCALADMIN",
                        WARNING,
                        "Chef",
                        windows().with(AccountFacts.ADMINISTRATOR, new AccountFacts.LocalAdministrator("Chef", false))),
                fine(
                        "WIN-LOCALADMIN",
                        windows()
                                .with(AccountFacts.ADMINISTRATOR, new AccountFacts.LocalAdministrator("Chef", false))
                                .with(AccountFacts.ADMINISTRATORS, List.of("S-1-5-21-1-2-3-1001"))),
                wrong(
                        "WIN-USER-RIGHTS",
                        WARNING,
                        "S-1-5-32-544",
                        windows().with(AccountFacts.REMOTE_LOGON_DENIED, List.of("S-1-5-32-544"))),
                wrong("WIN-USER-RIGHTS", WARNING, "nobody", windows().with(AccountFacts.REMOTE_LOGON, List.of())));
    }

    private static List<Example> settings() {
        return List.of(
                wrong("WIN-UTC", INFO, "RealTimeIsUniversal", windows().with(SettingsFacts.CLOCK_IN_UTC, false)),
                wrong("WIN-POWER", INFO, "381b4222", windows().with(SettingsFacts.POWER_SCHEME, "381b4222-0")),
                wrong("WIN-CRASHDUMP", INFO, "is 0", windows().with(SettingsFacts.CRASH_DUMP, 0L)),
                wrong("WIN-KMS", INFO, "kms.corp", windows().with(SystemFacts.KMS_HOST, "kms.corp.example")),
                wrong(
                        "WIN-PENDING-UPDATES",
                        WARNING,
                        "RebootPending",
                        windows().with(UpdateFacts.SERVICING_REBOOT, true)),
                wrong(
                        "WIN-PENDING-UPDATES",
                        INFO,
                        "1 files",
                        windows().with(UpdateFacts.FILE_RENAMES, List.of("\\??\\C:\\a", ""))),
                wrong(
                        "WIN-UNATTEND",
                        WARNING,
                        "unattend.xml",
                        windows()
                                .with(SystemFacts.GENERALIZED, true)
                                .with(SystemFacts.ANSWER_FILES, List.of("/unattend.xml"))),
                wrong(
                        "WIN-UNATTEND",
                        INFO,
                        "unattend.xml",
                        windows().with(SystemFacts.ANSWER_FILES, List.of("/unattend.xml"))),
                wrong("WIN-PANTHER", INFO, "there", windows().with(SystemFacts.PANTHER_FOLDER, true)));
    }
}
