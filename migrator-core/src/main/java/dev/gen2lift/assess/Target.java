package dev.gen2lift.assess;

import dev.gen2lift.guest.Generation;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a machine is to become in Azure.
 *
 * @param generation V1 or V2
 * @param size the VM size; empty until processors and memory are known
 * @param intentions what else the site has decided
 */
public record Target(
        Generation generation,
        SecurityType securityType,
        DiskController controller,
        Optional<String> size,
        Intentions intentions) {

    /** The security type of an Azure VM. */
    public enum SecurityType {
        STANDARD("Standard", "standard security"),
        /** Secure Boot and a virtual TPM; Generation 2 only. */
        TRUSTED_LAUNCH("TrustedLaunch", "Trusted Launch"),
        /** Memory encrypted by the processor, on sizes made for it; Generation 2 only. */
        CONFIDENTIAL("ConfidentialVM", "confidential");

        private final String azureName;
        private final String title;

        SecurityType(String azureName, String title) {
            this.azureName = azureName;
            this.title = title;
        }

        /** As {@code securityProfile.securityType} has it. */
        public String azureName() {
            return azureName;
        }

        public String title() {
            return title;
        }
    }

    /** How the machine sees its remote disks. */
    public enum DiskController {
        SCSI,
        NVME
    }

    public static final Target GEN2 = of(Generation.V2, SecurityType.STANDARD);
    public static final Target TRUSTED_LAUNCH = of(Generation.V2, SecurityType.TRUSTED_LAUNCH);
    public static final Target CONFIDENTIAL = of(Generation.V2, SecurityType.CONFIDENTIAL);
    public static final Target GEN1 = of(Generation.V1, SecurityType.STANDARD);

    public Target {
        if (generation == Generation.UNKNOWN) {
            throw new IllegalArgumentException("a target has a generation");
        }
        if (generation == Generation.V1
                && (securityType != SecurityType.STANDARD || controller == DiskController.NVME)) {
            throw new IllegalArgumentException("Generation 1 has neither a security type of its own nor NVMe");
        }
    }

    /** With SCSI disks. */
    public Target(Generation generation, SecurityType securityType, Optional<String> size) {
        this(generation, securityType, DiskController.SCSI, size, Intentions.NONE);
    }

    private static Target of(Generation generation, SecurityType securityType) {
        return new Target(generation, securityType, Optional.empty());
    }

    public Target with(DiskController other) {
        return new Target(generation, securityType, other, size, intentions);
    }

    public Target with(Intentions other) {
        return new Target(generation, securityType, controller, size, other);
    }

    /** @param vmSize "Standard_D2s_v5" */
    public Target withSize(String vmSize) {
        return new Target(generation, securityType, controller, Optional.of(vmSize), intentions);
    }

    /** What severities of rules depend on. */
    public Set<TargetTrait> traits() {
        EnumSet<TargetTrait> traits = EnumSet.of(generation == Generation.V2 ? TargetTrait.GEN2 : TargetTrait.GEN1);
        if (securityType == SecurityType.TRUSTED_LAUNCH) {
            traits.add(TargetTrait.TRUSTED_LAUNCH);
        }
        if (securityType == SecurityType.CONFIDENTIAL) {
            traits.add(TargetTrait.CONFIDENTIAL);
        }
        if (controller == DiskController.NVME) {
            traits.add(TargetTrait.NVME);
        }
        return traits;
    }

    /** As sentences name it: "Generation 2 with Trusted Launch". */
    public String title() {
        String security = switch (securityType) {
            case STANDARD -> "";
            case TRUSTED_LAUNCH -> " with Trusted Launch";
            case CONFIDENTIAL -> " as a confidential VM";
        };
        return "Generation " + (generation == Generation.V2 ? 2 : 1) + security
                + (controller == DiskController.NVME ? (security.isEmpty() ? " with NVMe disks" : ", NVMe disks") : "");
    }
}
