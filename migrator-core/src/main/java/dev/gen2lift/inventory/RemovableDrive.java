package dev.gen2lift.inventory;

import dev.gen2lift.guest.Fact;
import java.util.Optional;

/**
 * A DVD or floppy drive.
 *
 * @param medium the image or host drive in it, as the host names it; empty where there is none
 */
public record RemovableDrive(Kind kind, Fact<DriveLocation> at, Optional<String> medium) {

    /** What goes into it. */
    public enum Kind {
        DVD,
        FLOPPY
    }
}
