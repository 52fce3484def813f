package dev.gen2lift.assess.rules;

import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.RuleCatalogue;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rules that gen2lift comes with. */
public final class StandardRules {

    /** What is known by two names: as a setting of the machine, and as a matter of its security. */
    private static final Map<String, String> ALIASES = Map.of(
            "VM-SHIELDED", "SEC-SHIELDED-VM",
            "VM-VTPM", "SEC-VTPM-STATE",
            "VM-SECUREBOOT", "SEC-SECUREBOOT-TEMPLATE");

    /** Those that look into an installed Windows. */
    static final List<Rule> WINDOWS = Stream.of(
                    WindowsVersionRules.ALL,
                    WindowsBootRules.ALL,
                    WindowsDriverRules.ALL,
                    WindowsStorageRules.ALL,
                    WindowsServiceRules.ALL,
                    WindowsNetworkRules.ALL,
                    WindowsRemoteDesktopRules.ALL,
                    WindowsFirewallRules.ALL,
                    WindowsSettingRules.ALL,
                    WindowsPreparationRules.ALL)
            .flatMap(List::stream)
            .toList();

    private static final RuleCatalogue CATALOGUE = new RuleCatalogue(
            Stream.of(
                            ContainerRules.ALL,
                            SizeRules.ALL,
                            PartitionRules.ALL,
                            EncryptionRules.ALL,
                            BootRules.ALL,
                            LinuxBootRules.ALL,
                            SecureBootRules.ALL,
                            TrustedLaunchRules.ALL,
                            WINDOWS,
                            LinuxVersionRules.ALL,
                            LinuxDriverRules.ALL,
                            LinuxStorageRules.ALL,
                            LinuxNetworkRules.ALL,
                            LinuxAccessRules.ALL,
                            MachineRules.ALL,
                            MachineStateRules.ALL,
                            MachineNetworkRules.ALL,
                            MachineDeviceRules.ALL,
                            AzureResourceRules.ALL)
                    .flatMap(List::stream)
                    .toList(),
            ALIASES);

    private StandardRules() {}

    public static RuleCatalogue catalogue() {
        return CATALOGUE;
    }
}
