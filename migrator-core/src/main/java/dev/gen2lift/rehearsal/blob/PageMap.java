package dev.gen2lift.rehearsal.blob;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which bytes of a page blob were written and not cleared since: disjoint ranges, neighbours joined. Not thread-safe. */
final class PageMap {

    private final TreeMap<Long, Long> endByStart = new TreeMap<>();

    void add(long start, long end) {
        long from = start;
        long to = end;
        Map.Entry<Long, Long> before = endByStart.floorEntry(start);
        if (before != null && before.getValue() >= start) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        Map.Entry<Long, Long> next = endByStart.ceilingEntry(from);
        while (next != null && next.getKey() <= to) {
            to = Math.max(to, next.getValue());
            endByStart.remove(next.getKey());
            next = endByStart.ceilingEntry(from);
        }
        endByStart.put(from, to);
    }

    void remove(long start, long end) {
        Map.Entry<Long, Long> before = endByStart.lowerEntry(start);
        if (before != null && before.getValue() > start) {
            endByStart.put(before.getKey(), start);
            if (before.getValue() > end) {
                endByStart.put(end, before.getValue());
                return;
            }
        }
        Map.Entry<Long, Long> next = endByStart.ceilingEntry(start);
        while (next != null && next.getKey() < end) {
            endByStart.remove(next.getKey());
            if (next.getValue() > end) {
                endByStart.put(end, next.getValue());
            }
            next = endByStart.ceilingEntry(start);
        }
    }

    /** At most {@code max} ranges that overlap {@code start} to {@code end}, clipped to it, in order. */
    List<ByteRange> within(long start, long end, int max) {
        List<ByteRange> found = new ArrayList<>();
        Map.Entry<Long, Long> entry = endByStart.floorEntry(start);
        if (entry == null || entry.getValue() <= start) {
            entry = endByStart.ceilingEntry(start);
        }
        while (entry != null && entry.getKey() < end && found.size() < max) {
            found.add(new ByteRange(Math.max(start, entry.getKey()), Math.min(end, entry.getValue())));
            entry = endByStart.higherEntry(entry.getKey());
        }
        return found;
    }

    void clear() {
        endByStart.clear();
    }
}
