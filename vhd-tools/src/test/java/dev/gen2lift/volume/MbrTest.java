package dev.gen2lift.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.disk.ImageWarning;
import dev.gen2lift.volume.PartitionTable.Scheme;
import dev.gen2lift.volume.PartitionTable.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MbrTest {

    private static final int SECTORS = 4096;

    private final MemoryDisk disk = MemoryDisk.ofSize(SECTORS * 512);

    private void sign(int sector) {
        disk.bytes().put(sector * 512 + 510, (byte) 0x55).put(sector * 512 + 511, (byte) 0xAA);
    }

    private void entry(int sector, int slot, int status, int type, int start, int size) {
        int at = sector * 512 + 446 + slot * 16;
        disk.bytes()
                .put(at, (byte) status)
                .put(at + 4, (byte) type)
                .putInt(at + 8, start)
                .putInt(at + 12, size);
        sign(sector);
    }

    private PartitionTable read() throws IOException {
        return PartitionTables.read(disk, 512);
    }

    @Test
    void readsPrimaryAndLogicalPartitions() throws IOException {
        disk.bytes().putInt(440, 0xCAFEBABE);
        entry(0, 0, 0x80, 0x07, 64, 100);
        entry(0, 2, 0, 0x0F, 1000, 3000);
        entry(1000, 0, 0, 0x83, 8, 100);
        entry(1000, 1, 0, 0x05, 500, 600);
        entry(1500, 0, 0, 0x8E, 16, 200);
        PartitionTable table = read();
        assertThat(table.scheme()).isEqualTo(Scheme.MBR);
        assertThat(table.status()).isEqualTo(Status.HEALTHY);
        assertThat(table.warnings()).isEmpty();
        assertThat(table.diskId()).contains("CAFEBABE");
        assertThat(table.partitions()).extracting(Partition::index).containsExactly(1, 3, 5, 6);
        assertThat(table.partitions())
                .extracting(Partition::type)
                .containsExactly("microsoft-basic-data", "extended", "linux-filesystem", "linux-lvm");
        assertThat(table.partitions()).extracting(Partition::typeId).containsExactly("07", "0F", "83", "8E");
        assertThat(table.partitions())
                .extracting(Partition::offset)
                .containsExactly(64L * 512, 1000L * 512, 1008L * 512, 1516L * 512);
        assertThat(table.partitions()).extracting(Partition::active).containsExactly(true, false, false, false);
    }

    @Test
    void warnsOfALoopOfLogicalPartitionsAndKeepsWhatCameBefore() throws IOException {
        entry(0, 0, 0, 0x05, 1000, 3000);
        entry(1000, 0, 0, 0x83, 8, 100);
        entry(1000, 1, 0, 0x05, 500, 600);
        entry(1500, 0, 0, 0x83, 8, 100);
        entry(1500, 1, 0, 0x05, 0, 600);
        PartitionTable table = read();
        assertThat(table.partitions()).extracting(Partition::index).containsExactly(1, 5, 6);
        assertThat(table.warnings())
                .extracting(ImageWarning::message)
                .containsExactly("the chain of logical partitions loops");
    }

    @Test
    void endsAChainOfTooManyLogicalPartitions() throws IOException {
        entry(0, 0, 0, 0x05, 100, 3000);
        for (int i = 0; i < 200; i++) {
            entry(100 + i * 2, 0, 0, 0x83, 1, 1);
            entry(100 + i * 2, 1, 0, 0x05, (i + 1) * 2, 2);
        }
        PartitionTable table = read();
        assertThat(table.partitions()).hasSize(1 + MbrReader.MAX_LOGICAL);
        assertThat(table.warnings()).extracting(ImageWarning::message).containsExactly("more than 128 links");
    }

    @Test
    void warnsOfPartitionsThatOverlapOrLeaveTheDisk() throws IOException {
        entry(0, 0, 0, 0x83, 100, 1000);
        entry(0, 1, 0, 0x83, 500, 10);
        entry(0, 2, 0, 0x83, 4000, 1000);
        entry(0, 3, 0, 0x83, 5000, 10);
        PartitionTable table = read();
        assertThat(table.partitions()).extracting(Partition::index).containsExactly(1, 2, 3);
        assertThat(table.warnings())
                .extracting(ImageWarning::structure)
                .containsExactly("MBR entry 3", "MBR entry 4", "MBR");
    }

    @Test
    void tellsAnInitialisedDiskWithoutPartitionsFromAnEmptyOne() throws IOException {
        assertThat(read().scheme()).isEqualTo(Scheme.NONE);
        sign(0);
        assertThat(read().scheme()).isEqualTo(Scheme.MBR);
        assertThat(read().partitions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NTFS    ", "EXFAT   ", "-FVE-FS-"})
    void takesABootSectorForAFileSystemAndNotForATable(String oemName) throws IOException {
        disk.bytes().put(3, oemName.getBytes(StandardCharsets.US_ASCII));
        // Boot code where a table would have its entries.
        disk.bytes().put(446, "Remove disks or other media".getBytes(StandardCharsets.US_ASCII));
        sign(0);
        assertThat(read().scheme()).isEqualTo(Scheme.NONE);
    }

    @Test
    void ignoresTheFalseTableThatMkfsCanWriteIntoABootSector() throws IOException {
        disk.bytes().put(54, "FAT16   ".getBytes(StandardCharsets.US_ASCII));
        entry(0, 0, 0x80, 0x06, 0, SECTORS);
        assertThat(read().scheme()).isEqualTo(Scheme.NONE);
    }

    @Test
    void readsATableBehindTheBootCodeOfGrubThatJumpsOverAnEmptyParameterBlock() throws IOException {
        disk.bytes().put(0, new byte[] {(byte) 0xEB, 0x63, (byte) 0x90});
        entry(0, 0, 0x80, 0x83, 2048, 1000);
        assertThat(read().scheme()).isEqualTo(Scheme.MBR);
        assertThat(MasterBootRecord.read(disk).bootCode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511})
    void readsADiskShorterThanASectorAsUndivided(int size) throws IOException {
        assertThat(PartitionTables.read(MemoryDisk.ofSize(size), 512).scheme()).isEqualTo(Scheme.NONE);
    }
}
