package dev.gen2lift.assess.sizing;

/**
 * What a disk needs.
 *
 * @param capacity bytes of the managed disk
 * @param os whether the machine starts from it
 * @param logicalSectorSize 512 or 4096 bytes
 * @param load what it was seen to do
 */
public record DiskNeeds(long capacity, boolean os, int logicalSectorSize, Load load) {}
