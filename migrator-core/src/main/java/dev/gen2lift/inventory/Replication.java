package dev.gen2lift.inventory;

/** A machine's part in Hyper-V Replica (Msvm_ComputerSystem.ReplicationMode). */
public enum Replication {
    NONE,
    PRIMARY,
    REPLICA,
    TEST_REPLICA,
    EXTENDED_REPLICA
}
