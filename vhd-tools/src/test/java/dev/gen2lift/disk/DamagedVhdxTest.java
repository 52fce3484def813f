package dev.gen2lift.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException.Kind;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.vhdx.Bat;
import dev.gen2lift.testimages.vhdx.BlockState;
import dev.gen2lift.testimages.vhdx.MetadataItem;
import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.PendingLog;
import dev.gen2lift.testimages.vhdx.Region;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import dev.gen2lift.testimages.vhdx.VhdxBuilder.Part;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each structure of a VHDX, damaged: what can still be read is read with a warning, the rest is refused by name. */
class DamagedVhdxTest {

    private static final int MIB = 1 << 20;
    private static final SparseContent CONTENT = new SparseContent(6L * MIB)
            .write(512, PseudoRandom.bytes(1, 3 * MIB))
            .write(5L * MIB, PseudoRandom.bytes(2, 1000));
    private static final Consumer<ByteBuffer> FLIP = bytes -> bytes.put(40, (byte) ~bytes.get(40));

    @TempDir
    Path folder;

    @Test
    void readsByTheOtherHeaderWhenOneIsDamaged() throws Exception {
        assertWarns(image().damage(Part.HEADER_1, FLIP), "VHDX header 1");
        assertWarns(image().damage(Part.HEADER_2, FLIP), "VHDX header 2");
    }

    @Test
    void refusesAnImageWithoutAValidHeader() throws Exception {
        assertRefused(image().damage(Part.HEADER_1, FLIP).damage(Part.HEADER_2, FLIP), Kind.CORRUPT, "VHDX header");
    }

    @Test
    void acceptsTwoIdenticalHeadersAsDisk2vhdWritesThem() throws Exception {
        assertReads(image().vary(Part.HEADER_1, header -> header.putLong(8, 9))
                .vary(Part.HEADER_2, header -> header.putLong(8, 9)));
    }

    @Test
    void refusesEquallyNewHeadersThatDiffer() throws Exception {
        assertRefused(
                image().vary(Part.HEADER_1, header -> header.putLong(8, 9).putLong(16, 1))
                        .vary(Part.HEADER_2, header -> header.putLong(8, 9).putLong(16, 2)),
                Kind.CORRUPT,
                "VHDX header");
    }

    @Test
    void takesTheHeaderWithTheHigherUnsignedSequenceNumber() throws Exception {
        assertReads(image().vary(Part.HEADER_1, header -> header.putLong(8, -1))
                .vary(Part.HEADER_2, header -> header.putLong(8, 5).putShort(66, (short) 2)));
    }

    @Test
    void refusesAnUnknownVersion() throws Exception {
        Consumer<ByteBuffer> version2 = header -> header.putShort(66, (short) 2);
        assertRefused(
                image().vary(Part.HEADER_1, version2).vary(Part.HEADER_2, version2), Kind.UNSUPPORTED, "VHDX header");
    }

    /** qemu-img and libvhdi know the first table only. */
    @Test
    void opensWithTheSecondRegionTableWhenTheFirstIsDamaged() throws Exception {
        assertWarns(image().damage(Part.REGION_TABLE_1, FLIP), "VHDX region table 1");
    }

    @Test
    void refusesAnImageWithoutAValidRegionTable() throws Exception {
        assertRefused(
                image().damage(Part.REGION_TABLE_1, FLIP).damage(Part.REGION_TABLE_2, FLIP),
                Kind.CORRUPT,
                "VHDX region table 2");
    }

    @Test
    void refusesUnknownRegionsOnlyWhereTheyAreRequired() throws Exception {
        assertReads(image().region(new Region(new UUID(8, 8), 900L * MIB, MIB, false)));
        assertRefused(
                image().region(new Region(new UUID(8, 8), 900L * MIB, MIB, true)),
                Kind.UNSUPPORTED,
                "00000000-0000-0008-0000-000000000008");
    }

    @Test
    void refusesRegionsThatOverlap() throws Exception {
        assertRefused(
                image().region(new Region(new UUID(8, 8), MIB, MIB, false)),
                Kind.CORRUPT,
                "VHDX region table",
                "overlap");
    }

