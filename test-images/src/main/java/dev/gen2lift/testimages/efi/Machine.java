package dev.gen2lift.testimages.efi;

/** Machine types of PE images (PE format, "Machine Types") that firmware loads. */
public enum Machine {
    X64(0x8664, true, new int[] {0xC3}),
    X86(0x014C, false, new int[] {0xC3}),
    ARM64(0xAA64, true, new int[] {0xC0, 0x03, 0x5F, 0xD6}),
    ARM(0x01C2, false, new int[] {0x70, 0x47});

    private final int value;
    private final boolean wide;
    private final int[] returnInstruction;

    Machine(int value, boolean wide, int[] returnInstruction) {
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
        byte[] code = new byte[returnInstruction.length];
        for (int i = 0; i < code.length; i++) {
            code[i] = (byte) returnInstruction[i];
        }
        return code;
    }
}
