package dev.gen2lift.copy;

import dev.gen2lift.disk.Extent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a virtual disk is copied to. Starts as all zero: only bytes that are not zero are ever written. Closing without
 * {@link #complete()} abandons the target; nothing of it is then visible under its final name.
 */
public interface DiskTarget extends Closeable {

    /** How this target wants its writes cut. */
    WriteShape shape();

    /** The local file that {@link #complete()} puts into place; empty for targets that are none. */
    default Optional<Path> file() {
        return Optional.empty();
    }

    /**
     * Writes the bytes between {@code data}'s position and limit at {@code offset} of the virtual disk. Safe for several
     * threads at once, over ranges that do not overlap; blocks until the bytes are handed over, which is what holds the
     * readers back. The caller may use {@code data}'s memory again once this returns. The engine's buffers are direct
     * and begin at an address that is a multiple of 4096. Writing the same range again with
     * the same bytes is harmless. A thread interrupted in here gives up promptly, with any exception.
     */
    void write(long offset, ByteBuffer data) throws IOException;

    /**
     * Shares the extent's stored bytes instead of copying them. Called by one thread at a time, while others may be in
     * {@link #write}. Targets that share only accept an extent that begins and ends at multiples of their alignment, but
     * for the disk's end.
     *
     * @return false where this target or the file system below cannot; the caller then copies
     */
    default boolean cloneFrom(Extent extent) throws IOException {
        return false;
    }

    /** Whether this goes on with what an earlier run wrote; see {@link Unfinished}. */
    default boolean continued() {
        return false;
    }

    /** Makes what was written so far durable, where the next run could go on with it. */
    default void force() throws IOException {}

    /**
     * Hears that a stretch of the disk is dealt with: what is not zero in it has been written, by calls of {@link #write}
     * that all returned. Stretches do not overlap, touch each other but where something was shared, come from several
     * threads and in any order, and none crosses a multiple of the longest write with what was written in it; zeros at the
     * disk's end are not told.
     *
     * @param from first byte
     * @param to the byte behind the last one
     * @param written how many of the bytes were written; they lie in the last {@link WriteShape#maxLength()} of it
     */
    default void covered(long from, long to, long written) throws IOException {}

    /** Makes the target durable and visible, or throws and leaves nothing visible. */
    void complete() throws IOException;
}
