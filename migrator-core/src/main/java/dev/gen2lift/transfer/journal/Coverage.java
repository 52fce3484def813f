package dev.gen2lift.transfer.journal;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much of a disk is dealt with: stretches that are sent or zero, and the slices that pages were sent for. Stretches
 * that touch become one, so that its size goes with how many pieces are in flight and not with the disk's. For one thread
 * at a time.
 */
public final class Coverage {

    /** Bytes of a slice: the longest Put Page. */
    public static final int SLICE = 4 << 20;

    private final TreeMap<Long, Long> stretches = new TreeMap<>();
    private final BitSet slices = new BitSet();
    private long bytes;
    private long sent;

    /** A stretch of the disk, {@code to} exclusive. */
    public record Stretch(long from, long to) {}

    /**
     * Adds a stretch that does not overlap what is there; one that does is taken for what it adds.
     *
     * @param written bytes of it that pages were sent for; they lie in the slice that the stretch ends in
     */
    void add(long from, long to, long written) {
        long start = from;
        long end = to;
        Map.Entry<Long, Long> before = stretches.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        for (Map.Entry<Long, Long> next = stretches.ceilingEntry(start);
                next != null && next.getKey() <= end;
                next = stretches.ceilingEntry(start)) {
            end = Math.max(end, next.getValue());
            bytes -= next.getValue() - next.getKey();
            stretches.remove(next.getKey());
        }
        stretches.put(start, end);
        bytes += end - start;
        if (written > 0) {
            sent += written;
            slices.set(slice(to - 1));
        }
    }

    /** The slices that hold pages, and those of which a part is dealt with and a part is not. */
    public BitSet begun() {
        BitSet begun = slices();
        stretches.forEach((from, to) -> {
            if (from % SLICE != 0) {
                begun.set(slice(from));
            }
            if (to % SLICE != 0) {
                begun.set(slice(to));
            }
        });
        return begun;
    }

    /** The same without what lies in some slices: as if nothing had been sent of them. */
    public Coverage without(BitSet dropped) {
        Coverage rest = new Coverage();
        stretches.forEach((from, to) -> {
            long start = from;
            for (int slice = dropped.nextSetBit(slice(from)); slice >= 0; slice = dropped.nextSetBit(slice + 1)) {
                long cut = (long) slice * SLICE;
                if (cut >= to) {
                    break;
                }
                if (cut > start) {
                    rest.add(start, cut, 0);
                }
                start = Math.max(start, Math.min(to, cut + SLICE));
            }
            if (start < to) {
                rest.add(start, to, 0);
            }
        });
        rest.sent = sent;
        rest.slices.or(slices);
        return rest;
    }

    /** The first stretch that ends behind {@code offset}, or null. */
    @Nullable
    Stretch endingBehind(long offset) {
        Map.Entry<Long, Long> at = stretches.floorEntry(offset);
        if (at == null || at.getValue() <= offset) {
            at = stretches.higherEntry(offset);
        }
        return at == null ? null : new Stretch(at.getKey(), at.getValue());
    }

    /** Bytes of the disk that are dealt with. */
    public long bytes() {
        return bytes;
    }

    /** Bytes of pages that were sent. */
    public long sent() {
        return sent;
    }

    public boolean isEmpty() {
        return stretches.isEmpty();
    }

    /** The slices that hold pages, by number; a copy. */
    public BitSet slices() {
        return (BitSet) slices.clone();
    }

    /** How many stretches there are. */
    int count() {
        return stretches.size();
    }

    private static int slice(long offset) {
        return Math.toIntExact(offset / SLICE);
    }
}
