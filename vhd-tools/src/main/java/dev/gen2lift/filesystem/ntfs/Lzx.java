package dev.gen2lift.filesystem.ntfs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * LZX as WIM files and Compact OS use it (MS-PATCH 2, with the fixed window and block size of WIM): chunks of 32 KiB that
 * know nothing of each other.
 */
final class Lzx {

    static final int CHUNK = 32 << 10;

    private static final int LITERALS = 256;

    /** Distances of a window of 32 KiB fall into this many slots, each with eight symbols. */
    private static final int SLOTS = 30;

    private static final int MAIN = LITERALS + 8 * SLOTS;
    private static final int LENGTHS = 249;
    private static final int ALIGNED = 8;
    private static final int PRECODE = 20;
    private static final int MIN_MATCH = 2;
    private static final int LENGTH_FOLLOWS = 7;

    private static final int VERBATIM_BLOCK = 1;
    private static final int ALIGNED_BLOCK = 2;
    private static final int STORED_BLOCK = 3;

    /** The file size that the translation of calls assumes in every WIM. */
    private static final int CALL_SIZE = 12_000_000;

    private static final int CALL = 0xE8;
    private static final int[] SLOT_BASES = slotBases();

    private final BitReader bits;
    private final byte[] out;
    private final int size;
    private final byte[] mainLengths = new byte[MAIN];
    private final byte[] lengthLengths = new byte[LENGTHS];
    private int recent0 = 1;
    private int recent1 = 1;
    private int recent2 = 1;
    private int at;

    private Lzx(byte[] in, int length, byte[] out, int size) {
        this.bits = new BitReader(in, length);
        this.out = out;
        this.size = size;
    }

    /**
     * Unpacks the first {@code length} bytes of {@code in} into the first {@code size} of {@code out}.
     *
     * @param size at most {@link #CHUNK}
     */
    static void unpack(byte[] in, int length, byte[] out, int size) throws CorruptDataException {
        Lzx chunk = new Lzx(in, length, out, size);
        while (chunk.at < size) {
            chunk.block();
        }
        chunk.undoCalls();
    }

    private static int extraBits(int slot) {
        return slot < 4 ? 0 : slot / 2 - 1;
    }

    private static int[] slotBases() {
        int[] bases = new int[SLOTS];
        for (int slot = 1; slot < SLOTS; slot++) {
            bases[slot] = bases[slot - 1] + (1 << extraBits(slot - 1));
        }
        return bases;
    }

    private void block() throws CorruptDataException {
        int type = bits.take(3);
        int length = bits.take(1) == 1 ? CHUNK : bits.take(16);
        if (length == 0 || length > size - at) {
            // A chunk shorter than the others may still be called a whole one.
            if (length != CHUNK) {
                throw new CorruptDataException("block of " + length + " bytes at " + at + " of " + size);
            }
            length = size - at;
        }
        switch (type) {
            case VERBATIM_BLOCK, ALIGNED_BLOCK -> coded(type == ALIGNED_BLOCK, at + length);
            case STORED_BLOCK -> stored(length);
            default -> throw new CorruptDataException("block of unknown type " + type);
        }
    }

    private void stored(int length) throws CorruptDataException {
        bits.align();
        recent0 = bits.i32();
        recent1 = bits.i32();
        recent2 = bits.i32();
        for (int i = 0; i < length; i++) {
            out[at++] = (byte) bits.u8();
        }
        if (length % 2 != 0 && at < size) {
            bits.u8();
        }
    }

    private void coded(boolean aligned, int end) throws CorruptDataException {
        HuffmanCode alignedCode = aligned ? plainCode(ALIGNED, 3) : null;
        deltas(mainLengths, 0, LITERALS);
        deltas(mainLengths, LITERALS, MAIN);
        HuffmanCode main = new HuffmanCode(mainLengths, MAIN);
        deltas(lengthLengths, 0, LENGTHS);
        HuffmanCode lengths = new HuffmanCode(lengthLengths, LENGTHS);
        while (at < end) {
            int symbol = main.next(bits);
            if (symbol < LITERALS) {
                out[at++] = (byte) symbol;
            } else {
                int length = (symbol - LITERALS) % 8;
                if (length == LENGTH_FOLLOWS) {
                    length += lengths.next(bits);
                }
                length += MIN_MATCH;
                int slot = (symbol - LITERALS) / 8;
                int distance = slot < 3 ? recent(slot) : distance(slot, alignedCode);
                Match.copy(out, at, end, distance, length);
                at += length;
            }
            if (bits.isExhausted()) {
                throw new CorruptDataException("compressed data ends early");
            }
        }
    }

    /** One of the last three distances, which changes its place with the last one. */
    private int recent(int slot) {
        int distance = slot == 0 ? recent0 : slot == 1 ? recent1 : recent2;
        if (slot == 1) {
            recent1 = recent0;
        } else if (slot == 2) {
            recent2 = recent0;
        }
        recent0 = distance;
        return distance;
    }

    private int distance(int slot, @Nullable HuffmanCode aligned) throws CorruptDataException {
        int extra = extraBits(slot);
        int value = SLOT_BASES[slot] - 2;
        if (aligned != null && extra >= 3) {
            value += bits.take(extra - 3) << 3;
            value += aligned.next(bits);
        } else {
            value += bits.take(extra);
        }
        recent2 = recent1;
        recent1 = recent0;
        recent0 = value;
        return value;
    }

    private HuffmanCode plainCode(int symbols, int width) throws CorruptDataException {
        byte[] lengths = new byte[symbols];
        for (int i = 0; i < symbols; i++) {
            lengths[i] = (byte) bits.take(width);
        }
        return new HuffmanCode(lengths, symbols);
    }

    /** Lengths of code words, stored as what they differ from the block before by, themselves coded. */
    private void deltas(byte[] lengths, int from, int to) throws CorruptDataException {
        HuffmanCode code = plainCode(PRECODE, 4);
        int i = from;
        while (i < to) {
            int symbol = code.next(bits);
            int run = 1;
            int length;
            switch (symbol) {
                case 17 -> {
                    run = 4 + bits.take(4);
                    length = 0;
                }
                case 18 -> {
                    run = 20 + bits.take(5);
                    length = 0;
                }
                case 19 -> {
                    run = 4 + bits.take(1);
                    length = changed(lengths[i], code.next(bits));
                }
                default -> length = changed(lengths[i], symbol);
            }
            // An encoder may let the last run go beyond the end.
            int stop = Math.min(to, i + run);
            Arrays.fill(lengths, i, stop, (byte) length);
            i = stop;
        }
    }

    private static int changed(int before, int delta) throws CorruptDataException {
        if (delta > 16) {
            throw new CorruptDataException("run of runs in a code's lengths");
        }
        return Math.floorMod(before - delta, 17);
    }

    /** The encoder has made the targets of x86 calls absolute, so that equal ones look equal. */
    private void undoCalls() {
        int i = 0;
        while (i < size - 10) {
            if (Byte.toUnsignedInt(out[i]) != CALL) {
                i++;
                continue;
            }
            int target = 0;
            for (int j = 4; j > 0; j--) {
                target = target << 8 | Byte.toUnsignedInt(out[i + j]);
            }
            if (target >= -i && target < CALL_SIZE) {
                int relative = target >= 0 ? target - i : target + CALL_SIZE;
                for (int j = 1; j <= 4; j++) {
                    out[i + j] = (byte) (relative >> 8 * (j - 1));
                }
            }
            i += 5;
        }
    }
}
