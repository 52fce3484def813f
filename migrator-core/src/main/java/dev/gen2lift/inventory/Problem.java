package dev.gen2lift.inventory;

/**
 * Something that could not be read and that does not keep the rest from being read.
 *
 * @param where a file, or a row of it, or a host
 * @param reason a clause without a full stop
 */
public record Problem(String where, String reason) {}
