package dev.gen2lift.rehearsal;

/**
 * A resource that exists in a rehearsal cloud.
 *
 * @param type as {@code Microsoft.Compute/disks}
 * @param state a disk's state, or else its provisioning state
 */
public record CloudResource(String id, String type, String resourceGroup, String name, String location, String state) {}
