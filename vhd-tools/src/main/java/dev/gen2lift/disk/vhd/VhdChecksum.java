package dev.gen2lift.disk.vhd;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
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

    /** @throws BadImageException CORRUPT where the checksum that the structure states is not its own */
    static void verify(BinaryCursor structure, int checksumAt) throws BadImageException {
        long stated = structure.at(checksumAt).u32();
        long actual = of(structure.view(), checksumAt);
        if (stated != actual) {
            throw structure.corrupt(
                    checksumAt,
                    "checksum is 0x" + Long.toHexString(stated) + " but should be 0x" + Long.toHexString(actual));
        }
    }
}
