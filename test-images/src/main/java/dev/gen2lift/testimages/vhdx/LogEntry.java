package dev.gen2lift.testimages.vhdx;

import dev.gen2lift.testimages.Guid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * One entry of the log (2.3.1).
 *
 * @param tail offset within the log of the oldest entry that is still needed
 * @param flushedSize size that the file surely has
 * @param lastSize size that the file has after replay
 */
public record LogEntry(long sequence, int tail, UUID logId, List<Update> updates, long flushedSize, long lastSize) {

    static final int SECTOR = VhdxFormat.KIB_4;

    private static final int HEADER = 64;
    private static final int DESCRIPTOR = 32;

    public LogEntry {
        updates = List.copyOf(updates);
    }

    /** What replay does to the file. */
    public sealed interface Update {}

    /** Writes 4 KiB at a multiple of 4 KiB (2.3.1.3). */
    public record Data(long fileOffset, byte[] page) implements Update {}

    /** Writes {@code length} zeros, multiples of 4 KiB (2.3.1.2). */
    public record Zero(long fileOffset, long length) implements Update {}

    /** Bytes that the entry takes in the log. */
    int length() {
        return descriptorArea() + SECTOR * dataSectors();
    }

    private int descriptorArea() {
        return (HEADER + DESCRIPTOR * updates.size() + SECTOR - 1) / SECTOR * SECTOR;
    }

    private int dataSectors() {
        return (int) updates.stream().filter(Data.class::isInstance).count();
    }

    /** The entry with its checksum. */
    public ByteBuffer toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("loge"))
                .putInt(0)
                .putInt(length())
                .putInt(tail)
                .putLong(sequence)
                .putInt(updates.size())
                .putInt(0)
                .put(Guid.mixedEndian(logId))
                .putLong(flushedSize)
                .putLong(lastSize);
        int at = HEADER;
        int sector = descriptorArea();
        for (Update update : updates) {
            bytes.position(at);
            if (update instanceof Data data) {
                // The first 8 and last 4 bytes of the page make room for the sector's own fields.
                bytes.put(ascii("desc"))
                        .put(data.page, SECTOR - 4, 4)
                        .put(data.page, 0, 8)
                        .putLong(data.fileOffset)
                        .putLong(sequence);
                bytes.position(sector);
                bytes.put(ascii("data"))
                        .putInt((int) (sequence >>> 32))
                        .put(data.page, 8, SECTOR - 12)
                        .putInt((int) sequence);
                sector += SECTOR;
            } else if (update instanceof Zero zero) {
                bytes.put(ascii("zero"))
                        .putInt(0)
                        .putLong(zero.length)
                        .putLong(zero.fileOffset)
                        .putLong(sequence);
            }
            at += DESCRIPTOR;
        }
        bytes.rewind();
        VhdxFormat.checksum(bytes);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
