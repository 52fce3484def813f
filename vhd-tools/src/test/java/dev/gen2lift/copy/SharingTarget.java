package dev.gen2lift.copy;

import dev.gen2lift.copy.contract.MemoryDisk;
import dev.gen2lift.disk.Extent;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A target that can share extents of one disk, and does so always or by chance. */
class SharingTarget extends RecordingTarget {

    private static final WriteShape SHAPE = new WriteShape(4096, 64 << 10, 16 << 10);

    private final byte[] shareable;
    private final @Nullable Random chance;
    private long bytesShared;

    SharingTarget(MemoryDisk source, @Nullable Random chance) {
        super(SHAPE, source.content().length);
        this.shareable = source.content();
        this.chance = chance;
    }

    @Override
    public synchronized boolean cloneFrom(Extent extent) {
        if (chance != null && chance.nextBoolean()) {
            return false;
        }
        put(extent.offset(), shareable, (int) extent.length());
        bytesShared += extent.length();
        return true;
    }

    synchronized long bytesShared() {
        return bytesShared;
    }
}
