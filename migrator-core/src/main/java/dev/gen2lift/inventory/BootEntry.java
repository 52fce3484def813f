package dev.gen2lift.inventory;

import java.util.Optional;

/**
 * One of the devices that a machine tries to start from.
 *
 * @param at which disk or DVD drive, where the source tells and it is one
 */
public record BootEntry(Kind kind, Optional<DriveLocation> at) {

    /** What sort of device it is. */
    public enum Kind {
        DISK,
        NETWORK,
        DVD,
        FLOPPY,
        /** A loader's file in the EFI system partition. */
        FILE,
        OTHER
    }
}
