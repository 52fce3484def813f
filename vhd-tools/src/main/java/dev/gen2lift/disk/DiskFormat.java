package dev.gen2lift.disk;

/** The container that a virtual disk is stored in. */
public enum DiskFormat {
    VHDX,
    VHD,
    RAW
}
