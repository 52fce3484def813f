package dev.gen2lift.disk.vhdx;

/** The states of a payload block (MS-VHDX 2.5.1.1): the low three bits of its entry. 4 and 5 are reserved. */
final class PayloadState {

    /** The parent's block; without a parent, zero. */
    static final int NOT_PRESENT = 0;

    /** Never written since it was discarded: zero, not the parent's block. The offset may be stale. */
    static final int UNDEFINED = 1;

    static final int ZERO = 2;

    /** Discarded by the guest: zero, not the parent's block. The offset may be stale. */
    static final int UNMAPPED = 3;

    static final int FULLY_PRESENT = 6;

    /** Some sectors are stored, the others are the parent's; the sector bitmap says which. */
    static final int PARTIALLY_PRESENT = 7;

    private static final int MASK = 7;

    private PayloadState() {}

    static int of(long entry) {
        return (int) entry & MASK;
    }
}
