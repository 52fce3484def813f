package dev.gen2lift.transfer.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.copy.CopyEngine;
import dev.gen2lift.copy.CopyOptions;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.copy.DiskTarget;
import dev.gen2lift.copy.WriteShape;
import dev.gen2lift.copy.contract.MemoryDisk;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A digest tree against the same tree computed by Python's hashlib from the disk's raw form. */
class DigestTreeTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int CHUNK = ChunkLayout.CHUNK;
    private static final String SOURCE = "0123456789abcdef0123456789abcdef";

    /** Prints a line for each chunk and one for the root, as the documentation of RootDigest defines it. */
    private static final String PYTHON = String.join(
            "\n",
            "import sys, hashlib, struct, os",
            "h = lambda b: hashlib.sha256(b).digest()",
            "level, size = [], os.path.getsize(sys.argv[1])",
            "with open(sys.argv[1], 'rb') as f:",
            "    while True:",
            "        b = f.read(4 << 20)",
            "        if not b: break",
            "        level.append(h(b))",
            "for d in level: print(d.hex())",
            "while len(level) > 1:",
            "    up = [h(b'\\1' + level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]",
            "    level = up + level[len(level) - len(level) % 2:]",
            "print(h(b'\\2' + struct.pack('>q', size) + level[0]).hex())");

    @TempDir
    private Path folder;

    @Test
    void isWhatHashlibComputes() throws Exception {
        for (long capacity : new long[] {512, CHUNK, CHUNK + 512, 5L * CHUNK, 6L * CHUNK + (1 << 20), 8L * CHUNK}) {
            byte[] disk = disk((int) capacity, capacity);
            Path raw = Files.write(folder.resolve("raw-" + capacity), disk);
            Path tree = folder.resolve("tree-" + capacity);

            try (DigestFile file = DigestFile.create(tree, SOURCE, capacity)) {
                MemoryDisk source = MemoryDisk.of(disk);
                new DigestingDisk(source, file).read(0, ByteBuffer.allocate(disk.length));
                file.seal();
            }

            assertThat(lines(tree)).isEqualTo(hashlib(raw));
        }
    }

    @Test
    void isTheSameWhateverTheThreadsReadAndInWhateverOrder() throws Exception {
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            MemoryDisk source = MemoryDisk.random(random, 9 * CHUNK + 512, 512 << random.nextInt(12));
            Path raw = Files.write(folder.resolve("raw" + seed), source.content());
            Path tree = folder.resolve("tree" + seed);
            try (DigestFile file = DigestFile.create(tree, SOURCE, source.size())) {
                CopyEngine.copy(
                        new DigestingDisk(source, file), new Sink(), new CopyOptions(4, false), CopyProgress.NONE);
                file.seal();
            }
            assertThat(lines(tree)).isEqualTo(hashlib(raw));
        }
    }

    @Test
    void goesOnWithChunksWhoseDigestIsNotKnown() throws Exception {
        MemoryDisk source = MemoryDisk.random(new Random(8), 6 * CHUNK, 64 << 10);
        Path raw = Files.write(folder.resolve("raw"), source.content());
        Path tree = folder.resolve("tree");
        try (DigestFile file = DigestFile.create(tree, SOURCE, source.size())) {
            new DigestingDisk(source, file).read(CHUNK, ByteBuffer.allocate(2 * CHUNK + 4096));
            assertThat(file.get(1)).isPresent();
            assertThat(file.get(3)).isEmpty();
        }
        try (DigestFile file = DigestFile.open(tree)) {
            DigestingDisk disk = new DigestingDisk(source, file);
            disk.read(3L * CHUNK, ByteBuffer.allocate(3 * CHUNK));
            disk.read(0, ByteBuffer.allocate(CHUNK));
            file.seal();
        }
        assertThat(lines(tree)).isEqualTo(hashlib(raw));
    }

    @Property(tries = 300)
    void aRunOfZerosCountsAsItsChunksOneByOne(
            @ForAll @IntRange(max = 40) int before,
            @ForAll @LongRange(max = 300) long run,
            @ForAll @IntRange(max = 5) int after) {
        ChunkDigest data = ChunkDigest.of(ByteBuffer.wrap(new byte[] {1}));
        ChunkDigest zero = ChunkDigest.ofZeros(CHUNK);
        RootDigest atOnce = new RootDigest(1);
        RootDigest oneByOne = new RootDigest(1);
        for (int i = 0; i <= before; i++) {
            atOnce.chunk(data);
            oneByOne.chunk(data);
        }
        atOnce.zeros(run);
        for (long i = 0; i < run; i++) {
            oneByOne.chunk(zero);
        }
        for (int i = 0; i < after; i++) {
            atOnce.chunk(data);
            oneByOne.chunk(data);
        }
        assertThat(atOnce.root()).isEqualTo(oneByOne.root());
    }

    @Test
    void aTreeOfTheLargestDiskTakesNeitherMemoryNorSpace() throws Exception {
        Path tree = folder.resolve("tree");
        try (DigestFile file = DigestFile.create(tree, SOURCE, ChunkLayout.MAX_CAPACITY)) {
            file.put(0, ChunkDigest.of(ByteBuffer.wrap(disk(CHUNK, 1))));
            ChunkDigest root = file.seal();
            assertThat(root).isNotEqualTo(ChunkDigest.ofZeros(CHUNK));
            assertThat(file.isZero(file.layout().count() - 1)).isTrue();
        }
        assertThat(Files.size(tree)).isLessThan(200);
    }

    /** Takes writes as a page blob does, and keeps nothing. */
    private static final class Sink implements DiskTarget {

        @Override
        public WriteShape shape() {
            return new WriteShape(512, CHUNK, 128 << 10);
        }

        @Override
        public void write(long offset, ByteBuffer data) {}

        @Override
        public void complete() {}

        @Override
        public void close() {}
    }

    /** Random chunks, zero chunks, and chunks of both. */
    private static byte[] disk(int length, long seed) {
        byte[] disk = new byte[length];
        Random random = new Random(seed);
        for (int at = 0; at < length; at += CHUNK) {
            byte[] part = new byte[Math.min(length - at, random.nextInt(3) * CHUNK / 2)];
            random.nextBytes(part);
            System.arraycopy(part, 0, disk, at, part.length);
        }
        return disk;
    }

    private static List<String> lines(Path tree) throws IOException {
        try (DigestFile file = DigestFile.open(tree)) {
            List<String> lines = new ArrayList<>();
            for (long chunk = 0; chunk < file.layout().count(); chunk++) {
                lines.add(file.get(chunk).orElseThrow().hex());
            }
            lines.add(file.root().orElseThrow().hex());
            return lines;
        }
    }

    private static List<String> hashlib(Path raw) throws IOException {
        return Oracle.run(PATIENCE, Oracle.require("python3").toString(), "-c", PYTHON, raw.toString())
                .expectSuccess()
                .out()
                .lines()
                .toList();
    }
}
