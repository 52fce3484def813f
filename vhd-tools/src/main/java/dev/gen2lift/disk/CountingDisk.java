package dev.gen2lift.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/** Another disk, and how many bytes of it were read. */
public final class CountingDisk extends ForwardingDisk {

    private final LongAdder read = new LongAdder();

    public CountingDisk(VirtualDisk disk) {
        super(disk);
    }

    public long bytesRead() {
        return read.sum();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        int length = into.remaining();
        disk.read(offset, into);
        read.add(length);
    }
}
