package dev.gen2lift.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.ByteSource;
import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.volume.PartitionTable.Scheme;
import dev.gen2lift.volume.PartitionTable.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GUID partition tables with one thing wrong each; intact ones are judged by sgdisk and partx elsewhere. */
class GptTest {

    private static GptImage image() {
        return new GptImage(512, 2048)
                .partition(1, GptImage.ESP, 34, 99, "EFI system")
                .partition(3, GptImage.LINUX, 100, 2014, "root \u00e4\u20ac");
    }

    private static PartitionTable read(GptImage image) throws IOException {
        return PartitionTables.read(image.disk, image.sectorSize);
    }

    private static void assertBothPartitions(PartitionTable table) {
        assertThat(table.scheme()).isEqualTo(Scheme.GPT);
        assertThat(table.diskId()).contains("5F0C3D52-9D1E-4A77-8E0A-0D5C1F6D0001");
        assertThat(table.partitions()).extracting(Partition::index).containsExactly(1, 3);
        assertThat(table.partitions()).extracting(Partition::type).containsExactly("efi-system", "linux-filesystem");
        assertThat(table.partitions()).extracting(Partition::name).containsExactly("EFI system", "root \u00e4\u20ac");
        assertThat(table.partitions()).extracting(Partition::offset).containsExactly(34L * 512, 100L * 512);
        assertThat(table.partitions()).extracting(Partition::size).containsExactly(66L * 512, 1915L * 512);
    }

    @Test
    void readsAnIntactTableWithoutAWarning() throws IOException {
        PartitionTable table = read(image());
        assertBothPartitions(table);
        assertThat(table.status()).isEqualTo(Status.HEALTHY);
        assertThat(table.warnings()).isEmpty();
    }

    @Test
    void readsATableOfLargeSectors() throws IOException {
        PartitionTable table = read(new GptImage(4096, 64).partition(2, GptImage.LINUX, 8, 20, "data"));
        assertThat(table.warnings()).isEmpty();
        assertThat(table.partitions()).hasSize(1);
        assertThat(table.partitions().get(0).offset()).isEqualTo(8 * 4096);
        assertThat(table.partitions().get(0).size()).isEqualTo(13 * 4096);
    }

    @ParameterizedTest
    @CsvSource({"512, 4096", "4096, 512"})
    void findsATableWrittenForTheOtherSectorSizeAndWarns(int written, int disk) throws IOException {
        GptImage image = new GptImage(written, 1024).partition(1, GptImage.ESP, 40, 50, "");
        PartitionTable table = PartitionTables.read(image.disk, disk);
        assertThat(table.partitions()).extracting(Partition::offset).containsExactly(40L * written);
        assertThat(table.warnings())
                .extracting(ImageWarning::message)
                .containsExactly("written for sectors of " + written + " bytes, the disk's have " + disk);
    }

    @ParameterizedTest
    @CsvSource({
        "0, signature",
        "12, header size",
        "16, header CRC",
        "24, own block",
        "48, last usable",
        "72, array block",
        "80, count",
        "84, entry size",
        "88, array CRC"
    })
    void usesTheBackupWhereAFieldOfThePrimaryHeaderIsDamaged(int field, String name) throws IOException {
        GptImage image = image();
        image.bytes().put(image.primary(field), (byte) 0x5A);
        PartitionTable table = read(image);
        assertBothPartitions(table);
        assertThat(table.status()).as(name).isEqualTo(Status.BACKUP_USED);
        assertThat(table.warnings()).extracting(ImageWarning::structure).containsExactly("GPT header");
    }

    @Test
    void usesTheBackupWhereThePrimaryArrayIsDamaged() throws IOException {
        GptImage image = image();
        image.bytes().put(image.at(2) + 70, (byte) 1);
        PartitionTable table = read(image);
        assertBothPartitions(table);
        assertThat(table.status()).isEqualTo(Status.BACKUP_USED);
        assertThat(table.warnings()).extracting(ImageWarning::structure).containsExactly("GPT partition array");
    }

    @Test
    void findsTheBackupOfADiskThatHasGrownByTheDamagedHeadersHint() throws IOException {
        GptImage image = image();
        image.bytes().putInt(image.primary(16), 0);
        byte[] grown = Arrays.copyOf(image.bytes().array(), 4096 * 512);
        PartitionTable table = PartitionTables.read(MemoryDisk.of(grown), 512);
        assertBothPartitions(table);
        assertThat(table.status()).isEqualTo(Status.BACKUP_USED);
    }

    @Test
    void warnsOfABackupThatIsNotAtTheDisksEnd() throws IOException {
        byte[] grown = Arrays.copyOf(image().bytes().array(), 4096 * 512);
        PartitionTable table = PartitionTables.read(MemoryDisk.of(grown), 512);
        assertBothPartitions(table);
        assertThat(table.status()).isEqualTo(Status.HEALTHY);
        assertThat(table.warnings())
                .containsExactly(new ImageWarning(
                        PartitionTables.GPT_BACKUP_HEADER, 544, "is at block 2047, not at the disk's last block 4095"));
    }

    @Test
    void showsThePartitionsOfADiskCutShortAndWarns() throws IOException {
        byte[] cut = Arrays.copyOf(image().bytes().array(), 1024 * 512);
        PartitionTable table = PartitionTables.read(MemoryDisk.of(cut), 512);
        assertBothPartitions(table);
        assertThat(table.warnings())
                .extracting(ImageWarning::structure)
                .containsExactlyInAnyOrder("GPT backup header", "GPT entry 3");
    }

