package dev.gen2lift.preparation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which rules' findings can be put right inside the guest, by the ids of the catalogue. */
final class Fixes {

    private static final String BOOT = "boot";
    private static final String SERVICES = "services";
    private static final String RDP = "remote-desktop";
    private static final String FIREWALL = "firewall";

    private static final List<Fix> LINUX = List.of(
            Fix.linux("BOOT-ESP-FALLBACK", "fix_esp_fallback", "esp-fallback"),
            Fix.linux("BOOT-ESP-FSTAB", "fix_esp_fstab", "fstab"),
            Fix.linux("BOOT-GRUB-EFI-CFG", "fix_boot_menu", "kernel"),
            Fix.linux("LNX-HV-INITRAMFS", "fix_hyperv_initramfs", "kernel"),
            Fix.linux("LNX-NVME-INITRAMFS", "fix_nvme_initramfs", "kernel"),
            Fix.linux("LNX-UDF-VFAT", "fix_udf_vfat", "kernel"),
            Fix.linux("LNX-GRUB-CONSOLE", "fix_console", "kernel"),
            Fix.linux("LNX-ROOT-CMDLINE", "fix_root", "kernel"),
            Fix.linux("LNX-FSTAB-UUID", "fix_fstab_uuid", "fstab"),
            Fix.linux("LNX-SWAP-OSDISK", "fix_swap", "fstab"),
            Fix.linux("LNX-UDEV-PERSISTENT-NET", "fix_persistent_names", SERVICES, "network"),
            Fix.linux("LNX-NET-DHCP", "fix_dhcp", SERVICES, "network"),
            Fix.linux("LNX-NM-SRIOV", "fix_virtual_functions", SERVICES, "network"),
            Fix.linux("LNX-NETWORKMANAGER", "fix_network_manager", SERVICES, "network"),
            Fix.linux("LNX-CLOUDINIT-DS", "fix_datasource", SERVICES, "azure"),
            Fix.linux("LNX-AGENT", "fix_agent", SERVICES, "azure"),
            Fix.linux("LNX-WAAGENT-RESDISK", "fix_resource_disk", SERVICES, "azure"),
            Fix.linux("LNX-SSH", "fix_ssh", SERVICES, "azure"));

    private static final List<Fix> WINDOWS = List.of(
            Fix.windows("BOOT-ESP-WINLOADER", "Repair-FallbackLoader", BOOT),
            Fix.windows("BOOT-ESP-FALLBACK", "Repair-FallbackLoader", BOOT),
            Fix.windows("BCD-DEVICE", "Repair-BootDevice", BOOT),
            Fix.windows("BCD-EMS-SERIAL", "Repair-SerialConsole", BOOT),
            Fix.windows("BCD-TESTSIGNING", "Repair-TestSigning", BOOT),
            Fix.windows("PART-DIRTY-FS", "Repair-FastStartup", "storage"),
            Fix.windows("WIN-SAN-POLICY", "Repair-SanPolicy", "storage"),
            Fix.windows("WIN-PAGEFILE", "Repair-PageFile", "storage"),
            Fix.windows("WIN-TEMP-ENV", "Repair-TempFolders", "storage"),
            Fix.windows("WIN-UNATTEND", "Repair-AnswerFiles", "storage"),
            Fix.windows("WIN-SVC-AUTO", "Repair-AutomaticServices", SERVICES),
            Fix.windows("WIN-SVC-MANUAL", "Repair-ManualServices", SERVICES),
            Fix.windows("WIN-HV-DRIVERS", "Repair-HyperVDrivers", SERVICES),
            Fix.windows("WIN-NVME-DRIVER", "Repair-NvmeDriver", SERVICES),
            Fix.windows("WIN-CDROM", "Repair-CdRom", SERVICES),
            Fix.windows("WIN-DHCP-SVC", "Repair-DhcpService", "network"),
            Fix.windows("WIN-STATIC-IP", "Repair-StaticAddresses", "network"),
            Fix.windows("WIN-ROUTES", "Repair-Routes", "network"),
            Fix.windows("WIN-PROXY", "Repair-Proxy", "network"),
            Fix.windows("WIN-RDP-DENY", "Repair-RdpDeny", RDP),
            Fix.windows("WIN-RDP-PORT", "Repair-RdpPort", RDP),
            Fix.windows("WIN-RDP-LANADAPTER", "Repair-RdpAdapter", RDP),
            Fix.windows("WIN-RDP-NLA", "Repair-RdpAuthentication", RDP),
            Fix.windows("WIN-RDP-KEEPALIVE", "Repair-RdpKeepAlive", RDP),
            Fix.windows("WIN-RDP-RECONNECT", "Repair-RdpReconnect", RDP),
            Fix.windows("WIN-RDP-MAXINST", "Repair-RdpSessions", RDP),
            Fix.windows("WIN-RDP-CERT", "Repair-RdpCertificate", RDP),
            Fix.windows("WIN-FW-PROFILES", "Repair-FirewallProfiles", FIREWALL),
            Fix.windows("WIN-FW-RDP", "Repair-FirewallRdp", FIREWALL),
            Fix.windows("WIN-FW-WINRM", "Repair-FirewallWinRm", FIREWALL),
            Fix.windows("WIN-FW-ICMP", "Repair-FirewallPing", FIREWALL),
            Fix.windows("WIN-FW-AZPLATFORM", "Repair-FirewallPlatform", FIREWALL),
            Fix.windows("WIN-UTC", "Repair-Clock", "settings"),
            Fix.windows("WIN-POWER", "Repair-PowerPlan", "settings"),
            Fix.windows("WIN-CRASHDUMP", "Repair-CrashDump", "settings"));

    static final List<Fix> ALL = Stream.of(LINUX, WINDOWS).flatMap(List::stream).toList();

    private Fixes() {}

    /** What every script of a kind begins with, beside what its fixes need. */
    static List<String> always(ScriptKind kind) {
        return kind == ScriptKind.SHELL ? List.of("library", BOOT) : List.of("library");
    }

    static Optional<Fix> of(String rule, ScriptKind kind) {
        return ALL.stream()
                .filter(fix -> fix.guest() == kind && fix.rule().equals(rule))
                .findFirst();
    }
}
