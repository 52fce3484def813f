package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.PseudoRandom;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link VirtualDisk} keeps, whatever stores it. */
abstract class VirtualDiskContract {

    private static final int THREADS = 4;

    @TempDir
    Path folder;

    private Content content = Content.zeros(0);
    private VirtualDisk disk;

    /** What the disk has to read as. */
    abstract Content content();

    /** Writes an image of {@code content} into {@code folder} and opens it. */
    abstract VirtualDisk open(Content content, Path folder) throws Exception;

    @BeforeEach
    void openDisk() throws Exception {
        content = content();
        disk = open(content, folder);
    }

    @AfterEach
    void closeDisk() throws Exception {
        disk.close();
    }

    @Test
    void hasTheContentsSize() {
        assertThat(disk.size()).isEqualTo(content.size());
        assertThat(disk.info().capacity()).isEqualTo(content.size());
        assertThat(disk.info().warnings()).isEmpty();
    }

    @Test
    void extentsCoverEveryByteOnceInOrder() throws Exception {
        long end = 0;
        for (Extent extent : DiskContent.extents(disk)) {
            assertThat(extent.offset()).isEqualTo(end);
            assertThat(extent.length()).isPositive();
            end = extent.end();
        }
        assertThat(end).isEqualTo(content.size());
    }

    @Test
    void zeroExtentsAreZeroAndStoredOnesAreVerbatimInTheirFile() throws Exception {
        for (Extent extent : DiskContent.extents(disk)) {
            if (extent.kind() == Extent.Kind.ZERO) {
                assertThat(content.isHole(extent.offset(), extent.length()))
                        .as("%s", extent)
                        .isTrue();
                assertThat(extent.stored()).isEmpty();
            }
            if (extent.stored().isPresent()) {
                FileRange stored = extent.stored().get();
                try (FileChannel file = FileChannel.open(stored.file())) {
                    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(1 << 20, extent.length()));
                    assertThat(file.read(bytes, stored.offset())).isEqualTo(bytes.capacity());
                    assertThat(bytes.array()).isEqualTo(content.bytes(extent.offset(), bytes.capacity()));
                }
            }
        }
    }

    @Test
    void readsTheContent() throws Exception {
        assertThat(DiskContent.sha256(disk)).isEqualTo(content.sha256());
    }

    @Test
    void readsAtAnyOffsetAndLength() throws Exception {
        readAtRandom(7);
        long[] edges = {0, 511, 4095, (1 << 20) - 1, (2 << 20) - 3, content.size() / 3, content.size() - 1000};
        for (long offset : edges) {
            int length = (int) Math.min(5000, content.size() - offset);
            assertThat(DiskContent.read(disk, offset, length)).isEqualTo(content.bytes(offset, length));
        }
    }

    @Test
    void fillsABufferFromItsPositionToItsLimitOnly() throws Exception {
        ByteBuffer buffer = ByteBuffer.allocateDirect(100).position(10).limit(60);

        disk.read(content.size() - 50, buffer);

        assertThat(buffer.position()).isEqualTo(60);
        assertThat(buffer.limit()).isEqualTo(60);
        byte[] filled = new byte[100];
        buffer.clear().get(filled);
        byte[] expected = new byte[100];
        content.read(content.size() - 50, expected, 10, 50);
        assertThat(filled).isEqualTo(expected);
    }

    @Test
    void isReadByManyThreadsAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> readers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int seed = i;
                readers.add(() -> {
                    readAtRandom(seed);
                    return null;
                });
            }
            for (Future<Void> reader : threads.invokeAll(readers)) {
                reader.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void readAtRandom(long seed) throws Exception {
        PseudoRandom random = new PseudoRandom(seed);
        for (int i = 0; i < 100; i++) {
            int length = 1 + random.nextInt(i % 10 == 0 ? 3 << 20 : 9000);
            long offset = Math.floorMod(random.nextLong(), content.size() - length);
            assertThat(DiskContent.read(disk, offset, length))
                    .as("%d bytes at %d", length, offset)
                    .isEqualTo(content.bytes(offset, length));
        }
    }

    @Test
    void refusesToReadBeyondItsEnd() {
        assertThatThrownBy(() -> DiskContent.read(disk, content.size() - 1, 2))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.kind()).isEqualTo(BadImageException.Kind.TRUNCATED));
        assertThatThrownBy(() -> DiskContent.read(disk, -1, 1)).isInstanceOf(BadImageException.class);
        assertThatThrownBy(() -> DiskContent.read(disk, Long.MAX_VALUE, 1)).isInstanceOf(BadImageException.class);
    }

    @Test
    void readsNothingAtItsVeryEnd() throws Exception {
        assertThat(DiskContent.read(disk, content.size(), 0)).isEmpty();
    }

    @Test
    void isUnchangedAsLongAsNobodyWrites() throws Exception {
        disk.verifyUnchanged();
    }
}
