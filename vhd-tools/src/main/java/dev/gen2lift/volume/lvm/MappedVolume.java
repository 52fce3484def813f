package dev.gen2lift.volume.lvm;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The bytes of a logical volume, looked up run by run on the physical volumes. */
final class MappedVolume implements ByteSource {

    /** A run of a volume on one or, in turns of {@code stripeSize} bytes, several physical volumes. */
    record Run(long length, long stripeSize, List<Place> places) {}

    /** Where the first byte of a run's stripe lies. */
    record Place(ByteSource content, long offset) {}

    private final String name;
    private final long size;
    private final NavigableMap<Long, Run> runs;

    /** @param runs by their first byte, without gaps */
    MappedVolume(String name, Map<Long, Run> runs) {
        this.name = name;
        this.runs = new TreeMap<>(runs);
        Map.Entry<Long, Run> last = this.runs.lastEntry();
        this.size = last.getKey() + last.getValue().length();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        BadImageException.requireWithin(name, "logical volume", size, offset, into.remaining());
        long at = offset;
        while (into.hasRemaining()) {
            Map.Entry<Long, Run> run = runs.floorEntry(at);
            at += read(run.getValue(), at - run.getKey(), into);
        }
    }

    /** Reads as much as lies together, and says how much it was. */
    private static long read(Run run, long within, ByteBuffer into) throws IOException {
        long together = run.length() - within;
        Place place = run.places().get(0);
        long offset = within;
        if (run.places().size() > 1) {
            long turn = within / run.stripeSize();
            long inStripe = within % run.stripeSize();
            int count = run.places().size();
            place = run.places().get((int) (turn % count));
            offset = turn / count * run.stripeSize() + inStripe;
            together = Math.min(together, run.stripeSize() - inStripe);
        }
        int length = (int) Math.min(together, into.remaining());
        ByteBuffer part = into.duplicate().limit(into.position() + length);
        place.content().read(place.offset() + offset, part);
        into.position(into.position() + length);
        return length;
    }
}
