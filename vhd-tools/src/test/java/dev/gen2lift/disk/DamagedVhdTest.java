package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException.Kind;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.vhd.VhdBuilder;
import dev.gen2lift.testimages.vhd.VhdBuilder.Part;
import dev.gen2lift.testimages.vhd.VhdBuilder.SectorBits;
import dev.gen2lift.testimages.vhd.VhdGeometry;
import dev.gen2lift.testimages.vhd.VhdParentLocator;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each structure of a VHD, damaged: what can still be read is read with a warning, the rest is refused by name. */
class DamagedVhdTest {

    private static final int MIB = 1 << 20;
    private static final SparseContent CONTENT = new SparseContent(10L * MIB + 512)
            .write(512, PseudoRandom.bytes(1, 3 * MIB))
            .write(9L * MIB, PseudoRandom.bytes(2, 1000));
    private static final Consumer<ByteBuffer> FLIP = bytes -> bytes.put(70, (byte) ~bytes.get(70));

    @TempDir
    Path folder;

    @Test
    void readsByTheFooterWhenItsCopyIsDamaged() throws Exception {
        assertWarns(VhdBuilder.dynamic(CONTENT).damage(Part.FOOTER_COPY, FLIP), "VHD footer copy");
    }

    @Test
    void readsByTheCopyWhenTheFooterIsDamagedOrMissing() throws Exception {
        assertWarns(VhdBuilder.dynamic(CONTENT).damage(Part.FOOTER, FLIP), "VHD footer");
        assertWarns(VhdBuilder.dynamic(CONTENT).omit(Part.FOOTER), "VHD footer");
    }

    @Test
    void readsADynamicDiskWhoseTwoFootersShareAWrongChecksum() throws Exception {
        assertWarns(VhdBuilder.dynamic(CONTENT).damage(Part.FOOTER, FLIP).damage(Part.FOOTER_COPY, FLIP), "VHD footer");
    }

    @Test
    void refusesADynamicDiskBothOfWhoseFootersAreDamaged() throws Exception {
        assertRefused(
                VhdBuilder.dynamic(CONTENT)
                        .damage(Part.FOOTER, FLIP)
                        .damage(Part.FOOTER_COPY, bytes -> bytes.put(71, (byte) ~bytes.get(71))),
                Kind.CORRUPT,
                "VHD footer");
    }

    @Test
    void refusesAFixedDiskWhoseFooterIsDamaged() throws Exception {
        assertRefused(VhdBuilder.fixed(CONTENT).damage(Part.FOOTER, FLIP), Kind.CORRUPT, "VHD footer");
    }

    @Test
    void readsTheFooterOf511BytesThatOldVirtualPcWrote() throws Exception {
        assertWarns(VhdBuilder.fixed(CONTENT).shortFooter(), "VHD footer");
    }

    @Test
    void readsADynamicDiskWithTheFooterOf511BytesOfOldVirtualPc() throws Exception {
        assertWarns(VhdBuilder.dynamic(CONTENT).shortFooter(), "VHD footer");
    }

