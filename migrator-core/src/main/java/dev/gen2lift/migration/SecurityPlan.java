package dev.gen2lift.migration;

import dev.gen2lift.azure.SecurityType;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the VM is to be protected.
 *
 * @param guestState VMGS file that goes with the OS disk; for Trusted Launch
 * @param secureBoot whether only what is signed starts; where nothing is said, whether the disk is ready for it
 */
public record SecurityPlan(SecurityType type, Optional<Path> guestState, Optional<Boolean> secureBoot) {

    /** No protection beyond what every VM has. */
    public static final SecurityPlan STANDARD =
            new SecurityPlan(SecurityType.STANDARD, Optional.empty(), Optional.empty());

    /** Trusted Launch with the guest state in a file, and Secure Boot where the disk is ready for it. */
    public static SecurityPlan trustedLaunch(Path guestState) {
        return new SecurityPlan(SecurityType.TRUSTED_LAUNCH, Optional.of(guestState), Optional.empty());
    }
}
