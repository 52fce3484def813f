package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.oracle.Libvhdi;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.QemuImg;
import dev.gen2lift.testimages.vhd.VhdBuilder;
import dev.gen2lift.testimages.vhd.VhdGeometry;
import dev.gen2lift.testimages.vhd.VhdParentLocator;
import dev.gen2lift.testimages.vhdx.BlockState;
import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.PendingLog;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Images that other readers get wrong, read right. Each test shows our own answer first and then, where the other reader
 * is on the machine, its answer: what {@code docs/disk-images.md} says of it. A reader that was mended since makes the
 * test abort with a message that says so, for then the document is to be changed.
 */
class WherePeersAreWrongTest {

    private static final int MIB = 1 << 20;
    private static final UUID PARENT_ID = new UUID(1, 2);
    private static final SparseContent PARENT = new SparseContent(8L * MIB).write(0, PseudoRandom.bytes(1, 5 * MIB));

    @TempDir
    Path folder;

    /** Exit 0 and the wrong bytes: it takes a differencing VHD for a dynamic one. */
    @Test
    void qemuReadsADifferencingVhdWithoutItsParentAndReportsSuccess() throws Exception {
        SparseContent disk = PARENT.copy().write(2L * MIB, PseudoRandom.bytes(2, 4096));
        Path child = differencingVhd(disk);

        assertReads(child, disk);

        Path raw = folder.resolve("qemu.raw");
        Oracle.Result qemu = QemuImg.toRaw(child, "vpc", raw);
        mendedUnless(qemu.exit() == 0, "qemu-img refuses a differencing VHD", qemu);
        mendedUnless(!sha256(raw).equals(disk.sha256()), "qemu-img reads a differencing VHD with its parent", qemu);
    }

    /** After a set bit it takes all eight sectors of that byte of the bitmap from the child. */
    @Test
    void libvhdiReadsTheSectorBitmapOfADifferencingVhdByWholeBytes() throws Exception {
        SparseContent disk = PARENT.copy().write(2L * MIB, PseudoRandom.bytes(2, 512));
        Path child = differencingVhd(disk);

        assertReads(child, disk);

        Oracle.Result libvhdi = Libvhdi.sha256(child, folder.resolve("base.vhd"));
        mendedUnless(!libvhdi.out().strip().equals(disk.sha256()), "libvhdi reads each bit of the bitmap", libvhdi);
    }

    @Test
    void qemuRefusesADifferencingVhdx() throws Exception {
        SparseContent disk = PARENT.copy().write(2L * MIB, PseudoRandom.bytes(2, 4096));
        Path child = differencingVhdx(VhdxBuilder.of(disk).differencing(PARENT, locator()));

        assertReads(child, disk);

        Oracle.Result qemu = QemuImg.info(child, "vhdx");
        mendedUnless(qemu.exit() != 0, "qemu-img opens a differencing VHDX", qemu);
    }

    /** A checkpoint's blocks that were zeroed or trimmed are zero, whatever the parent holds. */
    @Test
    void libvhdiReadsTheParentWhereTheChildSaysZeroOrUnmapped() throws Exception {
        SparseContent disk = PARENT.copy().write(MIB, new byte[3 * MIB]);
        Path child = differencingVhdx(VhdxBuilder.of(disk)
                .differencing(PARENT, locator())
                .state(1, BlockState.ZERO)
                .state(2, BlockState.UNMAPPED)
                .state(3, BlockState.UNDEFINED));

        assertReads(child, disk);

        Oracle.Result libvhdi = Libvhdi.sha256(child, folder.resolve("base.vhdx"));
        mendedUnless(!libvhdi.out().strip().equals(disk.sha256()), "libvhdi reads zeros there", libvhdi);
    }

