package dev.gen2lift.guest.registry;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A hive as it would be with its logs applied. Holds where each changed sector lies in a log, not its bytes. Filled once,
 * then read.
 */
final class HiveOverlay implements ByteSource {

    private final ByteSource hive;
    private final Map<Long, Patch> sectors = new HashMap<>();
    private long size;

    /** The sector's bytes are those at {@code at} of {@code log}. */
    private record Patch(ByteSource log, long at) {}

    HiveOverlay(ByteSource hive, long size) {
        this.hive = hive;
        this.size = size;
    }

    /** Bytes from now on; a log can have been about to extend the hive, or to cut it. */
    void resize(long newSize) {
        size = newSize;
    }

    /**
     * Takes {@code length} bytes from {@code log}.
     *
     * @param offset within the hive; it and {@code length} are multiples of 512
     */
    void replace(long offset, long length, ByteSource log, long at) {
        for (long done = 0; done < length; done += BaseBlock.SECTOR) {
            sectors.put((offset + done) / BaseBlock.SECTOR, new Patch(log, at + done));
        }
    }

    @Override
    public String name() {
        return hive.name();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        BadImageException.requireWithin(name(), "hive", size, offset, into.remaining());
        int limit = into.limit();
        long at = offset;
        while (into.position() < limit) {
            int inSector = (int) (at % BaseBlock.SECTOR);
            int length = Math.min(limit - into.position(), BaseBlock.SECTOR - inSector);
            Patch patch = sectors.get(at / BaseBlock.SECTOR);
            into.limit(into.position() + length);
            if (patch != null) {
                patch.log.read(patch.at + inSector, into);
            } else {
                long stored = Math.max(0, Math.min(length, hive.size() - at));
                into.limit(into.position() + (int) stored);
                hive.read(at, into);
                into.limit(into.limit() + length - (int) stored);
                // What the hive was about to be extended by, and no log has: nothing was there yet.
                while (into.hasRemaining()) {
                    into.put((byte) 0);
                }
            }
            into.limit(limit);
            at += length;
        }
    }
}
