package dev.gen2lift.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/** Another disk, and how many bytes of it were read. */
public final class CountingDisk implements VirtualDisk {

    private final VirtualDisk disk;
    private final LongAdder read = new LongAdder();

    public CountingDisk(VirtualDisk disk) {
        this.disk = disk;
    }

    public long bytesRead() {
        return read.sum();
    }

    @Override
    public DiskInfo info() {
        return disk.info();
    }

    @Override
    public long size() {
        return disk.size();
    }

    @Override
    public String name() {
        return disk.name();
    }

    @Override
    public ExtentCursor extents() {
        return disk.extents();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        int length = into.remaining();
        disk.read(offset, into);
        read.add(length);
    }

    @Override
    public void verifyUnchanged() throws IOException {
        disk.verifyUnchanged();
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
