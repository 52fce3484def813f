package dev.gen2lift.filesystem.ext;

/** MD4's compression (RFC 1320) on half of its input: eight words in three rounds of eight steps. */
final class HalfMd4 {

    /** For each round, which word each step adds. */
    private static final int[][] WORDS = {
        {0, 1, 2, 3, 4, 5, 6, 7},
        {1, 3, 5, 7, 0, 2, 4, 6},
        {3, 7, 2, 6, 1, 5, 0, 4}
    };

    private static final int[][] SHIFTS = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};
    private static final int[] CONSTANTS = {0, 0x5A82_7999, 0x6ED9_EBA1};

    private HalfMd4() {}

    /** Mixes eight words into the state of four. */
    static void mix(int[] state, int[] in) {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        for (int round = 0; round < 3; round++) {
            for (int step = 0; step < 8; step++) {
                int mixed = Integer.rotateLeft(
                        a + function(round, b, c, d) + in[WORDS[round][step]] + CONSTANTS[round],
                        SHIFTS[round][step % 4]);
                a = d;
                d = c;
                c = b;
                b = mixed;
            }
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    private static int function(int round, int x, int y, int z) {
        return switch (round) {
            case 0 -> z ^ x & (y ^ z);
            case 1 -> (x & y) + ((x ^ y) & z);
            default -> x ^ y ^ z;
        };
    }
}
