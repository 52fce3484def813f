package dev.gen2lift.disk.vhdx;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file as it would be with its pending log applied. Holds where each change lies, not the changed bytes. Filled once,
 * then read by any number of threads.
 */
final class LogOverlay implements ByteSource {

    private final ByteSource file;
    private final long size;
    private final TreeMap<Long, Patch> patches = new TreeMap<>();

    /**
     * A changed range.
     *
     * @param data empty where the range becomes zero
     * @param dataAt where in the file the data sector lies
     */
    private record Patch(long start, long end, LogDescriptor.@Nullable Data data, long dataAt) {
        Patch from(long otherStart) {
            return new Patch(otherStart, end, data, dataAt);
        }

        Patch until(long otherEnd) {
            return new Patch(start, otherEnd, data, dataAt);
        }
    }

    /** @param size bytes with the log applied, not less than the file has; the log may have been about to extend it */
    LogOverlay(ByteSource file, long size) {
        this.file = file;
        this.size = size;
        if (size > file.size()) {
            zero(file.size(), size - file.size());
        }
    }

    /** Replaces 4 KiB by those of the data sector at {@code dataAt}. */
    void replace(LogDescriptor.Data data, long dataAt) {
        put(new Patch(data.fileOffset(), data.fileOffset() + data.length(), data, dataAt));
    }

    void zero(long start, long length) {
        if (length > 0) {
            put(new Patch(start, start + length, null, 0));
        }
    }

    /** Later changes cover earlier ones. Data patches are aligned and of one size, so only zero patches are ever split. */
    private void put(Patch patch) {
        Map.Entry<Long, Patch> before = patches.lowerEntry(patch.start);
        if (before != null && before.getValue().end > patch.start) {
            patches.put(before.getKey(), before.getValue().until(patch.start));
            if (before.getValue().end > patch.end) {
                patches.put(patch.end, before.getValue().from(patch.end));
            }
        }
        Map<Long, Patch> covered = patches.subMap(patch.start, patch.end);
        Patch last = null;
        for (Patch each : covered.values()) {
            last = each;
        }
        covered.clear();
        if (last != null && last.end > patch.end) {
            patches.put(patch.end, last.from(patch.end));
        }
        patches.put(patch.start, patch);
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public long size() {
        return size;
    }

    /**
     * How many bytes from {@code offset} on, at most {@code limit}, are all verbatim in the file, or all changed.
     *
     * @return negative for bytes that are changed
     */
    long verbatim(long offset, long limit) {
        Patch patch = patchAt(offset);
        if (patch != null) {
            return -Math.min(limit, patch.end - offset);
        }
        Map.Entry<Long, Patch> next = patches.higherEntry(offset);
        return next == null ? limit : Math.min(limit, next.getKey() - offset);
    }

    private @Nullable Patch patchAt(long offset) {
        Map.Entry<Long, Patch> entry = patches.floorEntry(offset);
        return entry == null || entry.getValue().end <= offset ? null : entry.getValue();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        BadImageException.requireWithin(name(), "file", size, offset, into.remaining());
        int limit = into.limit();
        long at = offset;
        while (into.position() < limit) {
            int length = (int) Math.abs(verbatim(at, limit - into.position()));
            Patch patch = patchAt(at);
            if (patch == null) {
                file.read(at, into.limit(into.position() + length));
                into.limit(limit);
            } else {
                into.put(patched(patch, at, length));
            }
            at += length;
        }
    }

    private ByteBuffer patched(Patch patch, long at, int length) throws IOException {
        LogDescriptor.Data data = patch.data;
        if (data == null) {
            return ByteBuffer.allocate(length);
        }
        ByteBuffer sector = ByteBuffer.allocate(VhdxFormat.LOG_SECTOR);
        file.read(patch.dataAt, sector);
        sector.put(0, data.leading());
        sector.put(sector.capacity() - data.trailing().length, data.trailing());
        return sector.slice((int) (at - patch.start), length);
    }
}
