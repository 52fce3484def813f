package dev.gen2lift.volume;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A window on a range of a disk: byte 0 is the range's first byte, and nothing outside of it can be read.
 *
 * @param name what messages call it: the disk with the partition's number
 * @param offset first byte within {@code disk}
 * @param size bytes
 */
public record PartitionView(ByteSource disk, String name, long offset, long size) implements ByteSource {

    public PartitionView {
        if (offset < 0 || size < 0 || offset > disk.size() || size > disk.size() - offset) {
            throw new IllegalArgumentException("range " + offset + "+" + size + " leaves the disk of " + disk.size());
        }
    }

    /** The partition; where it reaches beyond the disk's end, as much of it as the disk has. */
    public static PartitionView of(ByteSource disk, Partition partition) {
        long offset = Math.max(0, Math.min(partition.offset(), disk.size()));
        long size = Math.max(0, Math.min(partition.size(), disk.size() - offset));
        return new PartitionView(disk, disk.name() + " partition " + partition.index(), offset, size);
    }

    @Override
    public void read(long at, ByteBuffer into) throws IOException {
        BadImageException.requireWithin(name, "partition", size, at, into.remaining());
        disk.read(offset + at, into);
    }
}
