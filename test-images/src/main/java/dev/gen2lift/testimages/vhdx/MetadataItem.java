package dev.gen2lift.testimages.vhdx;

import dev.gen2lift.testimages.Guid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * An item of the metadata region (2.6).
 *
 * @param flags the sum of {@link #USER}, {@link #VIRTUAL_DISK} and {@link #REQUIRED}
 */
public record MetadataItem(UUID id, int flags, byte[] value) {

    public static final int USER = 1;
    public static final int VIRTUAL_DISK = 2;
    public static final int REQUIRED = 4;

    /** Bytes of the metadata region; the table takes its first 64 KiB. */
    static final int REGION_LENGTH = VhdxFormat.MIB;

    static MetadataItem ofInt(UUID id, int flags, int value) {
        return new MetadataItem(id, flags, buffer(Integer.BYTES).putInt(value).array());
    }

    static MetadataItem ofLong(UUID id, int flags, long value) {
        return new MetadataItem(id, flags, buffer(Long.BYTES).putLong(value).array());
    }

    /** The whole region: table and items. */
    static ByteBuffer region(List<MetadataItem> items) {
        ByteBuffer bytes = buffer(REGION_LENGTH)
                .put("metadata".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 0)
                .putShort((short) items.size())
                .position(32);
        int at = VhdxFormat.KIB_64;
        for (MetadataItem item : items) {
            bytes.put(Guid.mixedEndian(item.id))
                    .putInt(item.value.length == 0 ? 0 : at)
                    .putInt(item.value.length)
                    .putInt(item.flags)
                    .putInt(0);
            bytes.put(at, item.value);
            at += item.value.length;
        }
        return bytes.rewind();
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
