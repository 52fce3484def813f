package dev.gen2lift.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UncachedWritesTest {

    private static final int LENGTH = 1 << 20;

    private final byte[] content = new byte[LENGTH];

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void makeFile() throws Exception {
        new Random(1).nextBytes(content);
        file = folder.resolve("file");
        try (RandomAccessFile empty = new RandomAccessFile(file.toFile(), "rw")) {
            empty.setLength(3 * LENGTH);
        }
    }

    @Test
    void writesLargeAlignedRuns() throws Exception {
        ByteBuffer data = aligned(0).put(content).flip();
        try (UncachedWrites writes = UncachedWrites.open(file)) {
            writes.write(LENGTH, data);
        }
        assumeTrue(data.position() > 0, "this file system does not write past the cache");

        assertThat(data.remaining()).isZero();
        byte[] written = Files.readAllBytes(file);
        assertThat(Arrays.copyOfRange(written, LENGTH, 2 * LENGTH)).isEqualTo(content);
        assertThat(Arrays.copyOf(written, LENGTH)).isEqualTo(new byte[LENGTH]);
        assertThat(written).hasSize(3 * LENGTH);
    }

    @Test
    void leavesToTheCallerWhatIsShortOrNotAligned() throws Exception {
        try (UncachedWrites writes = UncachedWrites.open(file)) {
            assertThat(remaining(writes, 0, aligned(0).limit(4096))).isEqualTo(4096);
            assertThat(remaining(writes, 512, aligned(0))).isEqualTo(LENGTH);
            assertThat(remaining(writes, 0, aligned(512))).isEqualTo(LENGTH);
            assertThat(remaining(writes, 0, aligned(0).limit(LENGTH - 1))).isEqualTo(LENGTH - 1);
            assertThat(remaining(writes, 0, ByteBuffer.allocate(LENGTH))).isEqualTo(LENGTH);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(new byte[3 * LENGTH]);
    }

    @Test
    void leavesEverythingToTheCallerWhereTheFileCannotBeOpened() throws Exception {
        try (UncachedWrites writes = UncachedWrites.open(folder.resolve("missing"))) {
            assertThat(remaining(writes, 0, aligned(0))).isEqualTo(LENGTH);
        }
    }

    private static int remaining(UncachedWrites writes, long offset, ByteBuffer data) throws Exception {
        writes.write(offset, data);
        return data.remaining();
    }

    /** A buffer that begins this many bytes behind an aligned address. */
    private static ByteBuffer aligned(int shift) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LENGTH + shift + 2 * UncachedWrites.ALIGNMENT)
                .alignedSlice(UncachedWrites.ALIGNMENT);
        return buffer.slice(shift, LENGTH);
    }
}
