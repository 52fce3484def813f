package dev.gen2lift.disk.archive;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file as the channel that readers of archives ask for. Closing it leaves the file open. */
final class SourceChannel implements SeekableByteChannel {

    private final ByteSource source;
    private long position;
    private long allowance;

    /** @param allowance bytes that may be read until {@link #allowAll} */
    SourceChannel(ByteSource source, long allowance) {
        this.source = source;
        this.allowance = allowance;
    }

    void allowAll() {
        allowance = Long.MAX_VALUE;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = (int) Math.min(into.remaining(), source.size() - position);
        if (count <= 0) {
            return into.hasRemaining() ? -1 : 0;
        }
        allowance -= count;
        if (allowance < 0) {
            throw new BadImageException(
                    BadImageException.Kind.LIMIT, source.name(), "archive", position, "its directory is too large");
        }
        int limit = into.limit();
        into.limit(into.position() + count);
        try {
            StorageFailure.read(source, position, into);
        } finally {
            into.limit(limit);
        }
        position += count;
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws IOException {
        if (newPosition < 0) {
            throw new IOException("a position before the beginning");
        }
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
