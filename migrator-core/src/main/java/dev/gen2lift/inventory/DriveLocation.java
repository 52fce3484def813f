package dev.gen2lift.inventory;

import java.util.Comparator;

/**
 * Where a drive is attached.
 *
 * @param controller number among the controllers of its kind, from 0
 * @param location on that controller, from 0
 */
public record DriveLocation(Bus bus, int controller, int location) implements Comparable<DriveLocation> {

    /** In the order in which firmware looks for a disk to start from. */
    public enum Bus {
        IDE,
        SCSI,
        PMEM,
        FLOPPY
    }

    private static final Comparator<DriveLocation> ORDER = Comparator.comparing(DriveLocation::bus)
            .thenComparingInt(DriveLocation::controller)
            .thenComparingInt(DriveLocation::location);

    @Override
    public int compareTo(DriveLocation other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return bus + " controller " + controller + ", location " + location;
    }
}
