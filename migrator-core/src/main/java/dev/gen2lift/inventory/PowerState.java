package dev.gen2lift.inventory;

/** Whether a machine runs (Msvm_ComputerSystem.EnabledState). */
public enum PowerState {
    OFF,
    RUNNING,
    PAUSED,
    /** Its memory lies in a file beside the configuration; the disks are in the middle of something. */
    SAVED,
    /** On the way from one state to another. */
    CHANGING
}
