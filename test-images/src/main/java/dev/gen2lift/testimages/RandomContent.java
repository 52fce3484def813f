package dev.gen2lift.testimages;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** Runs of pseudo-random bytes between zeros, made while they are read: any size, no memory. */
public final class RandomContent implements Content {

    /** Bytes that share one seed; the unit of generation. */
    private static final int CELL = 64 << 10;

    /** Bytes; the smallest cluster of the file systems that images hold. */
    private static final int GRAIN = 4096;

    private final long size;
    private final long seed;
    private final NavigableMap<Long, Long> runs = new TreeMap<>();

    public RandomContent(long size, long seed) {
        this.size = size;
        this.seed = seed;
    }

    /**
     * Adds a run of data; offset and length are multiples of 4 KiB.
     *
     * @throws IllegalArgumentException for others, or a run beyond the end
     */
    public RandomContent run(long offset, long length) {
        if (offset % GRAIN != 0 || length % GRAIN != 0 || length <= 0 || offset > size - length) {
            throw new IllegalArgumentException("run of " + length + " at " + offset + " in " + size);
        }
        runs.put(offset, length);
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, byte[] into, int at, int length) {
        Arrays.fill(into, at, at + length, (byte) 0);
        long end = offset + length;
        for (long from = nextData(offset); from < Math.min(end, size); from = nextData(from)) {
            int count = (int) (Math.min(end, runEnd(from)) - from);
            readData(from, into, (int) (at + from - offset), count);
            from += count;
        }
    }

    /** From within one run. */
    private void readData(long offset, byte[] into, int at, int length) {
        int done = 0;
        while (done < length) {
            long from = offset + done;
            int inCell = (int) (from % CELL);
            int count = Math.min(CELL - inCell, length - done);
            if (count == CELL) {
                cell(from / CELL).fill(into, at + done, CELL);
            } else {
                byte[] whole = new byte[CELL];
                cell(from / CELL).fill(whole, 0, CELL);
                System.arraycopy(whole, inCell, into, at + done, count);
            }
            done += count;
        }
    }

    /** Where the run ends that holds the byte. */
    private long runEnd(long from) {
        var run = Objects.requireNonNull(runs.floorEntry(from));
        return run.getKey() + run.getValue();
    }

    private PseudoRandom cell(long index) {
        return new PseudoRandom(seed + index * 0x632BE59BD9B4E019L);
    }

    @Override
    public long nextData(long from) {
        var before = runs.floorEntry(from);
        if (before != null && from < before.getKey() + before.getValue()) {
            return from;
        }
        Long next = runs.ceilingKey(from);
        return next == null ? size : next;
    }
}
