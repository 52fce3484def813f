package dev.gen2lift.testimages.vhdx;

import dev.gen2lift.testimages.Guid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** One of the two headers (2.2.2), without its checksum. */
record VhdxHeader(long sequence, UUID fileWriteId, UUID dataWriteId, UUID logId, int logLength, long logOffset) {

    ByteBuffer toBytes() {
        return ByteBuffer.allocate(VhdxFormat.KIB_4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("head".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .putLong(sequence)
                .put(Guid.mixedEndian(fileWriteId))
                .put(Guid.mixedEndian(dataWriteId))
                .put(Guid.mixedEndian(logId))
                .putShort((short) 0) // LogVersion
                .putShort((short) 1) // Version
                .putInt(logLength)
                .putLong(logOffset)
                .rewind();
    }
}
