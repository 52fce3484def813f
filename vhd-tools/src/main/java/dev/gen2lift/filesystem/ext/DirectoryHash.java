package dev.gen2lift.filesystem.ext;

import java.util.Optional;

/**
 * The hashes that indexed directories are sorted by (Linux, Documentation/filesystems/ext4/directory.rst, fs/ext4/hash.c
 * for what it means).
 */
enum DirectoryHash {
    LEGACY {
        @Override
        int[] words(byte[] name, boolean unsigned, int[] seed) {
            int last = 0x12A3_FE2D;
            int beforeLast = 0x37AB_E8F9;
            for (byte unit : name) {
                int hash = beforeLast + (last ^ value(unit, unsigned) * 7_152_373);
                // What does not fit in 31 bits is folded back.
                hash = hash < 0 ? hash - 0x7FFF_FFFF : hash;
                beforeLast = last;
                last = hash;
            }
            return new int[] {last << 1};
        }
    },
    HALF_MD4 {
        @Override
        int[] words(byte[] name, boolean unsigned, int[] seed) {
            int[] state = seed.clone();
            for (int at = 0; at < name.length; at += 32) {
                HalfMd4.mix(state, packed(name, at, 8, unsigned));
            }
            return new int[] {state[1]};
        }
    },
    TEA {
        @Override
        int[] words(byte[] name, boolean unsigned, int[] seed) {
            int[] state = seed.clone();
            for (int at = 0; at < name.length; at += 16) {
                tea(state, packed(name, at, 4, unsigned));
            }
            return new int[] {state[0]};
        }
    };

    /** The beginning of MD4, where a file system has no seed of its own. */
    private static final int[] DEFAULT_SEED = {0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476};

    /** What a directory's index says behind its last entry. */
    private static final int END = 0xFFFF_FFFE;

    private static final int UNSIGNED_VERSIONS = 3;

    abstract int[] words(byte[] name, boolean unsigned, int[] seed);

    /**
     * The hash of a name by the version that a directory's index states; empty where that is not known.
     *
     * @param unsigned whether the file system says that versions 0 to 2 take bytes as unsigned
     * @param seed the file system's four words
     * @return 32 bits of which the lowest is zero
     */
    static Optional<Long> of(int version, byte[] name, boolean unsigned, int[] seed) {
        if (version < 0 || version >= 2 * UNSIGNED_VERSIONS) {
            return Optional.empty();
        }
        boolean own = false;
        for (int word : seed) {
            own |= word != 0;
        }
        boolean asUnsigned = unsigned || version >= UNSIGNED_VERSIONS;
        int hash = values()[version % UNSIGNED_VERSIONS].words(name, asUnsigned, own ? seed : DEFAULT_SEED)[0] & ~1;
        return Optional.of(Integer.toUnsignedLong(hash == END ? END - 2 : hash));
    }

    private static int value(byte unit, boolean unsigned) {
        return unsigned ? Byte.toUnsignedInt(unit) : unit;
    }

    /** The name from {@code from} on as words, big endian; what it does not fill says how much was left of it. */
    private static int[] packed(byte[] name, int from, int count, boolean unsigned) {
        int left = name.length - from;
        int padding = left | left << 8;
        padding |= padding << 16;
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            int word = padding;
            for (int at = i * 4; at < Math.min(i * 4 + 4, left); at++) {
                word = value(name[from + at], unsigned) + (word << 8);
            }
            words[i] = word;
        }
        return words;
    }

    private static void tea(int[] state, int[] in) {
        int first = state[0];
        int second = state[1];
        int sum = 0;
        for (int round = 0; round < 16; round++) {
            sum += 0x9E37_79B9;
            first += (second << 4) + in[0] ^ second + sum ^ (second >>> 5) + in[1];
            second += (first << 4) + in[2] ^ first + sum ^ (first >>> 5) + in[3];
        }
        state[0] += first;
        state[1] += second;
    }
}
