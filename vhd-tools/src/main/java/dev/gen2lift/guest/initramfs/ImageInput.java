package dev.gen2lift.guest.initramfs;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A file from its beginning to its end; what is skipped is not read. For one thread. */
final class ImageInput extends InputStream {

    private static final int BUFFER = 128 << 10;

    private final ByteSource source;
    private final byte[] buffer = new byte[BUFFER];

    /** Where {@link #buffer} begins in the file. */
    private long base;

    private int next;
    private int limit;

    ImageInput(ByteSource source) {
        this.source = source;
    }

    /**
     * The system could not read the file. Marks such failures on their way through a decoder, which throws the same type
     * for damaged content.
     */
    static final class StorageFailure extends IOException {

        private static final long serialVersionUID = 1L;

        private final IOException failure;

        StorageFailure(IOException failure) {
            super(failure);
            this.failure = failure;
        }

        IOException failure() {
            return failure;
        }
    }

    String name() {
        return source.name();
    }

    long position() {
        return base + next;
    }

    /** Goes back to where a stream has ended whose decoder had read ahead. */
    void seek(long position) {
        if (position >= base && position <= base + limit) {
            next = (int) (position - base);
        } else {
            base = position;
            next = 0;
            limit = 0;
        }
    }

    @Override
    public int read() throws IOException {
        return next < limit || fill() ? buffer[next++] & 0xFF : -1;
    }

    /** The byte that is read next; -1 at the end. */
    int peek() throws IOException {
        return next < limit || fill() ? buffer[next] & 0xFF : -1;
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

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, source.size() - position()));
        seek(position() + skipped);
        return skipped;
    }

    private boolean fill() throws IOException {
        long at = position();
        int count = (int) Math.min(BUFFER, source.size() - at);
        if (count <= 0) {
            return false;
        }
        base = at;
        next = 0;
        limit = 0;
        try {
            source.read(at, ByteBuffer.wrap(buffer, 0, count));
        } catch (IOException e) {
            throw new StorageFailure(e);
        }
        limit = count;
        return true;
    }

    BadImageException bad(BadImageException.Kind kind, String structure, long offset, String reason) {
        return new BadImageException(kind, source.name(), structure, offset, reason);
    }
}
