package dev.gen2lift.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.assess.rules.StandardRules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The fixes")
class FixesTest {

    /** Rules that are not in the catalogue yet. */
    private static final Set<String> TO_COME = Set.of(
            "BCD-DEVICE",
            "BCD-EMS-SERIAL",
            "BCD-TESTSIGNING",
            "BOOT-ESP-FSTAB",
            "BOOT-GRUB-EFI-CFG",
            "LNX-AGENT",
            "LNX-CLOUDINIT-DS",
            "LNX-FSTAB-UUID",
            "LNX-GRUB-CONSOLE",
            "LNX-HV-INITRAMFS",
            "LNX-NET-DHCP",
            "LNX-NETWORKMANAGER",
            "LNX-NM-SRIOV",
            "LNX-NVME-INITRAMFS",
            "LNX-ROOT-CMDLINE",
            "LNX-SSH",
            "LNX-SWAP-OSDISK",
            "LNX-UDEV-PERSISTENT-NET",
            "LNX-UDF-VFAT",
            "LNX-WAAGENT-RESDISK",
            "PART-DIRTY-FS",
            "WIN-CDROM",
            "WIN-CRASHDUMP",
            "WIN-DHCP-SVC",
            "WIN-FW-AZPLATFORM",
            "WIN-FW-ICMP",
            "WIN-FW-PROFILES",
            "WIN-FW-RDP",
            "WIN-FW-WINRM",
            "WIN-HV-DRIVERS",
            "WIN-NVME-DRIVER",
            "WIN-PAGEFILE",
            "WIN-POWER",
            "WIN-PROXY",
            "WIN-RDP-CERT",
            "WIN-RDP-DENY",
            "WIN-RDP-KEEPALIVE",
            "WIN-RDP-LANADAPTER",
            "WIN-RDP-MAXINST",
            "WIN-RDP-NLA",
            "WIN-RDP-PORT",
            "WIN-RDP-RECONNECT",
            "WIN-ROUTES",
            "WIN-SAN-POLICY",
            "WIN-STATIC-IP",
            "WIN-SVC-AUTO",
            "WIN-SVC-MANUAL",
            "WIN-TEMP-ENV",
            "WIN-UNATTEND",
            "WIN-UTC");

    @Test
    void areForRulesThatThereAre() {
        assertThat(Fixes.ALL)
                .isNotEmpty()
                .allSatisfy(fix -> assertThat(TO_COME.contains(fix.rule())
                                || StandardRules.catalogue().rule(fix.rule()).isPresent())
                        .as(fix.rule())
                        .isTrue());
    }

    @ParameterizedTest
    @EnumSource(ScriptKind.class)
    void areOneForARule(ScriptKind kind) {
        assertThat(rules(kind)).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("are these")
    void areThese() {
        assertThat(rules(ScriptKind.SHELL))
                .containsExactlyInAnyOrder(
                        "BOOT-ESP-FALLBACK",
                        "BOOT-ESP-FSTAB",
                        "BOOT-GRUB-EFI-CFG",
                        "LNX-HV-INITRAMFS",
                        "LNX-NVME-INITRAMFS",
                        "LNX-UDF-VFAT",
                        "LNX-GRUB-CONSOLE",
                        "LNX-ROOT-CMDLINE",
                        "LNX-FSTAB-UUID",
                        "LNX-SWAP-OSDISK",
                        "LNX-UDEV-PERSISTENT-NET",
                        "LNX-NET-DHCP",
                        "LNX-NM-SRIOV",
                        "LNX-NETWORKMANAGER",
                        "LNX-CLOUDINIT-DS",
                        "LNX-AGENT",
                        "LNX-WAAGENT-RESDISK",
                        "LNX-SSH");
        assertThat(rules(ScriptKind.POWERSHELL)).hasSize(35).allMatch(rule -> rule.matches("(WIN|BCD|BOOT|PART)-.*"));
    }

    private static List<String> rules(ScriptKind kind) {
        return Fixes.ALL.stream()
                .filter(fix -> fix.guest() == kind)
                .map(Fix::rule)
                .toList();
    }
}
