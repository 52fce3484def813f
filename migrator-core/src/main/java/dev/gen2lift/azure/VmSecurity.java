package dev.gen2lift.azure;

/**
 * The protection of a VM and its OS disk.
 *
 * @param secureBoot whether only what is signed starts; with Trusted Launch, whose virtual TPM is always on
 */
public record VmSecurity(SecurityType type, boolean secureBoot) {

    /** None. */
    public static final VmSecurity STANDARD = new VmSecurity(SecurityType.STANDARD, false);

    public VmSecurity {
        if (secureBoot && type == SecurityType.STANDARD) {
            throw new IllegalArgumentException("Secure Boot goes with Trusted Launch");
        }
    }

    public boolean isTrustedLaunch() {
        return type == SecurityType.TRUSTED_LAUNCH;
    }
}
