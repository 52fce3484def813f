package dev.gen2lift.assess;

/** What a disk is to its virtual machine. */
public enum DiskRole {
    /** The machine starts from it. */
    OS,
    DATA
}
