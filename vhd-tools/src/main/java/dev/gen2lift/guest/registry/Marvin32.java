package dev.gen2lift.guest.registry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The Marvin checksum (US patent 20130262421) with the seed of registry logs. Fed piece by piece; every piece but the last
 * is a multiple of 4 bytes long.
 */
final class Marvin32 {

    // The seed is 82EF4D887A4E55C5 as a number, not the bytes in that order: so it is in logs that Windows wrote.
    private int low = 0x7A4E_55C5;
    private int high = 0x82EF_4D88;

    void update(ByteBuffer piece) {
        ByteBuffer words = piece.slice().order(ByteOrder.LITTLE_ENDIAN);
        while (words.remaining() >= Integer.BYTES) {
            mix(words.getInt());
        }
        if (words.hasRemaining()) {
            throw new IllegalArgumentException("piece of " + piece.remaining() + " bytes");
        }
    }

    /** The checksum, with the end of the data marked as the algorithm wants it; nothing more can be fed. */
    long finish() {
        mix(0x80);
        mix(0);
        return Integer.toUnsignedLong(high) << 32 | Integer.toUnsignedLong(low);
    }

    private void mix(int word) {
        low += word;
        high ^= low;
        low = Integer.rotateLeft(low, 20) + high;
        high = Integer.rotateLeft(high, 9) ^ low;
        low = Integer.rotateLeft(low, 27) + high;
        high = Integer.rotateLeft(high, 19);
    }
}