    @Test
    void warnsOfADamagedBackupThatIsNotNeeded() throws IOException {
        GptImage image = image();
        image.bytes().putInt(image.backup(16), 0);
        PartitionTable table = read(image);
        assertBothPartitions(table);
        assertThat(table.status()).isEqualTo(Status.HEALTHY);
        assertThat(table.warnings()).extracting(ImageWarning::structure).containsExactly("GPT backup header");
    }

    @Test
    void isDamagedWhereNeitherCopyIsIntact() throws IOException {
        GptImage image = image();
        image.bytes().putInt(image.primary(16), 0).putInt(image.backup(16), 0);
        PartitionTable table = read(image);
        assertThat(table.scheme()).isEqualTo(Scheme.GPT);
        assertThat(table.status()).isEqualTo(Status.DAMAGED);
        assertThat(table.partitions()).isEmpty();
        assertThat(table.warnings())
                .extracting(ImageWarning::structure)
                .containsExactly("GPT header", "GPT backup header");
    }

    @Test
    void readsATableWithoutItsProtectiveMbrAndWarns() throws IOException {
        GptImage image = image();
        image.bytes().put(0, new byte[512]);
        PartitionTable table = read(image);
        assertBothPartitions(table);
        assertThat(table.warnings()).extracting(ImageWarning::structure).containsExactly("MBR");
    }

    @Test
    void warnsOfAHybridMbr() throws IOException {
        GptImage image = image();
        image.bytes().put(466, (byte) 0x83).putInt(470, 100).putInt(474, 1915);
        PartitionTable table = read(image);
        assertBothPartitions(table);
        assertThat(table.warnings()).extracting(ImageWarning::message).allMatch(text -> text.startsWith("hybrid"));
        assertThat(table.warnings()).hasSize(1);
    }

    @Test
    void takesTheBackupOfADiskWhoseBeginningWasWiped() throws IOException {
        GptImage image = image();
        image.bytes().put(0, new byte[34 * 512]);
        PartitionTable table = read(image);
        assertBothPartitions(table);
        assertThat(table.status()).isEqualTo(Status.BACKUP_USED);
    }

    @Test
    void ignoresABackupLeftBehindAFileSystemThatTookTheWholeDisk() throws IOException {
        GptImage image = image();
        image.bytes().put(0, new byte[34 * 512]).putShort(1024 + 0x38, (short) 0xEF53);
        assertThat(read(image).scheme()).isEqualTo(Scheme.NONE);
    }

    @Test
    void believesAnMbrWithRealPartitionsMoreThanAGptLeftBehind() throws IOException {
        GptImage image = image();
        image.bytes().put(450, (byte) 0x07);
        PartitionTable table = read(image);
        assertThat(table.scheme()).isEqualTo(Scheme.MBR);
        assertThat(table.warnings()).extracting(ImageWarning::structure).contains("GPT header");
    }

    @Test
    void warnsOfEntriesThatOverlapOrLeaveTheDisk() throws IOException {
        PartitionTable table = read(image().partition(4, GptImage.LINUX, 50, 60, "inside 1")
                .partition(5, GptImage.LINUX, 3000, 4000, "behind the end")
                .partition(6, GptImage.LINUX, 1000, 900, "backwards")
                .partition(7, GptImage.LINUX, -5, -1, "beyond any disk")
                .partition(8, GptImage.LINUX, 2015, 2020, "in the backup array"));
        assertThat(table.partitions()).extracting(Partition::index).containsExactly(1, 3, 4, 8);
        assertThat(table.warnings())
                .extracting(ImageWarning::structure)
                .containsExactly("GPT entry 5", "GPT entry 6", "GPT entry 7", "GPT entry 8", "GPT partition array");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16385, Integer.MAX_VALUE, -1})
    void refusesAnEntryCountOutsideOfTheLimits(int count) throws IOException {
        GptImage image = image();
        image.bytes().putInt(image.primary(80), count);
        int at = image.primary(0);
        image.bytes().putInt(at + 16, (int) GptHeader.crc(image.bytes().slice(at, 512), 92));
        PartitionTable table = read(image);
        assertBothPartitions(table);
        assertThat(table.warnings()).extracting(ImageWarning::message).allMatch(text -> text.contains("entries"));
        assertThat(table.status()).isEqualTo(Status.BACKUP_USED);
    }

    @Test
    void keepsAPartitionViewInsideOfThePartition() throws IOException {
        byte[] cut = Arrays.copyOf(image().bytes().array(), 1024 * 512);
        ByteSource disk = MemoryDisk.of(cut);
        Partition root = PartitionTables.read(disk, 512).partitions().get(1);
        PartitionView view = PartitionView.of(disk, root);
        assertThat(view.size()).isEqualTo((1024 - 100) * 512);
        cut[100 * 512 + 7] = 42;
        ByteBuffer one = ByteBuffer.allocate(1);
        view.read(7, one);
        assertThat(one.get(0)).isEqualTo((byte) 42);
        assertThatThrownBy(() -> view.read(view.size(), ByteBuffer.allocate(1))).isInstanceOf(BadImageException.class);
    }

    /** Whatever the first and last sectors hold, reading ends with a table and not with an exception. */
    @Test
    void survivesRandomDamage() throws IOException {
        Random random = new Random(20261123);
        for (int round = 0; round < 3000; round++) {
            GptImage image = image();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                int at =
                        random.nextBoolean() ? random.nextInt(1024 + 512) : image.backup(0) - 256 + random.nextInt(768);
                image.bytes().put(at, (byte) random.nextInt());
            }
            if (random.nextBoolean()) {
                int at = image.primary(0);
                int size = Math.max(92, Math.min(512, image.bytes().getInt(at + 12)));
                image.bytes().putInt(at + 16, (int) GptHeader.crc(image.bytes().slice(at, 512), size));
            }
            assertThat(read(image).partitions().size()).isLessThanOrEqualTo(4);
        }
    }
}
