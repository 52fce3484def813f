package dev.gen2lift.assess;

import dev.gen2lift.guest.Generation;
import java.util.Optional;

/**
 * What a machine is to become in Azure.
 *
 * @param generation V1 or V2
 * @param size the VM size; empty until processors and memory are known
 */
public record Target(Generation generation, SecurityType securityType, Optional<String> size) {

    /** The security type of an Azure VM. */
    public enum SecurityType {
        STANDARD
    }

    public static final Target GEN2 = new Target(Generation.V2, SecurityType.STANDARD, Optional.empty());
    public static final Target GEN1 = new Target(Generation.V1, SecurityType.STANDARD, Optional.empty());

    public Target {
        if (generation == Generation.UNKNOWN) {
            throw new IllegalArgumentException("a target has a generation");
        }
    }
}
