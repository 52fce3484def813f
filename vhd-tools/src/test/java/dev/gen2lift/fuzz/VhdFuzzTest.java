package dev.gen2lift.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.vhd.VhdBuilder;
import dev.gen2lift.testimages.vhd.VhdBuilder.SectorBits;
import dev.gen2lift.testimages.vhd.VhdCreator;
import dev.gen2lift.testimages.vhd.VhdParentLocator;
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

/** VHD images: footers, dynamic header, block allocation table, bitmaps, parents. */
@Timeout(20)
class VhdFuzzTest {

    private static final int MIB = 1 << 20;
    private static final long SIZE = 3L * MIB;
    private static final UUID PARENT_ID = new UUID(1, 2);

    @TempDir
    static Path folder;

    @BeforeAll
    static void writeParent() throws IOException {
        VhdBuilder.dynamic(new SparseContent(SIZE).write(2L * MIB, new byte[] {7}))
                .id(PARENT_ID)
                .writeTo(folder.resolve("base.vhd"));
    }

    static Stream<byte[]> seeds() throws IOException {
        SparseContent content = new SparseContent(SIZE)
                .write(MIB + 512, PseudoRandom.bytes(1, 40))
                .write(SIZE - 1, new byte[] {1});
        List<VhdBuilder> images = List.of(
                VhdBuilder.fixed(content),
                VhdBuilder.fixed(content).shortFooter().creator(VhdCreator.VIRTUAL_PC),
                VhdBuilder.dynamic(content).blockSize(64 << 10).shuffled(1),
                VhdBuilder.dynamic(content).omit(VhdBuilder.Part.FOOTER).sectorBits(SectorBits.ALL_CLEAR),
                VhdBuilder.dynamic(content).blockSize(512 << 10).sectorBits(SectorBits.WHERE_DATA),
                VhdBuilder.differencing(content, new SparseContent(SIZE), PARENT_ID)
                        .blockSize(64 << 10)
                        .parentName("base.vhd")
                        .parentLocator(VhdParentLocator.relative(".\\base.vhd"))
                        .parentLocator(VhdParentLocator.absolute("C:\\VM\\base.vhd")),
                VhdBuilder.dynamic(new SparseContent(2040L << 30)).blockSize(256 * MIB));
        List<byte[]> seeds = new ArrayList<>();
        Path image = folder.resolve("seed.vhd");
        for (VhdBuilder builder : images) {
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
            Checksums.ofVhd(file.content());
        }
        Path image = folder.resolve("disk.vhd");
        SparseFile.writeRaw(image, file.content());
        ReadOrRefuse.image(image, OpenOptions.DEFAULT);
    }
}
