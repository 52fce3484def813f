package dev.gen2lift.testimages;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Identifiers as disks store them. */
public final class Guid {

    public static final UUID NONE = new UUID(0, 0);

    private Guid() {}

    /** The first three fields little endian, the rest as written (MS-DTYP 2.3.4.2): VHDX, GPT. */
    public static byte[] mixedEndian(UUID id) {
        long high = id.getMostSignificantBits();
        return ByteBuffer.allocate(16)
                .putInt(Integer.reverseBytes((int) (high >>> 32)))
                .putShort(Short.reverseBytes((short) (high >>> 16)))
                .putShort(Short.reverseBytes((short) high))
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** As written, all fields big endian (RFC 4122): VHD, ext. */
    public static byte[] bigEndian(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** The same identifier for the same name, always. */
    public static UUID named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
