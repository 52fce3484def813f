package dev.gen2lift.copy;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes large runs past the system's page cache (O_DIRECT, FILE_FLAG_NO_BUFFERING). A disk image is as large as memory or
 * larger and is not read again soon; going through the cache costs a second copy of each byte, evicts what others need,
 * and leaves gigabytes to be written at the final fsync. Where the file system does not do this, nothing is written here
 * and the caller goes through the cache.
 */
final class UncachedWrites implements Closeable {

    /** Positions, lengths and addresses in memory have to be multiples of this; a multiple of any sector size. */
    static final int ALIGNMENT = 4096;

    /** Shorter runs are better gathered by the cache than waited for one by one. */
    private static final int SHORTEST = 256 << 10;

    private final @Nullable FileChannel channel;
    private volatile boolean usable;

    private UncachedWrites(@Nullable FileChannel channel) {
        this.channel = channel;
        this.usable = channel != null;
    }

    /** For a file whose writes all go through the cache. */
    static UncachedWrites none() {
        return new UncachedWrites(null);
    }

    /** Never fails: where the file cannot be opened like this, nothing is ever written here. */
    static UncachedWrites open(Path file) {
        try {
            return new UncachedWrites(FileChannel.open(file, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT));
        } catch (IOException | UnsupportedOperationException e) {
            return new UncachedWrites(null);
        }
    }

    /**
     * Writes what it can of {@code data} and moves its position behind that; what remains is the caller's.
     *
     * @throws ClosedChannelException where the thread was interrupted; other failures are left to the caller to meet
     */
    void write(long offset, ByteBuffer data) throws ClosedChannelException {
        FileChannel uncached = channel;
        long base = offset - data.position();
        while (uncached != null && usable && isSuitable(base + data.position(), data)) {
            try {
                uncached.write(data, base + data.position());
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                usable = false;
            }
        }
    }

    private static boolean isSuitable(long offset, ByteBuffer data) {
        return data.remaining() >= SHORTEST
                && data.remaining() % ALIGNMENT == 0
                && offset % ALIGNMENT == 0
                && data.isDirect()
                && data.alignmentOffset(data.position(), ALIGNMENT) == 0;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
