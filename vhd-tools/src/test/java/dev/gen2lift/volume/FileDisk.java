package dev.gen2lift.volume;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.FileRange;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** A raw file as a disk with a sector size of the test's choice, all of it stored. */
public final class FileDisk implements VirtualDisk {

    /** Extents of this many bytes, so that a test meets several. */
    private static final long EXTENT = 1 << 20;

    private final FileChannel channel;
    private final DiskInfo info;

    private FileDisk(FileChannel channel, DiskInfo info) {
        this.channel = channel;
        this.info = info;
    }

    public static FileDisk open(Path file) throws IOException {
        return open(file, 512);
    }

    public static FileDisk open(Path file, int sectorSize) throws IOException {
        FileChannel channel = FileChannel.open(file);
        long size = channel.size();
        return new FileDisk(
                channel,
                new DiskInfo(
                        file,
                        DiskFormat.RAW,
                        DiskKind.FIXED,
                        size,
                        sectorSize,
                        sectorSize,
                        0,
                        size,
                        size,
                        Optional.empty(),
                        false,
                        List.of(new DiskInfo.ChainLink(file, DiskKind.FIXED, Optional.empty())),
                        List.of()));
    }

    @Override
    public DiskInfo info() {
        return info;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        if (offset < 0 || offset > size() - into.remaining()) {
            throw new BadImageException(
                    BadImageException.Kind.TRUNCATED, name(), "disk", Math.max(0, offset), "beyond the end");
        }
        long at = offset;
        while (into.hasRemaining()) {
            at += channel.read(into, at);
        }
    }

    @Override
    public ExtentCursor extents() {
        Iterator<Long> offsets =
                LongStream.iterate(0, at -> at < size(), at -> at + EXTENT).iterator();
        return () -> {
            if (!offsets.hasNext()) {
                return null;
            }
            long at = offsets.next();
            long length = Math.min(EXTENT, size() - at);
            return Extent.data(at, length, Optional.of(new FileRange(info.path(), at)));
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
