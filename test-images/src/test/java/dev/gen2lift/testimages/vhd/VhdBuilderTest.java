package dev.gen2lift.testimages.vhd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SampleContents;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.QemuImg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VhdBuilderTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void qemuReadsTheContentOfAFixedDisk() throws IOException {
        Content content = SampleContents.scattered(30L * MIB);

        Path file = assertReads(content, VhdBuilder.fixed(content));

        assertThat(Files.size(file)).isEqualTo(30L * MIB + 512);
    }

    @ParameterizedTest
    @ValueSource(ints = {64 << 10, 512 << 10, 2 << 20, 16 << 20})
    void qemuReadsTheContentWhateverTheBlockSize(int blockSize) throws IOException {
        Content content = SampleContents.scattered(50L * MIB + 512);

        assertReads(content, VhdBuilder.dynamic(content).blockSize(blockSize));
    }

    @Test
    void qemuReadsBlocksInAnyOrder() throws IOException {
        Content content = SampleContents.scattered(64L * MIB);

        assertReads(content, VhdBuilder.dynamic(content).shuffled(7));
    }

    @ParameterizedTest
    @EnumSource(VhdBuilder.SectorBits.class)
    void qemuReadsThePayloadWhateverTheSectorBits(VhdBuilder.SectorBits bits) throws IOException {
        Content content = SampleContents.scattered(20L * MIB);

        assertReads(content, VhdBuilder.dynamic(content).sectorBits(bits));
    }

    @ParameterizedTest
    @CsvSource({"31457280, 903, 4, 17", "2147483648, 4161, 16, 63", "136899993600, 65535, 16, 255"})
    void computesTheGeometryOfTheSpecification(long size, int cylinders, int heads, int sectors) {
        assertThat(VhdGeometry.of(size)).isEqualTo(new VhdGeometry(cylinders, heads, sectors));
    }

    @Test
    void qemuComputesTheSameGeometry() throws IOException {
        Path theirs = folder.resolve("theirs.vhd");
        for (long size : new long[] {3L * MIB, 100L * MIB, 511L * MIB, 4096L * MIB, 64L << 30}) {
            QemuImg.run("create", "-q", "-f", "vpc", theirs.toString(), Long.toString(size))
                    .expectSuccess();
            byte[] footer = SampleFooter.read(theirs);
            // qemu rounds the size up to what the geometry can express, and stores that as the current size.
            long current = SampleFooter.currentSize(footer);

            assertThat(SampleFooter.geometry(footer)).as("size " + size).isEqualTo(VhdGeometry.of(current));
        }
    }

    @ParameterizedTest
    @EnumSource(VhdCreator.class)
    void qemuTakesGeometryOrSizeByTheCreator(VhdCreator creator) throws IOException {
        long size = 30L * MIB;
        Path file = folder.resolve("creator.vhd");
        VhdBuilder.dynamic(Content.zeros(size)).creator(creator).writeTo(file);

        long expected = creator.geometryCountsForQemu() ? VhdGeometry.of(size).size() : size;
        assertThat(QemuImg.info(file, "vpc").expectSuccess().out()).contains("\"virtual-size\": " + expected + ",");
    }

    @Test
    void vhdiinfoNamesTheParentOfADifferencingDisk() throws IOException {
        SparseContent parent = SampleContents.scattered(16L * MIB);
        Content child = parent.copy().write(5L * MIB + 512, PseudoRandom.bytes(10, 1024));
        Path file = folder.resolve("child.avhd");
        VhdLayout layout = VhdBuilder.dynamic(parent).writeTo(folder.resolve("parent.vhd"));

        VhdBuilder.differencing(child, parent, layout.id())
                .parentName("parent.vhd")
                .parentLocator(VhdParentLocator.relative(".\\parent.vhd"))
                .writeTo(file);

        assertThat(vhdiinfo(file))
                .contains("Differential")
                .contains("parent.vhd")
                .contains(layout.id().toString());
    }

    @Test
    void vhdiinfoUsesTheFooterCopyWhereTheFooterIsGone() throws IOException {
        Content content = SampleContents.scattered(16L * MIB);
        Path file = folder.resolve("no-footer.vhd");
        VhdBuilder.dynamic(content).omit(VhdBuilder.Part.FOOTER).writeTo(file);

        assertSame(content, file);
    }

    @Test
    void qemuRefusesADamagedDynamicHeader() throws IOException {
        Path file = folder.resolve("damaged.vhd");
        VhdBuilder.dynamic(SampleContents.scattered(16L * MIB))
                .damage(VhdBuilder.Part.DYNAMIC_HEADER, header -> header.put(0, (byte) 'x'))
                .writeTo(file);

        assertThat(QemuImg.info(file, "vpc").exit()).isNotZero();
    }

    @Test
    void aShortFooterLacksItsLastByte() throws IOException {
        Path file = folder.resolve("511.vhd");
        VhdLayout layout =
                VhdBuilder.fixed(Content.zeros(4L * MIB)).shortFooter().writeTo(file);

        assertThat(Files.size(file)).isEqualTo(4L * MIB + 511).isEqualTo(layout.fileSize());
    }

    private Path assertReads(Content content, VhdBuilder builder) throws IOException {
        Path file = folder.resolve("disk.vhd");
        builder.writeTo(file);
        assertSame(content, file);
        assertThat(vhdiinfo(file)).contains(content.size() + " bytes");
        return file;
    }

    private void assertSame(Content content, Path file) throws IOException {
        Path raw = folder.resolve("expected.raw");
        SparseFile.writeRaw(raw, content);
        QemuImg.compare(raw, "raw", file, "vpc").expectSuccess();
    }

    private static String vhdiinfo(Path file) throws IOException {
        return Oracle.run(Duration.ofSeconds(30), Oracle.require("vhdiinfo").toString(), file.toString())
                .expectSuccess()
                .out();
    }
}
