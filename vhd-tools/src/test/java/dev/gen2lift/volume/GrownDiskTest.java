package dev.gen2lift.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.Extent;
import dev.gen2lift.disk.ExtentCursor;
import dev.gen2lift.disk.FileRange;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.volume.PartitionTable.Status;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrownDiskTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private static GptImage image(int sectorSize, int sectors) {
        GptImage image = new GptImage(sectorSize, sectors);
        new Random(7).nextBytes(image.bytes().array());
        GptImage table = new GptImage(sectorSize, sectors)
                .partition(1, GptImage.ESP, 256, 300, "EFI system")
                .partition(2, GptImage.LINUX, 301, image.backupEntriesLba - 1, "root");
        int front = 40 * sectorSize;
        int back = image.at(image.backupEntriesLba);
        image.bytes().put(0, table.bytes().array(), 0, front);
        image.bytes().put(back, table.bytes().array(), back, table.bytes().capacity() - back);
        return image;
    }

    private static byte[] content(VirtualDisk disk) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) disk.size());
        disk.read(0, all);
        return all.array();
    }

    private static List<Extent> extents(VirtualDisk disk) throws IOException {
        List<Extent> extents = new ArrayList<>();
        ExtentCursor cursor = disk.extents();
        for (Extent extent = cursor.next(); extent != null; extent = cursor.next()) {
            extents.add(extent);
        }
        return extents;
    }

    /** The extents cover the disk once, in order, and say the truth about what a read returns. */
    private static void assertExtentsAgreeWithReads(VirtualDisk disk) throws IOException {
        byte[] content = content(disk);
        long position = 0;
        for (Extent extent : extents(disk)) {
            assertThat(extent.offset()).isEqualTo(position);
            assertThat(extent.length()).isPositive();
            position = extent.end();
            byte[] read = Arrays.copyOfRange(content, (int) extent.offset(), (int) extent.end());
            if (extent.kind() == Extent.Kind.ZERO) {
                assertThat(read).containsOnly(0);
            }
            if (extent.stored().isPresent()) {
                FileRange range = extent.stored().get();
                ByteBuffer stored = ByteBuffer.allocate(read.length);
                try (var channel = FileChannel.open(range.file())) {
                    channel.read(stored, range.offset());
                }
                assertThat(read).isEqualTo(stored.array());
            }
        }
        assertThat(position).isEqualTo(disk.size());
    }

    @ParameterizedTest
    @CsvSource({
        "512, 4097, 3145728",
        "512, 6143, 3145728",
        "512, 6110, 3145728",
        "512, 2049, 10485760",
        "4096, 513, 3145728",
        "4096, 1000, 4194304"
    })
    void movesTheBackupToTheNewEndAndChangesNothingElse(int sectorSize, int sectors, int capacity) throws IOException {
        GptImage image = image(sectorSize, sectors);
        Path file = image.writeTo(folder.resolve("disk.raw"));
        byte[] before = image.bytes().array().clone();
        try (VirtualDisk grown = GrownDisk.of(FileDisk.open(file, sectorSize), capacity)) {
            assertThat(grown.info().capacity()).isEqualTo(capacity);
            PartitionTable table = PartitionTables.read(grown, sectorSize);
            assertThat(table.status()).isEqualTo(Status.HEALTHY);
            assertThat(table.warnings()).isEmpty();
            assertThat(table.partitions())
                    .isEqualTo(PartitionTables.read(image.disk, sectorSize).partitions());
            assertExtentsAgreeWithReads(grown);

            byte[] after = content(grown);
            for (int at = 2 * sectorSize; at < image.at(image.backupEntriesLba); at++) {
                if (after[at] != before[at]) {
                    throw new AssertionError("byte " + at + " changed");
                }
            }
            ByteBuffer primary = ByteBuffer.wrap(after).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(primary.getLong(sectorSize + 32)).isEqualTo(capacity / sectorSize - 1);
            assertThat(primary.getInt(458)).isEqualTo(capacity / sectorSize - 1);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"4194816, 5242880", "5242368, 5242880", "67108865, 68157440"})
    void isFoundValidBySgdiskAfterItsOwnTableHasGrown(long size, long capacity) throws IOException {
        String sgdisk = Oracle.require("sgdisk").toString();
        Path file = folder.resolve("disk.raw");
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(size);
        }
        Duration timeout = Duration.ofSeconds(60);
        Oracle.run(timeout, sgdisk, "-o", "-n", "1:2048:+1M", "-t", "1:EF00", "-n", "2:0:0", file.toString())
                .expectSuccess();
        Path out = folder.resolve("grown.raw");
        try (VirtualDisk grown = GrownDisk.of(FileDisk.open(file), capacity)) {
            Files.write(out, content(grown));
        }
        String verdict = Oracle.run(timeout, sgdisk, "-v", out.toString())
                .expectSuccess()
                .out();
        assertThat(verdict).contains("No problems found");
        assertThat(Oracle.run(timeout, sgdisk, "-i", "2", out.toString()).out())
                .isEqualTo(
                        Oracle.run(timeout, sgdisk, "-i", "2", file.toString()).out());
    }

    @Test
    void padsADiskWithoutATable() throws IOException {
        byte[] bytes = new byte[MIB + 512];
        new Random(3).nextBytes(bytes);
        Path file = Files.write(folder.resolve("disk.raw"), bytes);
        try (VirtualDisk grown = GrownDisk.of(FileDisk.open(file), 2 * MIB)) {
            assertThat(content(grown)).isEqualTo(Arrays.copyOf(bytes, 2 * MIB));
            assertExtentsAgreeWithReads(grown);
            assertThat(extents(grown).get(2)).isEqualTo(Extent.zero(MIB + 512, MIB - 512));
        }
    }

    @Test
    void isTheDiskItselfWhereNothingIsToGrow() throws IOException {
        Path file = Files.write(folder.resolve("disk.raw"), new byte[MIB]);
        try (FileDisk disk = FileDisk.open(file)) {
            assertThat(GrownDisk.of(disk, MIB)).isSameAs(disk);
            assertThatThrownBy(() -> GrownDisk.of(disk, MIB - 512)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void movesTheBackupEvenWhereThePrimaryIsDamagedAndLeavesThatAsItIs() throws IOException {
        GptImage image = image(512, 3000);
        image.bytes().putInt(image.primary(16), 1);
        Path file = image.writeTo(folder.resolve("disk.raw"));
        try (VirtualDisk grown = GrownDisk.of(FileDisk.open(file), 2 * MIB)) {
            PartitionTable table = PartitionTables.read(grown, 512);
            assertThat(table.status()).isEqualTo(Status.BACKUP_USED);
            assertThat(table.partitions()).hasSize(2);
            assertThat(Arrays.copyOf(content(grown), 1024))
                    .endsWith(Arrays.copyOfRange(image.bytes().array(), 512, 1024));
        }
    }

    @Test
    void leavesATableAloneWhosePartitionLiesWhereTheBackupWouldGo() throws IOException {
        GptImage image = new GptImage(512, 3000).partition(1, GptImage.LINUX, 100, 4094, "too long");
        Path file = image.writeTo(folder.resolve("disk.raw"));
        try (VirtualDisk grown = GrownDisk.of(FileDisk.open(file), 2 * MIB)) {
            assertThat(content(grown)).isEqualTo(Arrays.copyOf(image.bytes().array(), 2 * MIB));
            assertThat(grown.info().warnings()).hasSize(1);
        }
    }

    @Test
    void readsAnyRangeAcrossItsSeams() throws IOException {
        GptImage image = image(512, 2100);
        Path file = image.writeTo(folder.resolve("disk.raw"));
        try (VirtualDisk grown = GrownDisk.of(FileDisk.open(file), 2 * MIB)) {
            byte[] all = content(grown);
            Random random = new Random(11);
            for (int round = 0; round < 500; round++) {
                int offset = random.nextInt(all.length);
                int length = random.nextInt(Math.min(all.length - offset, 20000));
                ByteBuffer part = ByteBuffer.allocate(length + 9).position(5).limit(5 + length);
                grown.read(offset, part);
                assertThat(part.position()).isEqualTo(5 + length);
                assertThat(Arrays.copyOfRange(part.array(), 5, 5 + length))
                        .isEqualTo(Arrays.copyOfRange(all, offset, offset + length));
            }
            assertThatThrownBy(() -> grown.read(all.length, ByteBuffer.allocate(1)))
                    .isInstanceOf(BadImageException.class);
        }
    }
}
