package dev.gen2lift.filesystem.btrfs;

import java.nio.ByteBuffer;

/** The 64-bit xxHash with seed 0 (xxHash, doc/xxhash_spec.md). */
final class XxHash64 {

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    /** The sum of the first two, without what does not fit. */
    private static final long PRIMES_1_2 = 0x60EA27EEADC0B5D6L;

    private static final int STRIPE = 32;

    private XxHash64() {}

    /** The hash of the bytes from position to limit, which are in little-endian order. */
    static long of(ByteBuffer bytes) {
        int length = bytes.remaining();
        long hash = length < STRIPE ? PRIME_5 : stripes(bytes);
        hash += length;
        while (bytes.remaining() >= Long.BYTES) {
            hash = Long.rotateLeft(hash ^ round(0, bytes.getLong()), 27) * PRIME_1 + PRIME_4;
        }
        if (bytes.remaining() >= Integer.BYTES) {
            long lane = Integer.toUnsignedLong(bytes.getInt());
            hash = Long.rotateLeft(hash ^ lane * PRIME_1, 23) * PRIME_2 + PRIME_3;
        }
        while (bytes.hasRemaining()) {
            hash = Long.rotateLeft(hash ^ Byte.toUnsignedLong(bytes.get()) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }

    private static long stripes(ByteBuffer bytes) {
        long first = PRIMES_1_2;
        long second = PRIME_2;
        long third = 0;
        long fourth = -PRIME_1;
        while (bytes.remaining() >= STRIPE) {
            first = round(first, bytes.getLong());
            second = round(second, bytes.getLong());
            third = round(third, bytes.getLong());
            fourth = round(fourth, bytes.getLong());
        }
        long hash = Long.rotateLeft(first, 1)
                + Long.rotateLeft(second, 7)
                + Long.rotateLeft(third, 12)
                + Long.rotateLeft(fourth, 18);
        for (long accumulator : new long[] {first, second, third, fourth}) {
            hash = (hash ^ round(0, accumulator)) * PRIME_1 + PRIME_4;
        }
        return hash;
    }

    private static long round(long accumulator, long lane) {
        return Long.rotateLeft(accumulator + lane * PRIME_2, 31) * PRIME_1;
    }
}
