package dev.gen2lift.assess;

import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.linux.AccessFacts;
import dev.gen2lift.guest.linux.AzureFacts;
import dev.gen2lift.guest.linux.DeviceName;
import dev.gen2lift.guest.linux.DistributionFacts;
import dev.gen2lift.guest.linux.DistributionFacts.MachineId;
import dev.gen2lift.guest.linux.DriverFacts;
import dev.gen2lift.guest.linux.DriverFacts.AtStart;
import dev.gen2lift.guest.linux.DriverFacts.Support;
import dev.gen2lift.guest.linux.KernelFacts;
import dev.gen2lift.guest.linux.ModuleFacts;
import dev.gen2lift.guest.linux.MountFacts;
import dev.gen2lift.guest.linux.NetworkInterface;
import dev.gen2lift.guest.windows.AccountFacts;
import dev.gen2lift.guest.windows.AgentFacts;
import dev.gen2lift.guest.windows.BootEntry;
import dev.gen2lift.guest.windows.BootStoreFacts;
import dev.gen2lift.guest.windows.EncryptionFacts;
import dev.gen2lift.guest.windows.FirewallFacts;
import dev.gen2lift.guest.windows.FirewallRule;
import dev.gen2lift.guest.windows.ForeignFacts;
import dev.gen2lift.guest.windows.NetworkFacts;
import dev.gen2lift.guest.windows.RemoteDesktopFacts;
import dev.gen2lift.guest.windows.RoleFacts;
import dev.gen2lift.guest.windows.ServiceFacts;
import dev.gen2lift.guest.windows.ServiceState;
import dev.gen2lift.guest.windows.ServiceState.Start;
import dev.gen2lift.guest.windows.SettingsFacts;
import dev.gen2lift.guest.windows.StorageFacts;
import dev.gen2lift.guest.windows.SystemFacts;
import dev.gen2lift.guest.windows.TaskFacts;
import dev.gen2lift.guest.windows.UpdateFacts;
import dev.gen2lift.guest.windows.WinHttpProxy;
import dev.gen2lift.guest.windows.WindowsInterface;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Installed systems that do not exist: start from a healthy one and change what the test is about. */
public final class GuestExample {

    private static final String SEEN = "the example";

    private final GuestFacts.Family family;
    private final Facts.Builder facts = Facts.builder();
    private String product;
    private String build;
    private Optional<String> hostName = Optional.of("app01");

    private GuestExample(GuestFacts.Family family, String product, String build) {
        this.family = family;
        this.product = product;
        this.build = build;
    }

