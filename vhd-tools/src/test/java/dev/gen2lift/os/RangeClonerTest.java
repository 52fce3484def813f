package dev.gen2lift.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.testimages.oracle.Oracle;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RangeClonerTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path scratch;

    @Test
    void sharesBlocksOnXfs() throws Exception {
        Path filefrag = Oracle.require("filefrag");
        try (LoopMount xfs = LoopMount.xfs(scratch)) {
            // A name beyond ASCII: native code gets it as bytes.
            Path source = xfs.folder().resolve("Quelle ä 源.bin");
            Path target = xfs.folder().resolve("target");
            byte[] content = write(source, 4 * MIB);
            create(target, 8 * MIB);

            try (RangeCloner cloner = RangeCloner.into(target)) {
                assertThat(cloner.cloneRange(source, MIB, 2 * MIB, 4 * MIB)).isTrue();
            }

            byte[] expected = new byte[8 * MIB];
            System.arraycopy(content, MIB, expected, 4 * MIB, 2 * MIB);
            assertThat(Files.readAllBytes(target)).isEqualTo(expected);
            assertThat(Files.readAllBytes(source)).isEqualTo(content);
            String extents = Oracle.run(Duration.ofMinutes(1), filefrag.toString(), "-s", "-v", target.toString())
                    .expectSuccess()
                    .out();
            assertThat(extents).contains("shared");
        }
    }

    @Test
    void refusesARangeOffTheBlocksAndTakesTheNextOneOnXfs() throws Exception {
        try (LoopMount xfs = LoopMount.xfs(scratch)) {
            Path source = xfs.folder().resolve("source");
            Path target = xfs.folder().resolve("target");
            byte[] content = write(source, 2 * MIB);
            create(target, 2 * MIB);

            try (RangeCloner cloner = RangeCloner.into(target)) {
                assertThat(cloner.cloneRange(source, 512, MIB, 0)).isFalse();
                assertThat(cloner.cloneRange(source, MIB, MIB, 0)).isTrue();
            }

            assertThat(Arrays.copyOf(Files.readAllBytes(target), MIB))
                    .isEqualTo(Arrays.copyOfRange(content, MIB, 2 * MIB));
        }
    }

    @Test
    void refusesAcrossFileSystems() throws Exception {
        try (LoopMount xfs = LoopMount.xfs(scratch)) {
            Path source = scratch.resolve("source");
            Path target = xfs.folder().resolve("target");
            write(source, MIB);
            create(target, MIB);

            try (RangeCloner cloner = RangeCloner.into(target)) {
                assertThat(cloner.cloneRange(source, 0, MIB, 0)).isFalse();
            }
            assertThat(Files.readAllBytes(target)).isEqualTo(new byte[MIB]);
        }
    }

    @Test
    void refusesASourceThatIsMissing() throws Exception {
        Path target = scratch.resolve("target");
        create(target, MIB);

        try (RangeCloner cloner = RangeCloner.into(target)) {
            assertThat(cloner.cloneRange(scratch.resolve("missing"), 0, MIB, 0)).isFalse();
        }
    }

    private static byte[] write(Path file, int length) throws Exception {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        Files.write(file, content);
        return content;
    }

    private static void create(Path file, int length) throws Exception {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(length);
        }
    }
}
