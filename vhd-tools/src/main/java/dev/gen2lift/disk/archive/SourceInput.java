package dev.gen2lift.disk.archive;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.tukaani.xz.SeekableInputStream;

/** A file as the stream that decoders ask for. Buffered; for one thread at a time. Closing it leaves the file open. */
final class SourceInput extends SeekableInputStream {

    private static final int BUFFER = 128 << 10;

    /** What the first read at another place fetches: who jumps about wants a few bytes each time. */
    private static final int FIRST_READ = 4 << 10;

    private final ByteSource source;
    private final byte[] buffer = new byte[BUFFER];

    /** Where {@link #buffer} begins in the file. */
    private long base;

    private int next;
    private int limit;
    private int fetch = BUFFER;
    private long jumpsLeft = Long.MAX_VALUE;
    private long allowed = Long.MAX_VALUE;

    SourceInput(ByteSource source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        return next < limit || fill() ? buffer[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - next);
        System.arraycopy(buffer, next, into, offset, count);
        next += count;
        return count;
    }

    private boolean fill() throws IOException {
        long at = position();
        int count = (int) Math.min(fetch, source.size() - at);
        if (count <= 0) {
            return false;
        }
        if (at >= allowed) {
            throw new BadImageException(
                    BadImageException.Kind.CORRUPT,
                    source.name(),
                    "archive",
                    at,
                    "too little is packed in " + at + " bytes");
        }
        fetch = BUFFER;
        base = at;
        next = 0;
        limit = 0;
        StorageFailure.read(source, at, ByteBuffer.wrap(buffer, 0, count));
        limit = count;
        return true;
    }

    /** From now on seeks may leave what is buffered {@code count} times; the next one is an error of the archive. */
    void allowJumps(long count) {
        jumpsLeft = count;
    }

    /** From now on what lies behind {@code position} is an error of the archive. */
    void allowUpTo(long position) {
        allowed = position;
    }

    @Override
    public long length() {
        return source.size();
    }

    @Override
    public long position() {
        return base + next;
    }

    @Override
    public void seek(long position) throws IOException {
        if (position < 0) {
            throw new IOException("a position before the beginning");
        }
        if (position >= base && position <= base + limit) {
            next = (int) (position - base);
        } else {
            if (--jumpsLeft < 0) {
                throw new BadImageException(
                        BadImageException.Kind.LIMIT, source.name(), "archive", position, "too many parts or padding");
            }
            base = position;
            next = 0;
            limit = 0;
            fetch = FIRST_READ;
        }
    }
}