    /** Bytes of the disk, not of the footer, are what the copy at the beginning saves. */
    @Test
    void readsAChildByTheCopyOfItsFooterWhenTheLastOneIsDamaged() throws Exception {
        SparseContent parent = CONTENT.copy().write(4L * MIB, PseudoRandom.bytes(3, 2 * MIB));
        UUID parentId = new UUID(1, 2);
        VhdBuilder.dynamic(parent).id(parentId).writeTo(folder.resolve("base.vhd"));

        assertWarns(
                VhdBuilder.differencing(CONTENT, parent, parentId)
                        .parentLocator(VhdParentLocator.relative(".\\base.vhd"))
                        .damage(Part.FOOTER, FLIP),
                "VHD footer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vpc ", "vs  ", "qemu", "vbox"})
    void takesTheSizeFieldForTheTruthWhereGeometryAndSizeDiffer(String creator) throws Exception {
        assertWarns(
                VhdBuilder.dynamic(CONTENT).creator(creator, 1, "Wi2k").geometry(new VhdGeometry(300, 4, 17)),
                "VHD footer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"win ", "qem2", "d2v\0", "tap\0", "CTXS"})
    void doesNotLookAtTheGeometryOfOtherCreators(String creator) throws Exception {
        try (VirtualDisk disk = DiskImages.open(
                write(VhdBuilder.dynamic(CONTENT).creator(creator, 1, "Wi2k").geometry(new VhdGeometry(300, 4, 17))))) {
            assertThat(DiskContent.sha256(disk)).isEqualTo(CONTENT.sha256());
            assertThat(disk.info().warnings()).isEmpty();
        }
    }

    /** libvhdi returns zeros for them. */
    @Test
    void readsSectorsThatADynamicDiskHoldsButMarksAsNotWritten() throws Exception {
        assertWarns(VhdBuilder.dynamic(CONTENT).sectorBits(SectorBits.ALL_CLEAR), "VHD sector bitmap");
    }

    @Test
    void doesNotWarnOfClearBitsWhereNothingIsStored() throws Exception {
        try (VirtualDisk disk =
                DiskImages.open(write(VhdBuilder.dynamic(CONTENT).sectorBits(SectorBits.WHERE_DATA)))) {
            assertThat(DiskContent.sha256(disk)).isEqualTo(CONTENT.sha256());
            assertThat(disk.info().warnings()).isEmpty();
        }
    }

    @Test
    void refusesADamagedDynamicHeader() throws Exception {
        assertRefused(
                VhdBuilder.dynamic(CONTENT).damage(Part.DYNAMIC_HEADER, FLIP), Kind.CORRUPT, "VHD dynamic header");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3000, 256, 1 << 30, -1})
    void refusesImpossibleBlockSizes(int size) throws Exception {
        assertRefused(
                VhdBuilder.dynamic(CONTENT).vary(Part.DYNAMIC_HEADER, header -> header.putInt(32, size)),
                Kind.CORRUPT,
                "block size");
    }

    @Test
    void refusesATableTooShortForTheDisk() throws Exception {
        assertRefused(
                VhdBuilder.dynamic(CONTENT).vary(Part.DYNAMIC_HEADER, header -> header.putInt(28, 5)),
                Kind.CORRUPT,
                "VHD block allocation table");
    }

    @Test
    void refusesATableLongerThanAnyImageNeeds() throws Exception {
        assertRefused(
                VhdBuilder.dynamic(CONTENT).vary(Part.DYNAMIC_HEADER, header -> header.putInt(28, -1)),
                Kind.LIMIT,
                "VHD dynamic header");
    }

    @Test
    void refusesATableBeyondTheEndOfTheFile() throws Exception {
        assertRefused(
                VhdBuilder.dynamic(CONTENT).vary(Part.DYNAMIC_HEADER, header -> header.putLong(16, 1L << 62)),
                Kind.TRUNCATED,
                "VHD block allocation table");
    }

    @Test
    void refusesBlocksThatShareARangeOfTheFile() throws Exception {
        assertRefused(VhdBuilder.dynamic(CONTENT).alterBat(bat -> bat[1] = bat[0]), Kind.CORRUPT, "two blocks share");
        assertRefused(
                VhdBuilder.dynamic(CONTENT).alterBat(bat -> bat[1] = bat[0] + 8), Kind.CORRUPT, "two blocks share");
    }

    @Test
    void refusesBlocksOutsideOfTheDataArea() throws Exception {
        assertRefused(VhdBuilder.dynamic(CONTENT).alterBat(bat -> bat[0] = 0), Kind.CORRUPT, "overlaps the headers");
        assertRefused(VhdBuilder.dynamic(CONTENT).alterBat(bat -> bat[0] = 3), Kind.CORRUPT, "overlaps the headers");
        assertRefused(VhdBuilder.dynamic(CONTENT).alterBat(bat -> bat[0] = 0x7FFFFFFF), Kind.TRUNCATED, "beyond");
    }

    @Test
    void refusesAFixedDiskThatIsShorterThanItStates() throws Exception {
        assertRefused(VhdBuilder.fixed(CONTENT).currentSize(20L * MIB), Kind.TRUNCATED, "VHD footer");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1000, -512})
    void refusesImpossibleSizes(long size) throws Exception {
        assertRefused(VhdBuilder.fixed(CONTENT).currentSize(size), Kind.CORRUPT, "VHD footer");
    }

    @Test
    void refusesUnknownDiskTypes() throws Exception {
        assertRefused(
                VhdBuilder.fixed(CONTENT).vary(Part.FOOTER, footer -> footer.putInt(60, 9)),
                Kind.UNSUPPORTED,
                "disk type 9");
    }

    private void assertWarns(VhdBuilder builder, String structure) throws Exception {
        try (VirtualDisk disk = DiskImages.open(write(builder))) {
            assertThat(DiskContent.sha256(disk)).isEqualTo(CONTENT.sha256());
            assertThat(disk.info().warnings())
                    .extracting(ImageWarning::structure)
                    .containsExactly(structure);
        }
    }

    private void assertRefused(VhdBuilder builder, Kind kind, String... reasons) throws Exception {
        Path image = write(builder);
        assertThatThrownBy(() -> DiskImages.open(image).close())
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContainingAll(reasons);
    }

    private Path write(VhdBuilder builder) throws Exception {
        Path image = folder.resolve("disk.vhd");
        builder.writeTo(image);
        return image;
    }
}
