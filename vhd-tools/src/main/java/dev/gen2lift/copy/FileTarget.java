package dev.gen2lift.copy;

import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.FileRange;
import dev.gen2lift.os.RangeCloner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that holds the disk's bytes one to one, then a trailer. Sparse: what is zero takes no space. Where the file
 * system can share blocks between files, stored extents are shared with the source's file.
 */
final class FileTarget implements DiskTarget {

    private static final int BLOCK = UncachedWrites.ALIGNMENT;

    /** Measured: {@code docs/decisions/0005-copy-engine.md}. */
    private static final WriteShape SHAPE = new WriteShape(BLOCK, 2 << 20, 64 << 10);

    private final PartFile part;
    private final long capacity;
    private final ByteBuffer trailer;
    private final RangeCloner cloner;

    /**
     * @param capacity bytes of the disk
     * @param trailer what follows the disk's bytes, from position to limit
     */
    FileTarget(Path file, long capacity, ByteBuffer trailer, FileOptions options) throws IOException {
        this.capacity = capacity;
        this.trailer = trailer;
        this.part = PartFile.create(file, Math.addExact(capacity, trailer.remaining()), options, true);
        this.cloner = RangeCloner.into(part.temporary());
    }

    @Override
    public WriteShape shape() {
        return SHAPE;
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(part.target());
    }

    @Override
    public void write(long offset, ByteBuffer data) throws IOException {
        requireInside(offset, data.remaining());
        part.write(offset, data);
    }

    @Override
    public boolean cloneFrom(Extent extent) throws IOException {
        requireInside(extent.offset(), extent.length());
        if (extent.stored().isEmpty() || extent.offset() % BLOCK != 0) {
            return false;
        }
        if (extent.length() % BLOCK != 0 && extent.end() != capacity) {
            return false;
        }
        FileRange stored = extent.stored().get();
        return cloner.cloneRange(stored.file(), stored.offset(), extent.length(), extent.offset());
    }

    @Override
    public boolean continued() {
        return part.continued();
    }

    @Override
    public void force() throws IOException {
        part.force();
    }

    @Override
    public void complete() throws IOException {
        part.write(capacity, trailer.duplicate());
        part.publish();
    }

    @Override
    public void close() throws IOException {
        try (part) {
            cloner.close();
        }
    }

    private void requireInside(long offset, long length) {
        if (offset < 0 || length > capacity - offset) {
            throw new IllegalArgumentException(length + " bytes at " + offset + " of a disk of " + capacity);
        }
    }
}
