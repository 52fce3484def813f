package dev.gen2lift.filesystem.ntfs;

import java.util.Arrays;

/** A canonical prefix code of at most 16 bits, given by the length of each symbol's code word; 0 is a symbol unused. */
final class HuffmanCode {

    private static final int MAX_LENGTH = 16;

    /** Code words up to this length are found by one look into a table. */
    private static final int FAST = 10;

    /** Symbol and length of the code word that some bits begin with; 0 where it is longer. */
    private final short[] fastSymbols = new short[1 << FAST];

    private final byte[] fastLengths = new byte[1 << FAST];

    /** For each length the first code word, how many there are, and where their symbols begin. */
    private final int[] firsts = new int[MAX_LENGTH + 1];

    private final int[] counts = new int[MAX_LENGTH + 1];
    private final int[] starts = new int[MAX_LENGTH + 2];
    private final short[] symbols;

    /** @throws CorruptDataException where the code words would overlap */
    HuffmanCode(byte[] lengths, int size) throws CorruptDataException {
        symbols = new short[size];
        for (int i = 0; i < size; i++) {
            counts[lengths[i]]++;
        }
        counts[0] = 0;
        int code = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            code = code + counts[length - 1] << 1;
            firsts[length] = code;
            starts[length + 1] = starts[length] + counts[length];
            if (code + counts[length] > 1 << length) {
                throw new CorruptDataException("prefix code with more words than there can be");
            }
        }
        int[] next = Arrays.copyOf(starts, starts.length);
        for (int i = 0; i < size; i++) {
            if (lengths[i] != 0) {
                symbols[next[lengths[i]]++] = (short) i;
            }
        }
        for (int length = 1; length <= FAST; length++) {
            for (int i = 0; i < counts[length]; i++) {
                int from = firsts[length] + i << FAST - length;
                int to = from + (1 << FAST - length);
                Arrays.fill(fastSymbols, from, to, symbols[starts[length] + i]);
                Arrays.fill(fastLengths, from, to, (byte) length);
            }
        }
    }

    /** @throws CorruptDataException where the bits begin with no code word */
    int next(BitReader bits) throws CorruptDataException {
        bits.ensure(MAX_LENGTH);
        int fast = bits.peek(FAST);
        if (fastLengths[fast] != 0) {
            bits.drop(fastLengths[fast]);
            return fastSymbols[fast];
        }
        for (int length = FAST + 1; length <= MAX_LENGTH; length++) {
            int index = bits.peek(length) - firsts[length];
            if (index >= 0 && index < counts[length]) {
                bits.drop(length);
                return symbols[starts[length] + index];
            }
        }
        throw new CorruptDataException("bits that are no code word");
    }
}
