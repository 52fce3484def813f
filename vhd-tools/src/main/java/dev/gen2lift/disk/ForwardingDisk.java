package dev.gen2lift.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Another disk as it is, for those that change one thing about it. Closing it closes the other. */
public abstract class ForwardingDisk implements VirtualDisk {

    protected final VirtualDisk disk;

    protected ForwardingDisk(VirtualDisk disk) {
        this.disk = disk;
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
        disk.read(offset, into);
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