    /** Windows Server 2022, set up as Azure asks, and with nothing of its own that matters. */
    public static GuestExample windows() {
        GuestExample guest =
                new GuestExample(GuestFacts.Family.WINDOWS, "Windows Server 2022 Datacenter", "20348.2500");
        guest.with(GuestFacts.FAMILY_EVIDENCE, List.of("/Windows on partition 3"))
                .with(SystemFacts.FOLDER, "/Windows on partition 3")
                .with(SystemFacts.INSTALLATION_TYPE, "Server")
                .with(SystemFacts.PRODUCT_TYPE, "ServerNT")
                .with(SystemFacts.GENERALIZED, false)
                .with(SystemFacts.ANSWER_FILES, List.of())
                .with(SystemFacts.PANTHER_FOLDER, false)
                .with(SystemFacts.KMS_HOST, "")
                .with(SystemFacts.REPLAYED_HIVES, List.of());
        ServiceFacts.DRIVERS.forEach(name -> guest.service(name, Start.BOOT));
        ServiceFacts.SERVICES.forEach(name -> guest.service(name, Start.AUTOMATIC));
        List.of("Netlogon", "Netman", "TermService", "WerSvc", "EFS")
                .forEach(name -> guest.service(name, Start.MANUAL));
        guest.with(StorageFacts.SAN_POLICY, StorageFacts.SanPolicy.ONLINE_ALL)
                .with(StorageFacts.MOUNTED_DEVICES, List.of())
                .with(StorageFacts.PAGING_FILES, List.of("C:\\pagefile.sys 0 0"))
                .with(StorageFacts.TEMP, "%SystemRoot%\\TEMP")
                .with(StorageFacts.TMP, "%SystemRoot%\\TEMP")
                .with(StorageFacts.NVME_TIMEOUT, 240L)
                .with(StorageFacts.ISCSI_PORTALS, List.of())
                .with(RemoteDesktopFacts.DENIED, false)
                .with(RemoteDesktopFacts.PORT, 3389L)
                .with(RemoteDesktopFacts.ADAPTER, 0L)
                .with(RemoteDesktopFacts.NETWORK_LEVEL_AUTHENTICATION, true)
                .with(RemoteDesktopFacts.KEEP_ALIVE, true)
                .with(RemoteDesktopFacts.RECONNECT_DISABLED, false)
                .with(RemoteDesktopFacts.INHERIT_RECONNECT_SAME, true)
                .with(RemoteDesktopFacts.RECONNECT_SAME, false)
                .with(RemoteDesktopFacts.MAX_SESSIONS, 0xFFFF_FFFFL)
                .with(RemoteDesktopFacts.OWN_CERTIFICATE, false)
                .with(FirewallFacts.DOMAIN_ON, true)
                .with(FirewallFacts.PRIVATE_ON, true)
                .with(FirewallFacts.PUBLIC_ON, true)
                .with(FirewallFacts.REMOTE_DESKTOP, List.of(allowing("RemoteDesktop-UserMode-In-TCP", "3389", true)))
                .with(FirewallFacts.PING, List.of(allowing("FPS-ICMP4-ERQ-In", "", true)))
                .with(FirewallFacts.WINRM, List.of(allowing("WINRM-HTTP-In-TCP", "5985", true)))
                .with(FirewallFacts.AZURE_PLATFORM, List.of(allowing("AzurePlatform", "", true)))
                .with(FirewallFacts.REMOTE_DESKTOP_BLOCKED, List.of())
                .with(NetworkFacts.INTERFACES, List.of(adapter(true)))
                .with(NetworkFacts.PERSISTENT_ROUTES, List.of())
                .with(NetworkFacts.WINHTTP_PROXY, new WinHttpProxy("", ""))
                .with(NetworkFacts.TEAMS, List.of())
                .with(SettingsFacts.CLOCK_IN_UTC, true)
                .with(SettingsFacts.POWER_SCHEME, "8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c")
                .with(SettingsFacts.CRASH_DUMP, 2L)
                .with(SettingsFacts.DUMP_FILE, "%SystemRoot%\\MEMORY.DMP")
                .with(UpdateFacts.SERVICING_REBOOT, false)
                .with(UpdateFacts.UPDATE_REBOOT, false)
                .with(UpdateFacts.SERVICING_SESSIONS, false)
                .with(UpdateFacts.PENDING_XML, false)
                .with(UpdateFacts.FILE_RENAMES, List.of())
                .with(AgentFacts.AZURE_AGENT_FOLDERS, List.of("GuestAgent_2.7"))
                .with(ForeignFacts.CLASS_FILTERS, List.of())
                .with(ForeignFacts.FILE_SYSTEM_FILTERS, List.of())
                .with(ForeignFacts.NETWORK_COMPONENTS, List.of())
                .with(ForeignFacts.HYPERVISOR_TOOLS, List.of())
                .with(ForeignFacts.SERVICES_ON_D, List.of())
                .with(TaskFacts.TASKS_ON_D, List.of())
                .with(EncryptionFacts.BITLOCKER_BOOT_STATUS, 0L)
                .with(EncryptionFacts.HIBERNATED, false)
                .with(RoleFacts.UNSUPPORTED_ROLES, List.of())
                .with(RoleFacts.DOMAIN_CONTROLLER, false)
                .with(RoleFacts.DIRECTORY_DATABASE, "")
                .with(AccountFacts.ADMINISTRATOR, new AccountFacts.LocalAdministrator("Administrator", true))
                .with(AccountFacts.ADMINISTRATORS, List.of("S-1-5-21-1-2-3-500"))
                .with(AccountFacts.REMOTE_LOGON, List.of("S-1-5-32-544", "S-1-5-32-555"))
                .with(AccountFacts.REMOTE_LOGON_DENIED, List.of())
                .with(AccountFacts.NETWORK_LOGON, List.of("S-1-1-0", "S-1-5-32-544"))
                .with(AccountFacts.NETWORK_LOGON_DENIED, List.of())
                .with(BootStoreFacts.UEFI, bootEntry(false))
                .with(BootStoreFacts.BIOS, bootEntry(false));
        return guest;
    }

