package dev.gen2lift.testimages.vhdx;

/** States of payload blocks (2.5.1.1). */
public enum BlockState {
    /** Dynamic: zeros. Differencing: the parent's bytes. */
    NOT_PRESENT(0),
    UNDEFINED(1),
    ZERO(2),
    UNMAPPED(3),
    FULLY_PRESENT(6),
    /** Differencing: sector by sector the file's or the parent's bytes. */
    PARTIALLY_PRESENT(7);

    private final int value;

    BlockState(int value) {
        this.value = value;
    }

    /** As in the lowest three bits of a BAT entry. */
    public int value() {
        return value;
    }

    /** Whether the block lies in the file. */
    boolean stored() {
        return this == FULLY_PRESENT || this == PARTIALLY_PRESENT;
    }
}
