package dev.gen2lift.guest;

/** The Hyper-V generation that a disk can start as, read from the disk and not from any VM's settings. */
public enum Generation {
    V1,
    V2,
    UNKNOWN
}
