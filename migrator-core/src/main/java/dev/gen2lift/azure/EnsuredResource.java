package dev.gen2lift.azure;

/**
 * A resource that is as it was asked for.
 *
 * @param type as Azure names it: {@code Microsoft.Compute/disks}
 * @param id Azure's resource id
 * @param created whether this run made or completed it; false where it was found so
 */
public record EnsuredResource(String type, String name, String id, boolean created) {}
