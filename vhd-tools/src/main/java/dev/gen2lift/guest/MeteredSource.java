package dev.gen2lift.guest;

import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/** Counts the bytes that are read of another source. */
final class MeteredSource implements ByteSource {

    private final ByteSource source;
    private final LongAdder read = new LongAdder();

    MeteredSource(ByteSource source) {
        this.source = source;
    }

    long bytesRead() {
        return read.sum();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        int length = into.remaining();
        source.read(offset, into);
        read.add(length);
    }
}