    @Test
    void refusesUnknownMetadataOnlyWhereItIsRequired() throws Exception {
        assertReads(image().metadata(new MetadataItem(new UUID(8, 8), 0, new byte[16])));
        assertRefused(
                image().metadata(new MetadataItem(new UUID(8, 8), 4, new byte[16])),
                Kind.UNSUPPORTED,
                "00000000-0000-0008-0000-000000000008");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caa16737-fa36-4d43-b3b6-33f0aa44e76b",
                "2fa54224-cd1b-4876-b211-5dbed83bf4b8",
                "beca12ab-b2e6-4523-93ef-c309e000c746",
                "8141bf1d-a96f-4709-ba47-f233a8faab5f",
                "cda348c7-445d-4471-9cc9-e9885251c556"
            })
    void refusesAnImageThatLacksARequiredItem(String item) throws Exception {
        assertRefused(image().withoutMetadata(UUID.fromString(item)), Kind.CORRUPT, "VHDX metadata table");
    }

    @Test
    void refusesAnImageWhoseCreationWasNotFinished() throws Exception {
        UUID incomplete = UUID.fromString("71cc85f0-1b69-4e28-9558-c3bf83ae75d3");
        assertRefused(image().metadata(new MetadataItem(incomplete, 4, new byte[4])), Kind.UNSUPPORTED, "not finished");
    }

    /** qemu-img and libvhdi open these. */
    @Test
    void refusesBlocksThatShareARangeOfTheFile() throws Exception {
        assertRefused(
                image().alterBat(bat -> bat.set(bat.payloadIndex(1), bat.get(bat.payloadIndex(0)))),
                Kind.CORRUPT,
                "VHDX block allocation table",
                "block 1");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void refusesBlocksOverTheFilesStructures(long mebibyte) throws Exception {
        assertRefused(
                image().alterBat(bat -> set(bat, 0, mebibyte, BlockState.FULLY_PRESENT)),
                Kind.CORRUPT,
                "VHDX block allocation table",
                "overlaps");
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 1L << 40, (1L << 44) - 1})
    void refusesBlocksBeyondTheEndOfTheFile(long mebibyte) throws Exception {
        assertRefused(
                image().alterBat(bat -> set(bat, 0, mebibyte, BlockState.FULLY_PRESENT)),
                Kind.TRUNCATED,
                "VHDX block allocation table");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void refusesReservedStates(int state) throws Exception {
        assertRefused(
                image().alterBat(bat -> bat.set(bat.payloadIndex(4), state)), Kind.CORRUPT, "reserved state " + state);
    }

    /** Old versions of QEMU left some. */
    @Test
    void ignoresGarbageInSectorBitmapEntriesOfADiskWithoutParent() throws Exception {
        SparseContent content = new SparseContent(5L << 30).write(4500L * MIB, PseudoRandom.bytes(1, MIB));
        Path image = write(VhdxBuilder.of(content)
                .blockSize(32 * MIB)
                .alterBat(bat -> bat.set(bat.bitmapIndex(0), 0xFFFFF00005L)));

        try (VirtualDisk disk = DiskImages.open(image)) {
            assertThat(DiskContent.read(disk, 4500L * MIB - 5, MIB + 10))
                    .isEqualTo(content.bytes(4500L * MIB - 5, MIB + 10));
        }
    }

    @Test
    void refusesAPartiallyPresentBlockWithoutItsSectorBitmap() throws Exception {
        SparseContent parent = CONTENT.copy().write(0, new byte[MIB]);
        assertRefused(
                VhdxBuilder.of(CONTENT)
                        .blockSize(MIB)
                        .differencing(parent, ParentLocator.of(new UUID(1, 2), ".\\base.vhdx"))
                        .alterBat(bat -> bat.set(bat.bitmapIndex(0), 0)),
                Kind.CORRUPT,
                "VHDX sector bitmap");
    }

    @Test
    void refusesADifferencingDiskWithoutParentLocator() throws Exception {
        assertRefused(
                image().metadata(new MetadataItem(
                        UUID.fromString("caa16737-fa36-4d43-b3b6-33f0aa44e76b"), 4, new byte[] {0, 0, 16, 0, 2, 0, 0, 0
                        })),
                Kind.CORRUPT,
                "VHDX parent locator");
    }

    @Test
    void refusesAPendingLogWithoutAValidEntry() throws Exception {
        assertRefused(
                image().pending(PendingLog.simple()).damage(Part.LOG, log -> log.put(100, (byte) 1)),
                Kind.CORRUPT,
                "VHDX log");
    }

    @Test
    void replaysTheEntriesBeforeATornOne() throws Exception {
        assertReads(image().pending(PendingLog.simple().ofEntries(2).withTornTail()));
    }

    @Test
    void replaysALogWhoseSequenceNumbersCross32Bits() throws Exception {
        assertReads(image().pending(PendingLog.simple().ofEntries(3).numberedFrom(0xFFFFFFFFL)));
    }

    @Test
    void readsADiskOf64TebibytesInBlocksOfOne() throws Exception {
        SparseContent content = new SparseContent(64L << 40);
        content.write(content.size() - 512, PseudoRandom.bytes(4, 512));
        Path image = folder.resolve("huge.vhdx");
        VhdxBuilder.of(content).blockSize(MIB).writeTo(image);

        try (VirtualDisk disk = DiskImages.open(image)) {
            assertThat(disk.info().allocatedSize()).isEqualTo(MIB);
            Extent first = DiskContent.extents(disk).get(0);
            assertThat(first.kind()).isEqualTo(Extent.Kind.ZERO);
            assertThat(first.length()).isBetween(content.size() - MIB, content.size() - 512);
            assertThat(DiskContent.read(disk, content.size() - 600, 600))
                    .isEqualTo(content.bytes(content.size() - 600, 600));
        }
    }

    private static VhdxBuilder image() {
        return VhdxBuilder.of(CONTENT).blockSize(MIB);
    }

    private static void set(Bat bat, long block, long mebibyte, BlockState state) {
        bat.set(bat.payloadIndex(block), mebibyte << 20 | state.value());
    }

    private void assertReads(VhdxBuilder builder) throws Exception {
        try (VirtualDisk disk = DiskImages.open(write(builder))) {
            assertThat(DiskContent.sha256(disk)).isEqualTo(CONTENT.sha256());
            assertThat(disk.info().warnings()).isEmpty();
        }
    }

    private void assertWarns(VhdxBuilder builder, String structure) throws Exception {
        try (VirtualDisk disk = DiskImages.open(write(builder))) {
            assertThat(DiskContent.sha256(disk)).isEqualTo(CONTENT.sha256());
            assertThat(disk.info().warnings())
                    .extracting(ImageWarning::structure)
                    .containsExactly(structure);
        }
    }

    private void assertRefused(VhdxBuilder builder, Kind kind, String... reasons) throws Exception {
        Path image = write(builder);
        assertThatThrownBy(() -> DiskImages.open(image).close())
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContainingAll(reasons);
    }

    private Path write(VhdxBuilder builder) throws Exception {
        Path image = folder.resolve("disk.vhdx");
        builder.writeTo(image);
        return image;
    }
}
