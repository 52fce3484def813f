package dev.gen2lift.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.assess.rules.StandardRules;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The fixes")
class FixesTest {

    @Test
    void areForRulesThatThereAre() {
        assertThat(Fixes.ALL)
                .isNotEmpty()
                .allSatisfy(fix -> assertThat(
                                StandardRules.catalogue().rule(fix.rule()).isPresent())
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
