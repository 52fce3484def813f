package dev.gen2lift.testimages.vhdx;

import dev.gen2lift.testimages.Guid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** An entry of the region table (2.2.3.2). */
public record Region(UUID id, long offset, int length, boolean required) {

    /** The region table that lists {@code regions} (2.2.3), without its checksum. */
    static ByteBuffer table(List<Region> regions) {
        ByteBuffer bytes = ByteBuffer.allocate(VhdxFormat.KIB_64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("regi".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .putInt(regions.size())
                .putInt(0);
        for (Region region : regions) {
            bytes.put(Guid.mixedEndian(region.id))
                    .putLong(region.offset)
                    .putInt(region.length)
                    .putInt(region.required ? 1 : 0);
        }
        return bytes.rewind();
    }
}