    @Test
    void libvhdiCannotReadACheckpointThatIsLargerThanItsParent() throws Exception {
        SparseContent disk = PARENT.resized(12L * MIB).write(2L * MIB, PseudoRandom.bytes(2, 4096));
        Path child = differencingVhdx(VhdxBuilder.of(disk).differencing(PARENT, locator()));

        assertReads(child, disk);

        Oracle.Result libvhdi = Libvhdi.sha256(child, folder.resolve("base.vhdx"));
        mendedUnless(
                !libvhdi.out().strip().equals(disk.sha256()), "libvhdi reads the child beyond the parent", libvhdi);
    }

    /** qemu-img replays a log only where it may write to the image. */
    @Test
    void qemuCannotReadAPendingLogWithoutWritingToTheImage() throws Exception {
        Path image = pendingLog();
        byte[] before = Files.readAllBytes(image);

        assertReads(image, PARENT);
        assertThat(Files.readAllBytes(image)).isEqualTo(before);

        Oracle.Result qemu = QemuImg.toRaw(image, "vhdx", folder.resolve("qemu.raw"));
        mendedUnless(qemu.exit() != 0, "qemu-img reads a pending log", qemu);
        QemuImg.repair(image).expectSuccess();
        assertThat(Files.readAllBytes(image)).isNotEqualTo(before);
        QemuImg.toRaw(image, "vhdx", folder.resolve("qemu.raw")).expectSuccess();
        assertThat(sha256(folder.resolve("qemu.raw"))).isEqualTo(PARENT.sha256());
    }

    /** It returns what the disk was before the log, and reports success. */
    @Test
    void libvhdiLeavesOutAPendingLog() throws Exception {
        Path image = pendingLog();

        assertReads(image, PARENT);

        Oracle.Result libvhdi = Libvhdi.sha256(image);
        mendedUnless(!libvhdi.out().strip().equals(PARENT.sha256()), "libvhdi applies a pending log", libvhdi);
    }

    @Test
    void noneOfThemUsesTheSecondRegionTable() throws Exception {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(PARENT)
                .blockSize(MIB)
                .damage(VhdxBuilder.Part.REGION_TABLE_1, bytes -> bytes.put(40, (byte) ~bytes.get(40)))
                .writeTo(image);

        assertReads(image, PARENT);

        Oracle.Result qemu = QemuImg.info(image, "vhdx");
        mendedUnless(qemu.exit() != 0, "qemu-img uses the second region table", qemu);
        Oracle.Result libvhdi = Libvhdi.sha256(image);
        mendedUnless(libvhdi.exit() != 0, "libvhdi uses the second region table", libvhdi);
        Oracle.Result seven = sevenZip("l", "-tvhdx", image);
        mendedUnless(seven.exit() != 0, "7-Zip uses the second region table", seven);
    }

    @Test
    void qemuAndLibvhdiReadBlocksThatShareARangeOfTheFile() throws Exception {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(PARENT)
                .blockSize(MIB)
                .alterBat(bat -> bat.set(bat.payloadIndex(1), bat.get(bat.payloadIndex(0))))
                .writeTo(image);

        assertRefused(image, "overlaps another block");

        Oracle.Result qemu = QemuImg.toRaw(image, "vhdx", folder.resolve("qemu.raw"));
        mendedUnless(qemu.exit() == 0, "qemu-img refuses overlapping blocks", qemu);
        Oracle.Result libvhdi = Libvhdi.sha256(image);
        mendedUnless(libvhdi.exit() == 0, "libvhdi refuses overlapping blocks", libvhdi);
    }

    @Test
    void qemuAndLibvhdiReadBlocksOfAVhdThatShareARangeOfTheFile() throws Exception {
        Path image = folder.resolve("disk.vhd");
        VhdBuilder.dynamic(PARENT).alterBat(bat -> bat[1] = bat[0]).writeTo(image);

        assertRefused(image, "two blocks share");

        Oracle.Result qemu = QemuImg.toRaw(image, "vpc", folder.resolve("qemu.raw"));
        mendedUnless(qemu.exit() == 0, "qemu-img refuses overlapping blocks of a VHD", qemu);
        Oracle.Result libvhdi = Libvhdi.sha256(image);
        mendedUnless(libvhdi.exit() == 0, "libvhdi refuses overlapping blocks of a VHD", libvhdi);
    }

