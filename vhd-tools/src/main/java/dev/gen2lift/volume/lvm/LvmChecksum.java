package dev.gen2lift.volume.lvm;

import java.nio.ByteBuffer;

/**
 * LVM2's CRC-32: the usual polynomial, but begun at a value of its own and not inverted at the end (LVM2, lib/misc/crc.c).
 */
final class LvmChecksum {

    private static final int INITIAL = 0xF597_A6CF;
    private static final int POLYNOMIAL = 0xEDB8_8320;
    private static final int[] TABLE = table();

    private LvmChecksum() {}

    /** The checksum of {@code bytes} from position to limit, as an unsigned 32-bit value. */
    static long of(ByteBuffer bytes) {
        int crc = INITIAL;
        while (bytes.hasRemaining()) {
            crc = crc >>> 8 ^ TABLE[(crc ^ bytes.get()) & 0xFF];
        }
        return Integer.toUnsignedLong(crc);
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
            }
            table[i] = value;
        }
        return table;
    }
}
