package dev.gen2lift.testimages.vhd;

import dev.gen2lift.testimages.Guid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * The footer (VHD specification, "Hard Disk Footer Format"), without its checksum; sizes in bytes.
 *
 * @param timestamp seconds since 2000-01-01 UTC
 * @param type 2 fixed, 3 dynamic, 4 differencing
 */
record VhdFooter(
        long dataOffset,
        int timestamp,
        String creator,
        int creatorVersion,
        String hostSystem,
        long originalSize,
        long currentSize,
        VhdGeometry geometry,
        int type,
        UUID id) {

    static final int LENGTH = 512;
    static final int CHECKSUM_AT = 64;
    static final long NO_OFFSET = -1;

    ByteBuffer toBytes() {
        return ByteBuffer.allocate(LENGTH)
                .put("conectix".getBytes(StandardCharsets.US_ASCII))
                .putInt(2) // features: reserved, always set
                .putInt(0x00010000)
                .putLong(dataOffset)
                .putInt(timestamp)
                .put(four(creator))
                .putInt(creatorVersion)
                .put(four(hostSystem))
                .putLong(originalSize)
                .putLong(currentSize)
                .putShort((short) geometry.cylinders())
                .put((byte) geometry.heads())
                .put((byte) geometry.sectors())
                .putInt(type)
                .putInt(0)
                .put(Guid.bigEndian(id))
                .rewind();
    }

    /** Four ASCII bytes; NULs where the text is shorter. */
    static byte[] four(String text) {
        return Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 4);
    }

    /** Puts the one's complement of the sum of all bytes, the field taken as zero, at {@code at}. */
    static void checksum(ByteBuffer structure, int at) {
        structure.putInt(at, 0);
        int sum = 0;
        for (int i = 0; i < structure.limit(); i++) {
            sum += Byte.toUnsignedInt(structure.get(i));
        }
        structure.putInt(at, ~sum);
    }
}
