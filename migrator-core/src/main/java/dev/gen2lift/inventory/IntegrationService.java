package dev.gen2lift.inventory;

/**
 * A service between host and guest.
 *
 * @param name as Hyper-V calls it
 * @param enabled whether the host offers it
 */
public record IntegrationService(String name, boolean enabled) {}
