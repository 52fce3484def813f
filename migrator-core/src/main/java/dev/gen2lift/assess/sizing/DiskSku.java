package dev.gen2lift.assess.sizing;

/** The kinds of managed disks, the dearer the later. */
public enum DiskSku {
    STANDARD_HDD("Standard_LRS"),
    STANDARD_SSD("StandardSSD_LRS"),
    PREMIUM_SSD("Premium_LRS"),
    PREMIUM_SSD_V2("PremiumV2_LRS"),
    ULTRA("UltraSSD_LRS");

    private final String azureName;

    DiskSku(String azureName) {
        this.azureName = azureName;
    }

    /** As Azure Resource Manager takes it; locally redundant. */
    public String azureName() {
        return azureName;
    }

    /** Whether a size has to take Premium disks for it. */
    public boolean premium() {
        return compareTo(PREMIUM_SSD) >= 0;
    }

    /** Whether a machine can start from it. */
    public boolean forOsDisk() {
        return compareTo(PREMIUM_SSD) <= 0;
    }
}
