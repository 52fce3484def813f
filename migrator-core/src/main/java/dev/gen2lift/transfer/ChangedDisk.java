package dev.gen2lift.transfer;

import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.ForwardingDisk;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A disk whose extents are what changed of it since an earlier state: DATA may differ, be it zero now, ZERO does not. A
 * copy of it reads and writes nothing else. Remembers for each thread what it read last, which is what the thread's next
 * writes are of.
 */
final class ChangedDisk extends ForwardingDisk {

    private final Supplier<ExtentCursor> changes;
    private final ThreadLocal<@Nullable Piece> last = new ThreadLocal<>();

    /** A range that was read; what it begins and ends at, in bytes of the disk. */
    record Piece(long from, long to) {}

    ChangedDisk(VirtualDisk disk, Supplier<ExtentCursor> changes) {
        super(disk);
        this.changes = changes;
    }

    /** What this thread read last. */
    @Nullable
    Piece last() {
        return last.get();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        last.set(new Piece(offset, offset + into.remaining()));
        disk.read(offset, into);
    }

    @Override
    public ExtentCursor extents() {
        return changes.get();
    }
}
