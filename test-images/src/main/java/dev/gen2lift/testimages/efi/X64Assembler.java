package dev.gen2lift.testimages.efi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * As many x86-64 instructions as the sample program needs, by name (Intel SDM, volume 2). The code does not depend on
 * the address at which it is loaded.
 */
public final class X64Assembler {

    /** The registers without the need of an extension bit. */
    public enum Register {
        RAX(0),
        RCX(1),
        RDX(2),
        RBX(3),
        RSP(4),
        RBP(5),
        RSI(6),
        RDI(7);

        /** The number that instructions have for it. */
        private final int code;

        Register(int code) {
            this.code = code;
        }
    }

    /** A place in the code or its data, named before or after it is reached. */
    public static final class Label {
        private final String name;

        public Label(String name) {
            this.name = name;
        }
    }

    private static final int REX_W = 0x48;

    private record Reference(int at, Label target) {}

    private final ByteArrayOutputStream instructions = new ByteArrayOutputStream();
    private final Map<Label, Integer> places = new HashMap<>();
    private final List<Reference> references = new ArrayList<>();

    /** The next instruction's place. */
    public X64Assembler at(Label label) {
        places.put(label, instructions.size());
        return this;
    }

    /** {@code push r64}. */
    public X64Assembler push(Register register) {
        return emit(0x50 + register.code);
    }

    /** {@code sub r64, imm8}. */
    public X64Assembler subtract(Register register, int value) {
        return emit(REX_W, 0x83, direct(5, register), value);
    }

    /** {@code mov r64, r64}. */
    public X64Assembler move(Register to, Register from) {
        return emit(REX_W, 0x89, direct(from.code, to));
    }

    /** {@code mov r32, imm32}; the upper half becomes zero. */
    public X64Assembler moveValue(Register to, int value) {
        return emit(0xB8 + to.code).emitInt(value);
    }

    /** {@code mov r64, [base + disp8]}. */
    public X64Assembler load(Register to, Register base, int displacement) {
        return emit(REX_W, 0x8B, indirect(to.code, base), displacement);
    }

    /** {@code movzx r32, byte [base]}. */
    public X64Assembler loadByte(Register to, Register base) {
        return emit(0x0F, 0xB6, to.code << 3 | base.code);
    }

    /** {@code lea r64, [rip + rel32]}. */
    public X64Assembler loadAddress(Register to, Label label) {
        return emit(REX_W, 0x8D, to.code << 3 | 5).refer(label);
    }

    /** {@code call [base + disp8]}. */
    public X64Assembler callThrough(Register base, int displacement) {
        return emit(0xFF, indirect(2, base), displacement);
    }

    /** {@code inc r64}. */
    public X64Assembler increment(Register register) {
        return emit(REX_W, 0xFF, direct(0, register));
    }

    /** {@code dec r64}. */
    public X64Assembler decrement(Register register) {
        return emit(REX_W, 0xFF, direct(1, register));
    }

    /** {@code xor r32, r32}. */
    public X64Assembler clear(Register register) {
        return emit(0x31, direct(register.code, register));
    }

    /** {@code xor r8d, r8d; xor r9d, r9d}: the third and fourth argument of a call. */
    public X64Assembler clearThirdAndFourthArgument() {
        return emit(0x45, 0x31, 0xC0, 0x45, 0x31, 0xC9);
    }

    /** {@code test al, al}. */
    public X64Assembler testAl() {
        return emit(0x84, 0xC0);
    }

    /** {@code test al, imm8}. */
    public X64Assembler testAl(int mask) {
        return emit(0xA8, mask);
    }

    /** {@code in al, dx}. */
    public X64Assembler inAlFromPortDx() {
        return emit(0xEC);
    }

    /** {@code out dx, al}. */
    public X64Assembler outAlToPortDx() {
        return emit(0xEE);
    }

    /** {@code jmp rel32}. */
    public X64Assembler jump(Label label) {
        return emit(0xE9).refer(label);
    }

    /** {@code jz rel32}. */
    public X64Assembler jumpIfZero(Label label) {
        return emit(0x0F, 0x84).refer(label);
    }

    /** {@code jnz rel32}. */
    public X64Assembler jumpIfNotZero(Label label) {
        return emit(0x0F, 0x85).refer(label);
    }

    /** {@code hlt}. */
    public X64Assembler halt() {
        return emit(0xF4);
    }

    /** Bytes as they are, behind the code. */
    public X64Assembler data(Label label, byte[] bytes) {
        at(label);
        instructions.writeBytes(bytes);
        return this;
    }

    /**
     * The machine code.
     *
     * @throws IllegalStateException where a label was used but never placed
     */
    public byte[] assemble() {
        ByteBuffer bytes = ByteBuffer.wrap(instructions.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        for (Reference reference : references) {
            Integer target = places.get(reference.target);
            if (target == null) {
                throw new IllegalStateException("no place for " + reference.target.name);
            }
            // Relative to the instruction's end, which is the end of this field.
            bytes.putInt(reference.at, target - (reference.at + Integer.BYTES));
        }
        return bytes.array();
    }

    private static int direct(int middle, Register register) {
        return 0xC0 | middle << 3 | register.code;
    }

    private static int indirect(int middle, Register base) {
        if (base == Register.RSP) {
            throw new IllegalArgumentException("the stack pointer as a base takes another form");
        }
        return 0x40 | middle << 3 | base.code;
    }

    private X64Assembler refer(Label label) {
        references.add(new Reference(instructions.size(), label));
        return emitInt(0);
    }

    private X64Assembler emitInt(int value) {
        return emit(value, value >> 8, value >> 16, value >> 24);
    }

    private X64Assembler emit(int... bytes) {
        for (int value : bytes) {
            instructions.write(value);
        }
        return this;
    }
}