    /** Ubuntu 22.04, set up as Azure asks, and with nothing of its own that matters. */
    public static GuestExample linux() {
        GuestExample guest = new GuestExample(GuestFacts.Family.LINUX, "Ubuntu 22.04.5 LTS", "22.04");
        return guest.with(GuestFacts.FAMILY_EVIDENCE, List.of("partition 2"))
                .release("ubuntu", "22.04")
                .with(DistributionFacts.MACHINE_ID, MachineId.SET)
                .with(MountFacts.ROOT_VOLUME, "partition 2")
                .with(MountFacts.FSTAB, List.of(mount("UUID=1", DeviceName.Kind.UUID, "/", "ext4", "partition 2")))
                .with(MountFacts.SYSTEM_PARTITION_MOUNTED, true)
                .with(MountFacts.CRYPTTAB, List.of())
                .with(KernelFacts.DEFAULT_VERSION, "5.15.0-1071-azure")
                .with(KernelFacts.COMMAND_LINE, "root=UUID=1 console=ttyS0 nvme_core.io_timeout=240")
                .with(KernelFacts.ROOT_DEVICE, new DeviceName(DeviceName.Kind.UUID, "1"))
                .with(KernelFacts.RESUME_DEVICES, List.of())
                .with(KernelFacts.CONSOLES, List.of("ttyS0"))
                .with(
                        DriverFacts.KERNEL_DRIVERS,
                        Map.of(
                                "hv_vmbus", Support.BUILT_IN,
                                "hv_storvsc", Support.BUILT_IN,
                                "hv_netvsc", Support.MODULE))
                .with(
                        DriverFacts.START_DRIVERS,
                        Map.of(
                                "hv_vmbus", AtStart.BUILT_IN,
                                "hv_storvsc", AtStart.BUILT_IN,
                                "nvme", AtStart.IN_INITRAMFS,
                                "nvme_core", AtStart.BUILT_IN))
                .with(ModuleFacts.BLOCKED, List.of())
                .with(ModuleFacts.DKMS, List.of())
                .with(ModuleFacts.FOREIGN, List.of())
                .with(AzureFacts.CLOUD_INIT_INSTALLED, true)
                .with(AzureFacts.CLOUD_INIT_ENABLED, true)
                .with(AzureFacts.CLOUD_INIT_DATASOURCES, List.of("Azure"))
                .with(AzureFacts.CLOUD_INIT_NETWORK_DISABLED, false)
                .with(AzureFacts.CLOUD_INIT_LEFTOVERS, List.of())
                .with(AzureFacts.AGENT_INSTALLED, true)
                .with(AzureFacts.AGENT_ENABLED, true)
                .with(AzureFacts.AGENT_SETTINGS, Map.of("ResourceDisk.Format", "n", "ResourceDisk.EnableSwap", "n"))
                .with(AzureFacts.HYPERV_DAEMONS, List.of("hv_kvp_daemon"))
                .with(
                        dev.gen2lift.guest.linux.NetworkFacts.INTERFACES,
                        List.of(new NetworkInterface(
                                "eth0", "netplan", NetworkInterface.Method.DHCP, List.of(), "", "50-cloud-init.yaml")))
                .with(dev.gen2lift.guest.linux.NetworkFacts.PERSISTENT_RULES, List.of())
                .with(dev.gen2lift.guest.linux.NetworkFacts.VIRTUAL_FUNCTIONS_UNMANAGED, false)
                .with(dev.gen2lift.guest.linux.NetworkFacts.NETWORK_MANAGER_ENABLED, false)
                .with(AccessFacts.SSH_INSTALLED, true)
                .with(AccessFacts.SSH_ENABLED, true)
                .with(AccessFacts.SSH_HOST_KEYS, true)
                .with(AccessFacts.SSH_SETTINGS, Map.of("clientaliveinterval", "180"))
                .with(dev.gen2lift.guest.linux.StorageFacts.ISCSI_NODES, List.of());
    }

