package dev.gen2lift.guest.registry;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.BinaryCursor;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a log of the format that Windows 8.1 brought ("New format", "Log entries"): a set of pages that are written
 * together or not at all.
 *
 * @param size bytes of the entry, a multiple of 512
 * @param binsSize bytes of the hive's bins once it is applied
 */
record LogEntry(long sequence, long size, long binsSize, List<Page> pages) {

    private static final String STRUCTURE = "registry log entry";
    private static final byte[] SIGNATURE = "HvLE".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 40;
    private static final int HASHED_HEADER = 32;
    private static final int CHUNK = 64 << 10;

    /** Windows writes a log of a hive out long before it has this many bytes. */
    static final long MAX_SIZE = 64L << 20;

    /**
     * Bytes of the hive that an entry holds.
     *
     * @param offset within the bins
     * @param at where they lie in the log
     */
    record Page(long offset, long size, long at) {}

    /** The entry at {@code at}; empty where there is none, or none that was written to its end. */
    static Optional<LogEntry> read(ByteSource log, long at) throws IOException {
        try {
            return parse(log, at);
        } catch (BadImageException e) {
            // A number that leads nowhere ends the log as a wrong checksum does; damage further below is told as it is.
            if (e.file().equals(log.name())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<LogEntry> parse(ByteSource log, long at) throws IOException {
        if (at > log.size() - BaseBlock.SECTOR) {
            return Optional.empty();
        }
        BinaryCursor header = BinaryCursor.read(log, STRUCTURE, at, HEADER, ByteOrder.LITTLE_ENDIAN);
        if (!header.has(0, SIGNATURE)) {
            return Optional.empty();
        }
        long size = header.at(4).u32();
        long sequence = header.at(12).u32();
        long binsSize = header.u32();
        long count = header.u32();
        long hash = header.u64();
        long headerHash = header.u64();
        boolean sound = size >= HEADER
                && size % BaseBlock.SECTOR == 0
                && size <= Math.min(MAX_SIZE, log.size() - at)
                && binsSize % BaseBlock.BIN_ALIGNMENT == 0
                && binsSize <= BaseBlock.MAX_BINS_SIZE
                && count <= (size - HEADER) / 8
                && headerHash == hash(log, at, HASHED_HEADER)
                && hash == hash(log, at + HEADER, size - HEADER);
        if (!sound) {
            return Optional.empty();
        }
        BinaryCursor references =
                BinaryCursor.read(log, STRUCTURE, at + HEADER, (int) count * 8, ByteOrder.LITTLE_ENDIAN);
        List<Page> pages = new ArrayList<>();
        long data = at + HEADER + count * 8;
        for (long i = 0; i < count; i++) {
            Page page = new Page(references.u32(), references.u32(), data);
            data += page.size;
            if (page.offset % BaseBlock.SECTOR != 0
                    || page.size % BaseBlock.SECTOR != 0
                    || page.offset + page.size > binsSize
                    || data > at + size) {
                return Optional.empty();
            }
            pages.add(page);
        }
        return Optional.of(new LogEntry(sequence, size, binsSize, pages));
    }

    private static long hash(ByteSource log, long at, long length) throws IOException {
        Marvin32 marvin = new Marvin32();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, length));
        for (long done = 0; done < length; done += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK, length - done));
            log.read(at + done, chunk);
            marvin.update(chunk.flip());
        }
        return marvin.finish();
    }
}
