package dev.gen2lift.testimages.efi;

import java.util.HexFormat;

/** Machine types of PE images (PE format, "Machine Types") that firmware loads. */
public enum Machine {
    X64(0x8664, true, "c3"),
    X86(0x014C, false, "c3"),
    ARM64(0xAA64, true, "c0035fd6"),
    ARM(0x01C2, false, "7047");

    private final int value;
    private final boolean wide;
    private final String returnInstruction;

    Machine(int value, boolean wide, String returnInstruction) {
        this.value = value;
        this.wide = wide;
        this.returnInstruction = returnInstruction;
    }

    /** As in the COFF header. */
    public int value() {
        return value;
    }

    /** Whether images are PE32+ rather than PE32. */
    boolean wide() {
        return wide;
    }

    /** A program that does nothing. */
    byte[] emptyProgram() {
        return HexFormat.of().parseHex(returnInstruction);
    }
}
