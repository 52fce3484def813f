package dev.gen2lift.guest.registry;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings a hive that was not closed to the state that Windows would bring it to when it starts ("Dirty state of a hive",
 * "Multiple transaction log files"), in memory.
 */
final class HiveRecovery {

    /** Entries that one log can have; each takes a sector at least. */
    private static final long MAX_ENTRIES = LogEntry.MAX_SIZE / BaseBlock.SECTOR;

    /** Where the first bin keeps the time of the last write. */
    private static final int BIN_TIME = BaseBlock.SIZE + 20;

    private final ByteSource hive;
    private final List<Log> logs = new ArrayList<>();
    private final List<ImageWarning> warnings = new ArrayList<>();

    /** @param block sound, and of a log that was itself written to its end */
    private record Log(ByteSource source, BaseBlock block) {}

    /**
     * What came of it.
     *
     * @param replayed whether logs had changes that the hive lacks
     */
    record Result(ByteSource hive, BaseBlock block, boolean replayed, List<ImageWarning> warnings) {}

    private HiveRecovery(ByteSource hive) {
        this.hive = hive;
    }

    /**
     * The hive with what its logs hold.
     *
     * @param logs in the order LOG1, LOG2, LOG, as far as they exist
     * @throws BadImageException where it has no sound base block and no log has one
     */
    static Result recover(ByteSource hive, List<ByteSource> logs) throws IOException {
        return new HiveRecovery(hive).recover(logs);
    }

    private Result recover(List<ByteSource> sources) throws IOException {
        BaseBlock block = null;
        BadImageException damage = null;
        try {
            block = BaseBlock.read(hive);
            if (!block.isHive()) {
                throw bad("is that of a log, not of a hive");
            }
            if (block.checksumValid() && !block.isTorn()) {
                return new Result(hive, block, false, List.of());
            }
        } catch (BadImageException e) {
            damage = e;
        }
        for (ByteSource source : sources) {
            addLog(source);
        }
        BaseBlock sound = block != null && block.checksumValid() && damage == null ? block : null;
        Optional<Result> result = fromNewLogs(sound);
        if (result.isEmpty()) {
            result = fromOldLog(sound);
        }
        if (result.isPresent()) {
            return result.get();
        }
        if (sound == null) {
            throw damage != null ? damage : bad("wrong checksum, and no log to restore it from");
        }
        warnings.add(new ImageWarning(
                BaseBlock.STRUCTURE, 4, "the hive was not closed, and no log holds its last changes: they are lost"));
        return new Result(hive, sound, false, warnings);
    }

    private BadImageException bad(String reason) {
        return new BadImageException(BadImageException.Kind.CORRUPT, hive.name(), BaseBlock.STRUCTURE, 0, reason);
    }

    private void addLog(ByteSource source) throws IOException {
        if (source.size() < BaseBlock.SECTOR) {
            return;
        }
        try {
            BaseBlock block = BaseBlock.read(source);
            if (block.checksumValid() && !block.isTorn() && !block.isHive()) {
                logs.add(new Log(source, block));
            }
        } catch (BadImageException e) {
            // One that was never used is empty or zero.
            if (!e.file().equals(source.name())) {
                warnings.add(new ImageWarning(e.structure(), e.offset(), e.reason()));
            }
        }
    }

    /** Both logs take part, the one with the earlier entries first; without a base block only the later one. */
    private Optional<Result> fromNewLogs(@Nullable BaseBlock sound) throws IOException {
        List<Log> ordered = logs.stream()
                .filter(log -> log.block.isNewLog())
                .sorted(Comparator.comparingLong(log -> log.block.primarySequence()))
                .toList();
        if (ordered.isEmpty()) {
            return Optional.empty();
        }
        Log last = ordered.get(ordered.size() - 1);
        BaseBlock base = sound != null ? sound : last.block;
        HiveOverlay overlay = new HiveOverlay(hive, BaseBlock.SIZE + base.binsSize());
        long binsSize = base.binsSize();
        long next = -1;
        for (Log log : sound != null ? ordered : List.of(last)) {
            long at = BaseBlock.SECTOR;
            for (long i = 0; i < MAX_ENTRIES && at < LogEntry.MAX_SIZE; i++) {
                Optional<LogEntry> entry = LogEntry.read(log.source, at);
                if (entry.isEmpty() || !follows(entry.get(), next, log, sound)) {
                    break;
                }
                binsSize = entry.get().binsSize();
                for (LogEntry.Page page : entry.get().pages()) {
                    overlay.replace(BaseBlock.SIZE + page.offset(), page.size(), log.source, page.at());
                }
                next = entry.get().sequence() + 1;
                at += entry.get().size();
            }
        }
        if (next < 0) {
            return Optional.empty();
        }
        overlay.resize(BaseBlock.SIZE + binsSize);
        return Optional.of(new Result(overlay, base.withBinsSize(binsSize), true, warnings));
    }

    private static boolean follows(LogEntry entry, long next, Log log, @Nullable BaseBlock sound) {
        if (next >= 0) {
            return entry.sequence() == next;
        }
        return entry.sequence() == log.block.primarySequence()
                && (sound == null || entry.sequence() >= sound.secondarySequence());
    }

    /**
     * One log is used: the first that belongs to the hive's last write, or else one that is later than those before
     * it, as since Windows 8 and an update of Windows 7.
     */
    private Optional<Result> fromOldLog(@Nullable BaseBlock sound) throws IOException {
        long written = sound != null ? sound.lastWritten() : timeOfFirstBin();
        Log chosen = null;
        for (Log log : logs) {
            if (log.block.isNewLog()) {
                continue;
            }
            boolean belongs = log.block.lastWritten() == written;
            if (belongs && (chosen == null || chosen.block.lastWritten() != written)
                    || chosen == null
                    || chosen.block.lastWritten() != written
                            && Long.compareUnsigned(log.block.lastWritten(), chosen.block.lastWritten()) > 0) {
                chosen = log;
            }
        }
        if (chosen == null || Long.compareUnsigned(chosen.block.lastWritten(), written) < 0) {
            return Optional.empty();
        }
        long binsSize = chosen.block.binsSize();
        HiveOverlay overlay = new HiveOverlay(hive, BaseBlock.SIZE + binsSize);
        try {
            DirtyVector.apply(chosen.source, binsSize, overlay);
        } catch (BadImageException e) {
            warnings.add(new ImageWarning(e.structure(), e.offset(), e.reason()));
            return Optional.empty();
        }
        BaseBlock base = sound != null ? sound.withBinsSize(binsSize) : chosen.block;
        return Optional.of(new Result(overlay, base, true, warnings));
    }

    private long timeOfFirstBin() throws IOException {
        if (hive.size() < BIN_TIME + Long.BYTES) {
            return 0;
        }
        ByteBuffer time = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        hive.read(BIN_TIME, time);
        return time.getLong(0);
    }
}
