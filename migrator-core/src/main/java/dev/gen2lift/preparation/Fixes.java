package dev.gen2lift.preparation;

import java.util.List;
import java.util.Optional;

/** Which rules' findings can be put right inside the guest, by the ids of the catalogue. */
final class Fixes {

    private static final String BOOT = "boot";
    private static final String SERVICES = "services";

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

    static final List<Fix> ALL = LINUX;

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