    @Test
    void libvhdiOpensAVhdxWithoutAValidHeader() throws Exception {
        Path image = folder.resolve("disk.vhdx");
        Consumer<ByteBuffer> flip = bytes -> bytes.put(100, (byte) ~bytes.get(100));
        VhdxBuilder.of(PARENT)
                .damage(VhdxBuilder.Part.HEADER_1, flip)
                .damage(VhdxBuilder.Part.HEADER_2, flip)
                .writeTo(image);

        assertRefused(image, "VHDX header");

        Oracle.Result libvhdi = Libvhdi.sha256(image);
        mendedUnless(libvhdi.exit() == 0, "libvhdi checks the headers", libvhdi);
    }

    /** It goes by the older header then, and so by what the disk was before. */
    @Test
    void qemuOpensAVersionOfVhdxThatItDoesNotKnow() throws Exception {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(PARENT)
                .vary(VhdxBuilder.Part.HEADER_1, header -> header.putLong(8, 9).putShort(66, (short) 2))
                .vary(VhdxBuilder.Part.HEADER_2, header -> header.putLong(8, 8))
                .writeTo(image);

        assertRefused(image, "format version 2");

        Oracle.Result qemu = QemuImg.info(image, "vhdx");
        mendedUnless(qemu.exit() == 0, "qemu-img checks the version", qemu);
    }

    @Test
    void qemuRefusesSectorsOf4096Bytes() throws Exception {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(PARENT).sectorSizes(4096, 4096).writeTo(image);

        assertReads(image, PARENT);

        Oracle.Result qemu = QemuImg.info(image, "vhdx");
        mendedUnless(qemu.exit() != 0, "qemu-img opens sectors of 4096 bytes", qemu);
    }

    /** Virtual PC's disks end, for qemu-img, where their geometry does. */
    @Test
    void qemuCutsADiskOfVirtualPcToItsGeometry() throws Exception {
        Path image = folder.resolve("disk.vhd");
        VhdBuilder.dynamic(PARENT)
                .creator("vpc ", 0x50003, "Wi2k")
                .geometry(new VhdGeometry(240, 4, 17))
                .writeTo(image);

        assertReads(image, PARENT);

        Oracle.Result qemu = QemuImg.info(image, "vpc").expectSuccess();
        mendedUnless(
                qemu.out().contains("\"virtual-size\": " + 240 * 4 * 17 * 512),
                "qemu-img goes by the size field",
                qemu);
    }

    /** It looks for a VHD's mark at the beginning, where a fixed one has none. */
    @Test
    void qemuTakesAFixedVhdForARawDiskUnlessTold() throws Exception {
        Path image = folder.resolve("disk.vhd");
        VhdBuilder.fixed(PARENT).writeTo(image);

        assertReads(image, PARENT);

        Oracle.Result qemu =
                QemuImg.run("info", "--output=json", image.toString()).expectSuccess();
        mendedUnless(qemu.out().contains("\"raw\""), "qemu-img recognises a fixed VHD", qemu);
    }

    @Test
    void libvhdiAndSevenZipLoseWhatADynamicVhdHoldsUnderClearBits() throws Exception {
        Path image = folder.resolve("disk.vhd");
        VhdBuilder.dynamic(PARENT).sectorBits(VhdBuilder.SectorBits.ALL_CLEAR).writeTo(image);

        assertReads(image, PARENT);

        QemuImg.toRaw(image, "vpc", folder.resolve("qemu.raw")).expectSuccess();
        assertThat(sha256(folder.resolve("qemu.raw"))).isEqualTo(PARENT.sha256());
        Oracle.Result libvhdi = Libvhdi.sha256(image);
        mendedUnless(!libvhdi.out().strip().equals(PARENT.sha256()), "libvhdi reads what is stored", libvhdi);
        Oracle.Result seven = sevenZip("t", "-tvhd", image);
        mendedUnless(seven.exit() != 0, "7-Zip reads what is stored", seven);
    }

