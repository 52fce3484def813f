package dev.gen2lift.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.vhdx.BlockState;
import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.PendingLog;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** VHDX images: headers, region tables, metadata, block allocation table, bitmaps, log, parents. */
@Timeout(20)
class VhdxFuzzTest {

    private static final int MIB = 1 << 20;
    private static final long SIZE = 6L * MIB;
    private static final UUID PARENT_ID = new UUID(1, 2);

    @TempDir
    static Path folder;

    @BeforeAll
    static void writeParent() throws IOException {
        VhdxBuilder.of(new SparseContent(SIZE).write(2L * MIB, new byte[] {7}))
                .blockSize(MIB)
                .dataWriteId(PARENT_ID)
                .writeTo(folder.resolve("base.vhdx"));
    }

    static Stream<byte[]> seeds() throws IOException {
        SparseContent content = new SparseContent(SIZE)
                .write(MIB + 512, PseudoRandom.bytes(1, 40))
                .write(SIZE - 1, new byte[] {1});
        ParentLocator parent = ParentLocator.of(PARENT_ID, ".\\base.vhdx");
        List<VhdxBuilder> images = List.of(
                VhdxBuilder.of(content).blockSize(MIB),
                VhdxBuilder.of(content).blockSize(MIB).fixed().sectorSizes(4096, 4096),
                VhdxBuilder.of(content)
                        .blockSize(2 * MIB)
                        .shuffled(1)
                        .shortLastBlock()
                        .state(1, BlockState.ZERO)
                        .staleState(0, BlockState.UNMAPPED),
                VhdxBuilder.of(content).blockSize(MIB).differencing(new SparseContent(SIZE), parent),
                VhdxBuilder.of(content).blockSize(MIB).pending(PendingLog.simple()),
                VhdxBuilder.of(content)
                        .blockSize(MIB)
                        .pending(PendingLog.simple()
                                .ofEntries(3)
                                .startingAt(MIB - 8192)
                                .afterStaleEntries(1)
                                .withTornTail()
                                .holdingLastPages(2)),
                VhdxBuilder.of(new SparseContent(64L << 40)).blockSize(256 * MIB));
        List<byte[]> seeds = new ArrayList<>();
        Path image = folder.resolve("seed.vhdx");
        for (VhdxBuilder builder : images) {
            builder.writeTo(image);
            seeds.add(FuzzInput.of(FuzzInput.SEAL, image));
        }
        return seeds.stream();
    }

    @MethodSource("seeds")
    @FuzzTest
    void isReadOrRefused(byte[] input) throws IOException {
        FuzzInput file = FuzzInput.read(input);
        if (file.has(FuzzInput.SEAL)) {
            Checksums.ofVhdx(file.content());
        }
        Path image = folder.resolve("disk.vhdx");
        SparseFile.writeRaw(image, file.content());
        ReadOrRefuse.image(image, OpenOptions.DEFAULT);
    }
}
