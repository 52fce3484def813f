package dev.gen2lift.disk;

/** How an image stores its blocks (MS-VHDX 1.3). A raw image is FIXED. */
public enum DiskKind {
    FIXED,
    DYNAMIC,
    DIFFERENCING
}
