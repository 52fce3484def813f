package dev.gen2lift.testimages.vhdx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.Guid;
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
import org.junit.jupiter.params.provider.ValueSource;

class VhdxBuilderTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 32, 256})
    void qemuReadsTheContentWhateverTheBlockSize(int mebibytes) throws IOException {
        Content content = SampleContents.scattered(300L * MIB);

        assertReads(content, VhdxBuilder.of(content).blockSize(mebibytes * MIB));
    }

    @Test
    void qemuReadsTheContentOfAFixedDisk() throws IOException {
        Content content = SampleContents.scattered(40L * MIB);
        Path file = assertReads(content, VhdxBuilder.of(content).fixed().blockSize(MIB));

        assertThat(Files.size(file)).isGreaterThan(40L * MIB);
    }

    @Test
    void qemuReadsBlocksInAnyOrder() throws IOException {
        Content content = SampleContents.scattered(64L * MIB);

        assertReads(content, VhdxBuilder.of(content).blockSize(MIB).shuffled(7));
    }

    @Test
    void qemuReadsAcrossTheSlotsOfSectorBitmaps() throws IOException {
        // 4 GiB a chunk with sectors of 512 bytes: this disk has two slots between its payload entries.
        Content content = SampleContents.scattered(9L * 1024 * MIB);
        Path file = folder.resolve("chunks.vhdx");
        VhdxBuilder.of(content).blockSize(8 * MIB).writeTo(file);

        QemuImg.check(file, "vhdx").expectSuccess();
        for (long mebibyte = content.nextData(0) / MIB;
                mebibyte < 9 * 1024;
                mebibyte = nextMebibyte(content, mebibyte)) {
            assertThat(pieceByQemu(file, mebibyte)).isEqualTo(content.bytes(mebibyte * MIB, MIB));
        }
    }

    private static long nextMebibyte(Content content, long mebibyte) {
        return content.nextData((mebibyte + 1) * MIB) / MIB;
    }

    private byte[] pieceByQemu(Path file, long mebibyte) throws IOException {
        Path piece = folder.resolve("piece.raw");
        String part = "driver=raw,offset=" + mebibyte * MIB + ",size=" + MIB;
        String disk = ",file.driver=vhdx,file.file.driver=file,file.file.filename=" + file;
        QemuImg.run("convert", "--image-opts", "-O", "raw", part + disk, piece.toString())
                .expectSuccess();
        return Files.readAllBytes(piece);
    }

    @Test
    void qemuReadsADiskThatEndsWithinItsLastBlock() throws IOException {
        Content content = SampleContents.scattered(50L * MIB + 512);

        assertReads(content, VhdxBuilder.of(content).blockSize(32 * MIB));
        assertReads(content, VhdxBuilder.of(content).blockSize(32 * MIB).shortLastBlock());
        Path file = assertReads(
                content, VhdxBuilder.of(content).blockSize(MIB).shuffled(2).shortLastBlock());
        assertThat(Files.size(file) % MIB).isEqualTo(512);
    }

    @Test
    void blocksWithoutStoredBytesReadAsZeros() throws IOException {
        SparseContent content = new SparseContent(8L * MIB).write(0, PseudoRandom.bytes(9, MIB));

        assertReads(
                content,
                VhdxBuilder.of(content)
                        .blockSize(MIB)
                        .state(1, BlockState.ZERO)
                        .staleState(2, BlockState.UNMAPPED)
                        .staleState(3, BlockState.UNDEFINED)
                        .state(4, BlockState.FULLY_PRESENT));
    }

    @Test
    void vhdiinfoAgreesAboutSectorsOf4096Bytes() throws IOException {
        Content content = SampleContents.scattered(64L * MIB);
        Path file = folder.resolve("4k.vhdx");
        VhdxBuilder.of(content).sectorSizes(4096, 4096).blockSize(2 * MIB).writeTo(file);

        String info = vhdiinfo(file);

        assertThat(info).contains("Dynamic").contains("67108864 bytes").containsPattern("Bytes per sector\\s*: 4096");
    }

    @Test
    void vhdiinfoNamesTheParentOfADifferencingDisk() throws IOException {
        SparseContent parent = SampleContents.scattered(16L * MIB);
        Content child = parent.copy().write(5L * MIB + 512, PseudoRandom.bytes(10, 1024));
        Path file = folder.resolve("child.avhdx");
        VhdxLayout layout = VhdxBuilder.of(parent).blockSize(MIB).writeTo(folder.resolve("parent.vhdx"));

        VhdxLayout written = VhdxBuilder.of(child)
                .blockSize(MIB)
                .differencing(parent, ParentLocator.of(layout.dataWriteId(), ".\\parent.vhdx"))
                .writeTo(file);

        assertThat(vhdiinfo(file))
                .contains("Differential")
                .contains("Parent identifier\t: " + layout.dataWriteId())
                .doesNotContain("Identifier\t\t: " + layout.dataWriteId());
        assertThat(written.bat().get(written.bat().payloadIndex(5)) & 7).isEqualTo(7);
        assertThat(written.bat().get(written.bat().bitmapIndex(0)) & 7).isEqualTo(6);
        assertThat(written.bat().get(written.bat().payloadIndex(4))).isZero();
    }

    @Test
    void qemuReplaysALogInOneEntry() throws IOException {
        assertReadsOnceReplayed(PendingLog.simple());
    }

    @Test
    void qemuReplaysALogOfSeveralEntriesThatWrapAroundBeforeStaleOnes() throws IOException {
        assertReadsOnceReplayed(
                PendingLog.simple().ofEntries(2).startingAt(MIB - 12288).afterStaleEntries(2));
    }

    @Test
    void qemuReplaysALogThatEndsInATornEntry() throws IOException {
        assertReadsOnceReplayed(PendingLog.simple().ofEntries(2).withTornTail());
    }

    @Test
    void qemuReplaysALogThatLetsTheFileGrow() throws IOException {
        assertReadsOnceReplayed(PendingLog.simple().holdingLastPages(5));
    }

    @Test
    void writesTheSameBytesEachTime() throws IOException {
        Content content = SampleContents.scattered(20L * MIB);
        Path one = folder.resolve("one.vhdx");
        Path two = folder.resolve("two.vhdx");
        VhdxBuilder.of(content).blockSize(MIB).shuffled(3).writeTo(one);
        VhdxBuilder.of(content).blockSize(MIB).shuffled(3).writeTo(two);

        assertThat(Files.mismatch(one, two)).isEqualTo(-1);
    }

    @Test
    void aVariedHeaderKeepsItsChecksumAndADamagedOneLosesIt() throws IOException {
        Content content = SampleContents.scattered(8L * MIB);
        VhdxBuilder withOneGoodHeader = VhdxBuilder.of(content)
                .blockSize(MIB)
                .vary(VhdxBuilder.Part.HEADER_1, header -> header.putLong(8, 99))
                .damage(VhdxBuilder.Part.HEADER_2, header -> header.put(100, (byte) 1));
        assertReads(content, withOneGoodHeader);

        Path file = folder.resolve("no-header.vhdx");
        withOneGoodHeader
                .damage(VhdxBuilder.Part.HEADER_1, header -> header.put(100, (byte) 1))
                .writeTo(file);
        assertThat(QemuImg.info(file, "vhdx").exit()).isNotZero();
    }

    @Test
    void qemuRefusesAnUnknownRequiredRegion() throws IOException {
        Path file = folder.resolve("region.vhdx");
        VhdxBuilder.of(SampleContents.scattered(8L * MIB))
                .region(new Region(Guid.named("other"), 64L * MIB, MIB, true))
                .writeTo(file);

        assertThat(QemuImg.info(file, "vhdx").exit()).isNotZero();
    }

    @Test
    void aDiskOf64TebibytesTakesWhatItStores() throws IOException {
        SparseContent content = new SparseContent(64L << 40);
        content.write(content.size() - MIB, PseudoRandom.bytes(11, MIB));
        Path file = folder.resolve("large.vhdx");
        VhdxBuilder.of(content).blockSize(32 * MIB).writeTo(file);

        assertThat(QemuImg.info(file, "vhdx").expectSuccess().out()).contains("\"virtual-size\": 70368744177664");
        assertThat(QemuImg.check(file, "vhdx").exit()).isZero();
    }

    private void assertReadsOnceReplayed(PendingLog log) throws IOException {
        // 600 blocks: the BAT takes two pages, of which the second is cleared by the log.
        SparseContent content = new SparseContent(600L * MIB);
        content.write(3L * MIB, PseudoRandom.bytes(5, 2 * MIB));
        Path file = folder.resolve("dirty.vhdx");
        VhdxBuilder.of(content).blockSize(MIB).pending(log).writeTo(file);

        assertThat(QemuImg.toRaw(file, "vhdx", folder.resolve("refused.raw")).exit())
                .as("qemu refuses to read a dirty image")
                .isNotZero();
        QemuImg.repair(file).expectSuccess();
        assertSame(content, file);
    }

    private Path assertReads(Content content, VhdxBuilder builder) throws IOException {
        Path file = folder.resolve("disk.vhdx");
        builder.writeTo(file);
        QemuImg.check(file, "vhdx").expectSuccess();
        assertSame(content, file);
        return file;
    }

    private void assertSame(Content content, Path file) throws IOException {
        Path raw = folder.resolve("expected.raw");
        SparseFile.writeRaw(raw, content);
        QemuImg.compare(raw, "raw", file, "vhdx").expectSuccess();
    }

    private static String vhdiinfo(Path file) throws IOException {
        return Oracle.run(Duration.ofSeconds(30), Oracle.require("vhdiinfo").toString(), file.toString())
                .expectSuccess()
                .out();
    }
}
