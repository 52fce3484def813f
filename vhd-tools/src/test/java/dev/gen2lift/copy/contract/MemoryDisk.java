package dev.gen2lift.copy.contract;

import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.FileRange;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A virtual disk in memory whose extents a test chooses. Counts the bytes that are read of it. */
public class MemoryDisk implements VirtualDisk {

    private final byte[] content;
    private final List<Extent> extents;
    private final Path path;
    private final AtomicLong bytesRead = new AtomicLong();

    /** A disk with these bytes and extents; the caller's extents have to cover it. */
    public MemoryDisk(Path path, byte[] content, List<Extent> extents) {
        this.path = path;
        this.content = content;
        this.extents = List.copyOf(extents);
    }

    /** A disk of one DATA extent. */
    public static MemoryDisk of(byte[] content) {
        return new MemoryDisk(
                Path.of("memory.img"), content, List.of(Extent.data(0, content.length, Optional.empty())));
    }

    /** A disk of one ZERO extent. */
    public static MemoryDisk zero(int capacity) {
        return new MemoryDisk(Path.of("memory.img"), new byte[capacity], List.of(Extent.zero(0, capacity)));
    }

    /**
     * A disk of a layout that {@code random} chooses: ZERO extents, and DATA extents that are full, empty, or hold a few
     * bytes among zeros; some large, some of a single sector.
     *
     * @param granularity every extent's edges are multiples of this, but for the disk's end
     */
    public static MemoryDisk random(Random random, int capacity, int granularity) {
        byte[] content = new byte[capacity];
        List<Extent> extents = new ArrayList<>();
        int largest = Math.max(1, capacity / granularity / (1 + random.nextInt(40)));
        int offset = 0;
        while (offset < capacity) {
            int length = Math.min(capacity - offset, granularity * (1 + random.nextInt(largest)));
            if (random.nextInt(3) == 0) {
                extents.add(Extent.zero(offset, length));
            } else {
                extents.add(Extent.data(offset, length, Optional.empty()));
                fill(random, content, offset, length);
            }
            offset += length;
        }
        return new MemoryDisk(Path.of("memory.img"), content, extents);
    }

    /** The same disk, whose DATA extents are said to lie in {@code file} at {@code shift} behind their own offset. */
    public MemoryDisk storedIn(Path file, long shift) {
        List<Extent> stored = extents.stream()
                .map(extent -> extent.kind() == Extent.Kind.ZERO
                        ? extent
                        : Extent.data(
                                extent.offset(),
                                extent.length(),
                                Optional.of(new FileRange(file, extent.offset() + shift))))
                .toList();
        return new MemoryDisk(file, content, stored);
    }

    private static void fill(Random random, byte[] content, int offset, int length) {
        switch (random.nextInt(3)) {
            case 0 -> {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                System.arraycopy(bytes, 0, content, offset, length);
            }
            case 1 -> {
                for (int i = 0; i < 1 + random.nextInt(4); i++) {
                    int from = random.nextInt(length);
                    int to = from + 1 + random.nextInt(Math.min(length - from, 100_000));
                    Arrays.fill(content, offset + from, offset + to, (byte) (1 + random.nextInt(255)));
                }
            }
            default -> {}
        }
    }

    public byte[] content() {
        return content.clone();
    }

    public List<Extent> extentList() {
        return extents;
    }

    public long bytesRead() {
        return bytesRead.get();
    }

    @Override
    public DiskInfo info() {
        return new DiskInfo(
                path,
                DiskFormat.RAW,
                DiskKind.FIXED,
                content.length,
                512,
                512,
                0,
                content.length,
                content.length,
                Optional.empty(),
                false,
                List.of(new DiskInfo.ChainLink(path, DiskKind.FIXED, Optional.empty())),
                List.of());
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        int length = into.remaining();
        into.put(content, Math.toIntExact(offset), length);
        bytesRead.addAndGet(length);
    }

    @Override
    public ExtentCursor extents() {
        Iterator<Extent> iterator = extents.iterator();
        return () -> iterator.hasNext() ? iterator.next() : null;
    }

    @Override
    public void close() {}
}
