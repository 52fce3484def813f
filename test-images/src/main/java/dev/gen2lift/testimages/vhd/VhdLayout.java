package dev.gen2lift.testimages.vhd;

import java.util.UUID;

/**
 * Where the structures of a written file lie, for tests that alter it afterwards. All offsets in bytes; those of
 * structures that the kind of disk does not have are -1.
 *
 * @param id what a child's header has to name
 */
public record VhdLayout(long dynamicHeaderOffset, long batOffset, long footerOffset, long fileSize, UUID id) {}
