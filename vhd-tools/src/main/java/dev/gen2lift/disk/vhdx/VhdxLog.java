package dev.gen2lift.disk.vhdx;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replays a pending log in memory (MS-VHDX 2.3.3): the file stays as it is, and is read as if the log had been applied.
 */
final class VhdxLog {

    private static final String NAME = "VHDX log";

    /** How often the log's length may be read to find the entries that count. */
    private static final int MAX_PASSES = 4;

    private final ByteSource file;
    private final VhdxHeader header;
    private final LogRing ring;

    private VhdxLog(ByteSource file, VhdxHeader header) {
        this.file = file;
        this.header = header;
        this.ring = new LogRing(file, header.logOffset(), header.logLength());
    }

    /**
     * The file with the log of {@code header} applied.
     *
     * @param header which has a log, that lies within the file
     * @throws BadImageException CORRUPT where no valid sequence of entries is found or one changes what no log may
     *     change, TRUNCATED where the file is shorter than it was when the log was written
     */
    static LogOverlay replay(ByteSource file, VhdxHeader header) throws IOException {
        return new VhdxLog(file, header).replay();
    }

    private LogOverlay replay() throws IOException {
        List<LogEntry> entries = activeSequence(findEntries());
        LogEntry head = entries.get(entries.size() - 1);
        if (head.flushedFileOffset() > file.size()) {
            throw bad(
                    BadImageException.Kind.TRUNCATED,
                    head,
                    "the file had " + head.flushedFileOffset() + " bytes when the log was written and has "
                            + file.size());
        }
        long size = file.size();
        for (LogEntry entry : entries) {
            size = Math.max(size, entry.lastFileOffset());
        }
        if (size > VhdxFormat.MAX_FILE_SIZE) {
            throw bad(BadImageException.Kind.LIMIT, head, "extends the file to " + size + " bytes");
        }
        LogOverlay overlay = new LogOverlay(file, size);
        long[] replayed = {0};
        for (LogEntry entry : entries) {
            entry.visit(ring, (descriptor, dataAt) -> {
                if (++replayed[0] > VhdxFormat.MAX_REPLAYED_DESCRIPTORS) {
                    throw bad(
                            BadImageException.Kind.LIMIT,
                            entry,
                            "more than " + VhdxFormat.MAX_REPLAYED_DESCRIPTORS + " changes are pending");
                }
                checkPlace(entry, descriptor, overlay.size());
                if (descriptor instanceof LogDescriptor.Data data) {
                    overlay.replace(data, ring.fileOffset(dataAt));
                } else {
                    overlay.zero(descriptor.fileOffset(), descriptor.length());
                }
            });
        }
        return overlay;
    }

    private List<LogEntry> findEntries() throws IOException {
        LogEntry.Budget budget = new LogEntry.Budget(MAX_PASSES * ring.length());
        List<LogEntry> entries = new ArrayList<>();
        for (long position = 0; position < ring.length(); position += VhdxFormat.LOG_SECTOR) {
            LogEntry.read(ring, position, header.logGuid(), budget).ifPresent(entries::add);
        }
        entries.sort((a, b) -> Long.compareUnsigned(a.sequence(), b.sequence()));
        return entries;
    }

    /**
     * The newest run of entries that follow each other in the ring and in number, from the one that the last of them
     * names as its tail to the last.
     *
     * @param entries by sequence number
     */
    private List<LogEntry> activeSequence(List<LogEntry> entries) throws BadImageException {
        Map<Long, LogEntry> byPosition = new HashMap<>();
        entries.forEach(entry -> byPosition.put(entry.position(), entry));
        Set<LogEntry> seen = new HashSet<>();
        Optional<List<LogEntry>> best = Optional.empty();
        Comparator<List<LogEntry>> byHead = (a, b) -> Long.compareUnsigned(head(a), head(b));
        for (LogEntry entry : entries) {
            List<LogEntry> sequence = new ArrayList<>();
            for (LogEntry next = entry; next != null && seen.add(next); next = follower(byPosition, next)) {
                sequence.add(next);
            }
            List<LogEntry> pending = fromTail(sequence);
            if (!pending.isEmpty() && (best.isEmpty() || byHead.compare(pending, best.get()) > 0)) {
                best = Optional.of(pending);
            }
        }
        if (best.isEmpty()) {
            throw new BadImageException(
                    BadImageException.Kind.CORRUPT,
                    file.name(),
                    NAME,
                    header.logOffset(),
                    "a log is pending but holds no valid sequence of entries");
        }
        return best.get();
    }

    private static long head(List<LogEntry> sequence) {
        return sequence.get(sequence.size() - 1).sequence();
    }

    private @Nullable LogEntry follower(Map<Long, LogEntry> byPosition, LogEntry entry) {
        LogEntry next = byPosition.get((entry.position() + entry.length()) % ring.length());
        return next != null && next.sequence() == entry.sequence() + 1 ? next : null;
    }

    private static List<LogEntry> fromTail(List<LogEntry> sequence) {
        if (!sequence.isEmpty()) {
            long tail = sequence.get(sequence.size() - 1).tail();
            for (int i = 0; i < sequence.size(); i++) {
                if (sequence.get(i).position() == tail) {
                    return sequence.subList(i, sequence.size());
                }
            }
        }
        return List.of();
    }

    private void checkPlace(LogEntry entry, LogDescriptor descriptor, long size) throws BadImageException {
        long start = descriptor.fileOffset();
        long length = descriptor.length();
        boolean aligned = start % VhdxFormat.LOG_SECTOR == 0 && length % VhdxFormat.LOG_SECTOR == 0;
        if (!aligned || length < 0 || start < 0 || start > size - length) {
            throw bad(
                    BadImageException.Kind.CORRUPT,
                    entry,
                    "changes " + Long.toUnsignedString(length) + " bytes at " + Long.toUnsignedString(start)
                            + " of a file of " + size);
        }
        boolean inHeaders = start < VhdxFormat.REGION_TABLE_OFFSETS[0];
        boolean inLog = start < header.logOffset() + header.logLength() && start + length > header.logOffset();
        if (inHeaders || inLog) {
            throw bad(
                    BadImageException.Kind.CORRUPT,
                    entry,
                    "changes " + length + " bytes at " + start + ", which are the " + (inLog ? "log" : "headers"));
        }
    }

    private BadImageException bad(BadImageException.Kind kind, LogEntry entry, String reason) {
        return new BadImageException(kind, file.name(), NAME, ring.fileOffset(entry.position()), reason);
    }
}
