package dev.gen2lift.migration;

/**
 * The steps of a migration, in their order; network interface and VM only where a VM is wanted, what is about staging only
 * in a migration of two phases.
 */
public enum MigrationStep {
    INSPECT("look into the disks"),
    CHECK("check the plan against Azure"),
    RESOURCE_GROUP("resource group"),
    STAGE("staging blobs"),
    DISKS("managed disks"),
    NETWORK_INTERFACE("network interface"),
    VIRTUAL_MACHINE("virtual machine"),
    REMOVE_STAGING("remove staging blobs");

    private final String title;

    MigrationStep(String title) {
        this.title = title;
    }

    /** A few words for people. */
    public String title() {
        return title;
    }
}