    /** It says so, and unpacks the disk as it was before the log. */
    @Test
    void sevenZipLeavesOutAPendingLog() throws Exception {
        Path image = pendingLog();

        assertReads(image, PARENT);

        Oracle.Result seven = sevenZip("l", "-tvhdx", image);
        mendedUnless(seven.out().contains("LOG was not replayed"), "7-Zip applies a pending log", seven);
    }

    @Test
    void sevenZipCannotOpenAVhdWithoutItsFirstFooterOrWithAShortOne() throws Exception {
        Path first = folder.resolve("first.vhd");
        Path shortened = folder.resolve("short.vhd");
        VhdBuilder.dynamic(PARENT)
                .damage(VhdBuilder.Part.FOOTER_COPY, bytes -> bytes.put(0, (byte) 0))
                .writeTo(first);
        VhdBuilder.fixed(PARENT).shortFooter().writeTo(shortened);

        assertReads(first, PARENT);
        assertReads(shortened, PARENT);

        for (Path image : new Path[] {first, shortened}) {
            Oracle.Result seven = sevenZip("l", "-tvhd", image);
            mendedUnless(seven.exit() != 0, "7-Zip opens " + image.getFileName(), seven);
        }
    }

    private Path differencingVhd(SparseContent disk) throws IOException {
        VhdBuilder.dynamic(PARENT).id(PARENT_ID).writeTo(folder.resolve("base.vhd"));
        Path child = folder.resolve("child.avhd");
        VhdBuilder.differencing(disk, PARENT, PARENT_ID)
                .parentName("base.vhd")
                .parentLocator(VhdParentLocator.relative(".\\base.vhd"))
                .writeTo(child);
        return child;
    }

    private static ParentLocator locator() {
        return ParentLocator.of(PARENT_ID, ".\\base.vhdx");
    }

    private Path differencingVhdx(VhdxBuilder builder) throws IOException {
        VhdxBuilder.of(PARENT).blockSize(MIB).dataWriteId(PARENT_ID).writeTo(folder.resolve("base.vhdx"));
        Path child = folder.resolve("child.avhdx");
        builder.blockSize(MIB).writeTo(child);
        return child;
    }

    private Path pendingLog() throws IOException {
        Path image = folder.resolve("dirty.vhdx");
        VhdxBuilder.of(PARENT)
                .blockSize(MIB)
                .pending(PendingLog.simple().ofEntries(2).holdingLastPages(3))
                .writeTo(image);
        return image;
    }

    private static void assertReads(Path image, SparseContent content) throws IOException {
        try (VirtualDisk disk = DiskImages.open(image)) {
            assertThat(disk.size()).isEqualTo(content.size());
            assertThat(DiskContent.sha256(disk)).isEqualTo(content.sha256());
        }
    }

    private static void assertRefused(Path image, String reason) {
        assertThatThrownBy(() -> DiskImages.open(image).close())
                .isInstanceOf(BadImageException.class)
                .hasMessageContaining(reason);
    }

    private static Oracle.Result sevenZip(String command, String type, Path image) throws IOException {
        return Oracle.run(Duration.ofMinutes(1), Oracle.require("7zz").toString(), command, type, image.toString());
    }

    private static String sha256(Path raw) throws IOException {
        try (VirtualDisk disk = DiskImages.open(raw, OpenOptions.DEFAULT.withFormat(DiskFormat.RAW))) {
            return DiskContent.sha256(disk);
        }
    }

    private static void mendedUnless(boolean asDocumented, String now, Oracle.Result said) {
        if (!asDocumented) {
            abort("change docs/disk-images.md: " + now + ": " + said);
        }
    }
}
