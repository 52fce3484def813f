package dev.gen2lift.testimages.vhdx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The shape of a log that has to be replayed: the image's block allocation table lies in it and not yet in its place,
 * so a reader that ignores the log sees an empty disk.
 *
 * @param entries into which the updates are divided; at least 1
 * @param start offset in the log of the first entry, a multiple of 4 KiB; near the log's end the entries wrap around
 * @param sequence number of the first entry
 * @param staleEntries older, complete entries with wrong contents behind the valid ones
 * @param tornTail whether a newer entry follows that was only half written
 * @param heldPages 4 KiB pages at the file's end that are in the log alone: the file itself ends before them
 */
public record PendingLog(int entries, int start, long sequence, int staleEntries, boolean tornTail, int heldPages) {

    /** One entry at the log's beginning. */
    public static PendingLog simple() {
        return new PendingLog(1, 0, 0x1_0000_0001L, 0, false, 0);
    }

    public PendingLog ofEntries(int count) {
        return new PendingLog(count, start, sequence, staleEntries, tornTail, heldPages);
    }

    public PendingLog startingAt(int offset) {
        return new PendingLog(entries, offset, sequence, staleEntries, tornTail, heldPages);
    }

    public PendingLog numberedFrom(long first) {
        return new PendingLog(entries, start, first, staleEntries, tornTail, heldPages);
    }

    public PendingLog afterStaleEntries(int count) {
        return new PendingLog(entries, start, sequence, count, tornTail, heldPages);
    }

    public PendingLog withTornTail() {
        return new PendingLog(entries, start, sequence, staleEntries, true, heldPages);
    }

    /** The file ends {@code count} 4 KiB pages early; replay lets it grow. */
    public PendingLog holdingLastPages(int count) {
        return new PendingLog(entries, start, sequence, staleEntries, tornTail, count);
    }

    /** The log's bytes. */
    ByteBuffer toBytes(int logLength, UUID logId, List<LogEntry.Update> updates, long flushed, long last) {
        byte[] ring = new byte[logLength];
        int at = start % logLength;
        int tail = at;
        long number = sequence;
        for (List<LogEntry.Update> part : divided(updates)) {
            at = put(ring, at, new LogEntry(number, tail, logId, part, flushed, last).toBytes());
            number++;
        }
        if (tornTail) {
            byte[] newer = new LogEntry(number, tail, logId, wrong(updates), flushed, last)
                    .toBytes()
                    .array();
            newer[newer.length - 1] ^= 1;
            at = put(ring, at, ByteBuffer.wrap(newer));
        }
        int staleTail = at;
        for (int i = 0; i < staleEntries; i++) {
            long older = sequence - 2L * staleEntries + i;
            at = put(ring, at, new LogEntry(older, staleTail, logId, wrong(updates), flushed, last).toBytes());
        }
        return ByteBuffer.wrap(ring);
    }

    private List<List<LogEntry.Update>> divided(List<LogEntry.Update> updates) {
        List<List<LogEntry.Update>> parts = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            parts.add(updates.subList(updates.size() * i / entries, updates.size() * (i + 1) / entries));
        }
        return parts;
    }

    /** The same places, wrong bytes: whoever replays these reads garbage. */
    private static List<LogEntry.Update> wrong(List<LogEntry.Update> updates) {
        List<LogEntry.Update> out = new ArrayList<>();
        for (LogEntry.Update update : updates) {
            if (update instanceof LogEntry.Data data) {
                byte[] page = data.page().clone();
                for (int i = 0; i < page.length; i++) {
                    page[i] ^= 0x5A;
                }
                out.add(new LogEntry.Data(data.fileOffset(), page));
            }
        }
        return out;
    }

    private static int put(byte[] ring, int at, ByteBuffer entry) {
        if (entry.remaining() > ring.length / 2) {
            throw new IllegalArgumentException(
                    "an entry of " + entry.remaining() + " bytes in a log of " + ring.length);
        }
        while (entry.hasRemaining()) {
            entry.get(ring, at, LogEntry.SECTOR);
            at = (at + LogEntry.SECTOR) % ring.length;
        }
        return at;
    }
}
