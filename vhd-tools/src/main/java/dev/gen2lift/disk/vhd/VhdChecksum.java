package dev.gen2lift.disk.vhd;

import java.nio.ByteBuffer;

/** The checksum of VHD structures (VHD 1.0, "Checksum"): the complement of the sum of all bytes but its own four. */
final class VhdChecksum {

    private VhdChecksum() {}

    /**
     * @param bytes the whole structure, from its position to its limit; unchanged
     * @param checksumAt where, from the position on, the checksum itself lies
     * @return 32 bits, unsigned
     */
    static long of(ByteBuffer bytes, int checksumAt) {
        int sum = 0;
        for (int i = bytes.position(), at = 0; i < bytes.limit(); i++, at++) {
            if (at < checksumAt || at >= checksumAt + Integer.BYTES) {
                sum += Byte.toUnsignedInt(bytes.get(i));
            }
        }
        return Integer.toUnsignedLong(~sum);
    }
}
