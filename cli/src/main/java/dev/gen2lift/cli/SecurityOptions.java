package dev.gen2lift.cli;

import dev.gen2lift.azure.SecurityType;
import dev.gen2lift.migration.SecurityPlan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the VM is to be protected. */
final class SecurityOptions {

    @Option(
            names = "--security-type",
            paramLabel = "TYPE",
            description =
                    "Standard or TrustedLaunch, which needs --vmgs or the way by --prepare and --cutover (default: Standard).")
    @Nullable
    String type;

    @Option(
            names = "--vmgs",
            paramLabel = "FILE",
            description = "The guest state that goes with the OS disk: UEFI variables and virtual TPM.")
    @Nullable
    Path guestState;

    @Option(
            names = "--secure-boot",
            paramLabel = "true|false",
            arity = "1",
            description =
                    "With Trusted Launch, whether only what is signed starts (default: where the disk is ready for it).")
    @Nullable
    Boolean secureBoot;

    SecurityPlan security() {
        SecurityType meant = Optional.ofNullable(type)
                .map(text -> UsageError.orThrow(() -> parse(text)))
                .orElse(SecurityType.STANDARD);
        return new SecurityPlan(meant, Optional.ofNullable(guestState), Optional.ofNullable(secureBoot));
    }

    private static SecurityType parse(String text) {
        return Arrays.stream(SecurityType.values())
                .filter(each -> each.azureName().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--security-type is "
                        + Arrays.stream(SecurityType.values())
                                .map(SecurityType::azureName)
                                .collect(Collectors.joining(" or "))
                        + ", not " + text));
    }
}
