package dev.gen2lift.transfer.wire;

/** Says when bytes may go. */
@FunctionalInterface
public interface Pace {

    /** Blocks until so many bytes may go. */
    void take(int bytes) throws InterruptedException;
}
