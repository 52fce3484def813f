package dev.gen2lift.testimages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;

/**
 * Numbers that look random and are the same everywhere and always, whatever the JDK: SplitMix64 (Steele, Lea, Flood:
 * Fast splittable pseudorandom number generators, 2014).
 */
public final class PseudoRandom {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    public PseudoRandom(long seed) {
        this.state = seed;
    }

    /** {@code length} bytes that no compressor makes smaller. */
    public static byte[] bytes(long seed, int length) {
        byte[] out = new byte[length];
        new PseudoRandom(seed).fill(out, 0, length);
        return out;
    }

    public long nextLong() {
        state += GAMMA;
        long mixed = state;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** 0 inclusive to {@code bound} exclusive. */
    public int nextInt(int bound) {
        return (int) Math.floorMod(nextLong(), (long) bound);
    }

    public void shuffle(List<?> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, nextInt(i + 1));
        }
    }

    public void fill(byte[] into, int at, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(into, at, length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.remaining() >= Long.BYTES) {
            bytes.putLong(nextLong());
        }
        for (long word = nextLong(); bytes.hasRemaining(); word >>>= Byte.SIZE) {
            bytes.put((byte) word);
        }
    }
}
