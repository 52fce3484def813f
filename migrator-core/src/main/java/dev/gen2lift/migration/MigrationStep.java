package dev.gen2lift.migration;

/** The steps of a migration, in their order; the last two only where a VM is wanted. */
public enum MigrationStep {
    INSPECT("look into the disks"),
    CHECK("check the plan against Azure"),
    RESOURCE_GROUP("resource group"),
    DISKS("managed disks"),
    NETWORK_INTERFACE("network interface"),
    VIRTUAL_MACHINE("virtual machine");

    private final String title;

    MigrationStep(String title) {
        this.title = title;
    }

    /** A few words for people. */
    public String title() {
        return title;
    }
}
