package dev.gen2lift.filesystem.ext;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of ext4 and JBD2: begins with a seed instead of all ones, and is not inverted at its end. The JDK's does
 * both, so four bytes go in front that bring it from all ones to the seed.
 *
 * @param prefix those bytes, the first in the lowest bits
 */
record ExtChecksum(int prefix) {

    private static final int POLYNOMIAL = 0x82F6_3B78;

    /** The checksum that begins at {@code seed}. */
    static ExtChecksum seeded(int seed) {
        int state = seed;
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            // The step of a reflected CRC backwards: the polynomial's top bit tells whether it was applied.
            state = state < 0 ? (state ^ POLYNOMIAL) << 1 | 1 : state << 1;
        }
        return new ExtChecksum(~state);
    }

    /** The checksum that goes on behind {@code value}, four bytes little endian. */
    ExtChecksum with(int value) {
        return seeded(of(ByteBuffer.wrap(littleEndian(value))));
    }

    /** The checksum of what lies between position and limit of each, one behind the other. */
    int of(ByteBuffer... parts) {
        CRC32C crc = new CRC32C();
        crc.update(littleEndian(prefix));
        for (ByteBuffer part : parts) {
            crc.update(part.duplicate());
        }
        return ~(int) crc.getValue();
    }

    /** The checksum of the whole of {@code bytes} with {@code length} of them at {@code at} taken as zero. */
    int without(ByteBuffer bytes, int at, int length) {
        return of(
                bytes.slice(0, at), ByteBuffer.allocate(length), bytes.slice(at + length, bytes.limit() - at - length));
    }

    /** CRC-16 as group descriptors without metadata_csum have it (Linux, lib/crc16.c). */
    static int crc16(ByteBuffer... parts) {
        int crc = 0xFFFF;
        for (ByteBuffer part : parts) {
            for (int at = part.position(); at < part.limit(); at++) {
                crc ^= Byte.toUnsignedInt(part.get(at));
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    crc = (crc & 1) != 0 ? crc >>> 1 ^ 0xA001 : crc >>> 1;
                }
            }
        }
        return crc;
    }

    static byte[] littleEndian(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)};
    }
}
