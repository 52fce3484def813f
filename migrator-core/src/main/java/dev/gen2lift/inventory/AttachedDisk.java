package dev.gen2lift.inventory;

import dev.gen2lift.guest.Fact;

/**
 * A hard disk of a machine.
 *
 * @param path the image as the host names it, a Windows path as a rule; for {@link Backing#PHYSICAL} the host's name of
 *     the disk
 * @param shared whether several machines may use it at once (persistent reservations, a shared VHDX, a VHD Set)
 * @param size of the virtual disk, in bytes, as the inventory has it; the image itself is the better witness
 */
public record AttachedDisk(
        Fact<DriveLocation> at, Backing backing, Fact<String> path, Fact<Boolean> shared, Fact<Long> size) {

    /** What holds the disk's content. */
    public enum Backing {
        /** A VHD or VHDX file. */
        IMAGE,
        /** A {@code .vhds} file, which names the image behind it. */
        VHD_SET,
        /** A disk of the host, passed through. */
        PHYSICAL,
        UNKNOWN
    }
}