    public <T> GuestExample with(FactName<T> name, T value) {
        facts.known(name, value, SEEN);
        return this;
    }

    public GuestExample without(FactName<?> name) {
        facts.unknown(name, "damaged");
        return this;
    }

    /** A service or driver that is there and started so. */
    public GuestExample service(String name, Start start) {
        return with(
                ServiceFacts.of(name), new ServiceState(true, Optional.of(start), Optional.empty(), Optional.of(true)));
    }

    public GuestExample withoutService(String name) {
        return with(ServiceFacts.of(name), ServiceState.NOT_INSTALLED);
    }

    /** Another product, by the build of Windows. */
    public GuestExample version(String name, String number) {
        product = name;
        build = number;
        return this;
    }

    /** A client, and no server. */
    public GuestExample client(String name, String number) {
        return version(name, number)
                .with(SystemFacts.PRODUCT_TYPE, "WinNT")
                .with(SystemFacts.INSTALLATION_TYPE, "Client");
    }

    /** Another distribution. */
    public GuestExample release(String id, String version) {
        product = id + " " + version;
        return with(DistributionFacts.OS_RELEASE, Map.of("ID", id, "VERSION_ID", version));
    }

    public GuestExample hostName(String name) {
        hostName = Optional.of(name);
        return this;
    }

    public GuestFacts facts() {
        return new GuestFacts(
                family,
                Optional.of(product),
                Optional.empty(),
                Optional.of(build),
                Optional.empty(),
                Optional.empty(),
                hostName,
                facts.build());
    }

    public static FirewallRule allowing(String id, String port, boolean active) {
        return new FirewallRule(
                id,
                active,
                true,
                true,
                List.of(),
                Optional.of("6"),
                port.isEmpty() ? List.of() : List.of(port),
                List.of());
    }

    public static WindowsInterface adapter(boolean dhcp) {
        List<String> addresses = dhcp ? List.of() : List.of("192.0.2.20");
        return new WindowsInterface(
                "{1}",
                Optional.of("Ethernet"),
                Optional.of(dhcp),
                addresses,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    public static MountFacts.Entry mount(
            String device, DeviceName.Kind kind, String mountPoint, String type, String volume) {
        return new MountFacts.Entry(
                1,
                device,
                kind,
                mountPoint,
                type,
                List.of("defaults"),
                Optional.of(volume).filter(name -> !name.isEmpty()),
                false,
                kind == DeviceName.Kind.NETWORK,
                type.equals("swap"));
    }

    /** An entry as Azure wants it; with or without drivers that nobody signed. */
    public static BootEntry bootEntry(boolean testSigning) {
        return new BootEntry(
                "EFI/Microsoft/Boot/BCD on partition 1",
                "{1}",
                Optional.of("Windows Server"),
                Optional.of("\\Windows\\system32\\winload.efi"),
                Optional.of("\\Windows"),
                Optional.empty(),
                Optional.empty(),
                testSigning,
                false,
                false,
                Optional.of(1L),
                true,
                true,
                true,
                Optional.of(5L),
                Optional.of(1L),
                Optional.of(115_200L),
                1);
    }
}
