package dev.gen2lift.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.disk.archive.ArchivedImages;
import dev.gen2lift.disk.layer.ImageSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;

/**
 * What holds of every image, however hostile: it can be read, or it is refused by a {@link BadImageException}. Nothing
 * else escapes, and the file stays as it is. That reading ends, the tests' own time limit checks.
 */
public final class ReadOrRefuse {

    /** All that reading one small image may allocate, garbage included: less than a command may hold. */
    private static final long MAX_ALLOCATED = 512L << 20;

    private static final boolean FUZZING = System.getenv("JAZZER_FUZZ") != null;

    private static final int MAX_EXTENTS = 20_000;
    private static final int READ_LENGTH = 8 << 10;

    /** Extents that are read, so that an input costs milliseconds. */
    private static final int MAX_READ_EXTENTS = 12;

    private ReadOrRefuse() {}

    /** Reads what follows. */
    @FunctionalInterface
    public interface Reader {
        void read() throws IOException;
    }

    /** The whole of it for an image that may be of any format. */
    public static void image(Path image, OpenOptions options) throws IOException {
        FileTime written = Files.getLastModifiedTime(image);
        long size = Files.size(image);
        within(() -> {
            try {
                DiskInfo info = DiskImages.describe(image, options);
                try (VirtualDisk disk = DiskImages.open(image, options)) {
                    assertThat(disk.info().capacity()).isEqualTo(info.capacity());
                    disk(disk);
                    disk.verifyUnchanged();
                }
            } catch (BadImageException e) {
                assertThat(e.offset()).as("%s", e).isNotNegative();
            }
        });
        assertThat(Files.getLastModifiedTime(image)).isEqualTo(written);
        assertThat(Files.size(image)).isEqualTo(size);
    }

    /** Runs {@code reader}, which may allocate so much and no more. */
    public static void within(Reader reader) throws IOException {
        if (FUZZING) {
            // Instrumenting allocates in the same thread; here the heap's limit has to do.
            reader.read();
            return;
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        reader.read();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated")
                .isLessThan(MAX_ALLOCATED);
    }

    /** Extents cover the disk once and in order; what they say is zero is, what they say is stored lies there. */
    static void disk(VirtualDisk disk) throws IOException {
        long end = 0;
        int walked = 0;
        ExtentCursor cursor = disk.extents();
        for (Extent extent = cursor.next(); extent != null; extent = cursor.next()) {
            assertThat(extent.offset()).isEqualTo(end);
            assertThat(extent.length()).isPositive();
            end = extent.end();
            if (walked < MAX_READ_EXTENTS) {
                extent(disk, extent);
            }
            if (++walked == MAX_EXTENTS) {
                return;
            }
        }
        assertThat(end).isEqualTo(disk.size());
        ends(disk);
    }

    /** Reads some bytes at the beginning, the end and the middle; a long read gives what two shorter ones give. */
    public static void ends(ByteSource source) throws IOException {
        int length = (int) Math.min(READ_LENGTH, source.size());
        for (long at : new long[] {0, (source.size() - length) / 2, source.size() - length}) {
            try {
                byte[] whole = read(source, at, length);
                int cut = length / 3;
                assertThat(read(source, at + cut, length - cut)).isEqualTo(Arrays.copyOfRange(whole, cut, length));
            } catch (BadImageException e) {
                // One place is damaged; the next is looked at all the same.
            }
        }
    }

    private static void extent(VirtualDisk disk, Extent extent) throws IOException {
        int length = (int) Math.min(READ_LENGTH, extent.length());
        for (long at : new long[] {extent.offset(), extent.end() - length}) {
            byte[] bytes;
            try {
                bytes = read(disk, at, length);
            } catch (BadImageException e) {
                assertThat(extent.kind()).as("%s: %s", extent, e).isEqualTo(Extent.Kind.DATA);
                continue;
            }
            if (extent.kind() == Extent.Kind.ZERO) {
                assertThat(bytes).as("%s", extent).isEqualTo(new byte[length]);
            } else if (extent.stored().isPresent()) {
                Path file = extent.stored().get().file();
                long from = extent.stored().get().offset() + at - extent.offset();
                try (FileChannel channel = FileChannel.open(file)) {
                    ByteBuffer stored = ByteBuffer.allocate(length);
                    channel.read(stored, from);
                    assertThat(stored.array()).as("%s", extent).isEqualTo(bytes);
                }
            }
        }
    }

    /** An archive, whatever it holds. */
    public static void archive(Path archive) throws IOException {
        try (ImageSource image = ArchivedImages.open(archive)) {
            assertThat(image.size()).isNotNegative();
            ends(image);
        } catch (BadImageException e) {
            assertThat(e.offset()).as("%s", e).isNotNegative();
        }
    }

    private static byte[] read(ByteSource source, long offset, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        source.read(offset, into);
        assertThat(into.hasRemaining()).isFalse();
        return into.array();
    }
}
