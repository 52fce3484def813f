package dev.gen2lift.guest;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.testimages.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Content that a builder made, as a disk in memory. */
record GuestDisk(Content content, DiskInfo info) implements VirtualDisk {

    static GuestDisk of(Content content) {
        return of(content, 512);
    }

    static GuestDisk of(Content content, int sectorSize) {
        return new GuestDisk(
                content,
                new DiskInfo(
                        Path.of("guest.raw"),
                        DiskFormat.RAW,
                        DiskKind.FIXED,
                        content.size(),
                        sectorSize,
                        sectorSize,
                        0,
                        content.size(),
                        content.size(),
                        Optional.empty(),
                        false,
                        List.of(),
                        List.of()));
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        if (offset < 0 || offset > size() - into.remaining()) {
            throw new BadImageException(
                    BadImageException.Kind.TRUNCATED, name(), "disk", Math.max(0, offset), "beyond the end");
        }
        byte[] bytes = new byte[into.remaining()];
        content.read(offset, bytes, 0, bytes.length);
        into.put(bytes);
    }

    @Override
    public ExtentCursor extents() {
        Iterator<Extent> all = List.of(Extent.data(0, size(), Optional.empty())).iterator();
        return () -> all.hasNext() ? all.next() : null;
    }

    @Override
    public void close() {}
}
