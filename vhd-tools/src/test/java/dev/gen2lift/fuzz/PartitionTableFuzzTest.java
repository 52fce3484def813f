package dev.gen2lift.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.partition.GptBuilder;
import dev.gen2lift.testimages.partition.GptPartition;
import dev.gen2lift.testimages.partition.MbrBuilder;
import dev.gen2lift.testimages.partition.PartitionTypes;
import dev.gen2lift.volume.Partition;
import dev.gen2lift.volume.PartitionTables;
import dev.gen2lift.volume.PartitionView;
import java.io.IOException;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** GPT and MBR: damage is told in the table, never thrown. */
@Timeout(20)
class PartitionTableFuzzTest {

    private static final int MIB = 1 << 20;
    private static final int LARGE_SECTORS = 2;

    /** More than a GPT's entries or the links of an MBR may be. */
    private static final int MAX_PARTITIONS = 1 << 14;

    /** Partitions that are read: a full table of them would cost an input seconds. */
    private static final int MAX_READ = 32;

    static Stream<byte[]> seeds() {
        Content nothing = new SparseContent(MIB);
        SparseContent[] disks = {
            gpt(512).build(),
            gpt(512).omit(GptBuilder.Part.PRIMARY_HEADER).build(),
            gpt(4096).build(),
            new MbrBuilder(8 * MIB)
                    .primary(7, true, MIB, MIB, nothing)
                    .logical(0x83, 3 * MIB, MIB, nothing)
                    .logical(0x82, 5 * MIB, MIB, nothing)
                    .build(),
            new SparseContent(100)
        };
        return Stream.of(disks)
                .flatMap(disk -> Stream.of(FuzzInput.SEAL, FuzzInput.SEAL | LARGE_SECTORS)
                        .map(choices -> FuzzInput.of(choices, disk)));
    }

    private static GptBuilder gpt(int sectorSize) {
        return new GptBuilder(8L * MIB)
                .sectorSize(sectorSize)
                .partition(
                        new GptPartition(PartitionTypes.EFI_SYSTEM, new UUID(1, 1), "ESP", MIB, MIB),
                        new SparseContent(MIB))
                .partition(
                        new GptPartition(PartitionTypes.LINUX_FILESYSTEM, new UUID(2, 2), "root", 3 * MIB, MIB),
                        new SparseContent(MIB));
    }

    @MethodSource("seeds")
    @FuzzTest
    void damageIsTold(byte[] input) throws IOException {
        FuzzInput file = FuzzInput.read(input);
        if (file.has(FuzzInput.SEAL)) {
            Checksums.ofGpt(file.content());
        }
        ContentSource disk = new ContentSource(file.content());
        ReadOrRefuse.within(() -> {
            var table = PartitionTables.read(disk, file.has(LARGE_SECTORS) ? 4096 : 512);
            assertThat(table.partitions()).hasSizeLessThanOrEqualTo(MAX_PARTITIONS);
            for (Partition partition : table.partitions()) {
                assertThat(partition.offset()).isBetween(0L, disk.size());
                assertThat(partition.size()).isPositive();
                assertThat(partition.end()).isPositive();
            }
            for (Partition partition :
                    table.partitions().stream().limit(MAX_READ).toList()) {
                ReadOrRefuse.ends(PartitionView.of(disk, partition));
            }
        });
    }
}
