package dev.gen2lift.azure;

/** How a VM and the disk that it starts from are protected; Azure's {@code securityType}. */
public enum SecurityType {
    STANDARD("Standard"),
    TRUSTED_LAUNCH("TrustedLaunch");

    private final String azureName;

    SecurityType(String azureName) {
        this.azureName = azureName;
    }

    /** As {@code securityProfile.securityType} has it. */
    public String azureName() {
        return azureName;
    }
}
