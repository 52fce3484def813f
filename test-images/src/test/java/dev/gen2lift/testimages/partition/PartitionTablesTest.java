package dev.gen2lift.testimages.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionTablesTest {

    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void sgdiskFindsNoProblemAndListsThePartitions() throws IOException {
        Path disk = write(gpt().build());

        assertThat(sgdisk("-v", disk)).contains("No problems found");
        assertThat(sgdisk("-p", disk))
                .contains(Guid.named("gpt disk").toString().toUpperCase(Locale.ROOT))
                .containsPattern("1 +2048 +67583 +32.0 MiB +EF00 +EFI system partition")
                .containsPattern("2 +67584 +129023 +30.0 MiB +8304 +root");
    }

    @Test
    void partitionsHoldTheirContent() {
        SparseContent disk = gpt().build();

        assertThat(disk.bytes(33 * MIB, 1000)).isEqualTo(PseudoRandom.bytes(1, 1000));
    }

    @Test
    void sgdiskAcceptsFewerEntries() throws IOException {
        assertThat(sgdisk("-v", write(gpt().entries(56, 128).build()))).contains("No problems found");
    }

    @Test
    void largerEntriesLieFurtherApart() {
        // No tool at hand reads entries of other than 128 bytes.
        SparseContent disk = gpt().entries(32, 256).build();

        assertThat(disk.bytes(2 * 512 + 256, 16)).isEqualTo(Guid.mixedEndian(PartitionTypes.LINUX_ROOT_X86_64));
        assertThat(disk.bytes(512 + 84, 1)).isEqualTo(new byte[] {0});
        assertThat(disk.bytes(512 + 85, 1)).isEqualTo(new byte[] {1});
    }

    @Test
    void partxReadsATableInSectorsOf4096Bytes() throws IOException {
        assertThat(partx(4096, write(gpt().sectorSize(4096).build())))
                .contains("33554432 " + PartitionTypes.EFI_SYSTEM)
                .contains("31457280 " + PartitionTypes.LINUX_ROOT_X86_64);
    }

    @Test
    void sgdiskFallsBackToTheBackupOfADamagedPrimaryTable() throws IOException {
        Path disk = write(gpt().damage(GptBuilder.Part.PRIMARY_HEADER, header -> header.put(40, (byte) 77))
                .build());

        assertThat(sgdisk("-p", disk)).contains("EFI system partition").contains("corrupt");
    }

    @Test
    void sgdiskNoticesDamagedEntries() throws IOException {
        Path disk = write(gpt().damage(GptBuilder.Part.BACKUP_ENTRIES, entries -> entries.put(60, (byte) 77))
                .build());

        assertThat(sgdisk("-v", disk)).containsIgnoringCase("crc");
    }

    @Test
    void partxListsPrimaryAndLogicalPartitions() throws IOException {
        Path disk = write(new MbrBuilder(200 * MIB)
                .primary(0x07, true, MIB, 50 * MIB, Content.zeros(0))
                .primary(0xEF, false, 51 * MIB, 20 * MIB, Content.zeros(0))
                .logical(0x83, 80 * MIB, 30 * MIB, Content.zeros(0))
                .logical(0x82, 120 * MIB, 40 * MIB, Content.zeros(0))
                .logical(0x8E, 170 * MIB, 10 * MIB, Content.zeros(0))
                .build());

        assertThat(partx(512, disk).lines())
                .containsExactly(
                        "1 2048 104447 52428800 0x7",
                        "2 104448 145407 20971520 0xef",
                        "3 161792 368639 105906176 0xf",
                        "5 163840 225279 31457280 0x83",
                        "6 245760 327679 41943040 0x82",
                        "7 348160 368639 10485760 0x8e");
        assertThat(Oracle.run(
                                Duration.ofSeconds(30),
                                Oracle.require("blkid").toString(),
                                "-p",
                                "-o",
                                "export",
                                disk.toString())
                        .expectSuccess()
                        .out())
                .contains("PTTYPE=dos", "PTUUID=67326c31");
    }

    private static GptBuilder gpt() {
        return new GptBuilder(64 * MIB)
                .partition(
                        new GptPartition(
                                PartitionTypes.EFI_SYSTEM, Guid.named("esp"), "EFI system partition", MIB, 32 * MIB),
                        Content.zeros(0))
                .partition(
                        new GptPartition(
                                PartitionTypes.LINUX_ROOT_X86_64, Guid.named("root"), "root", 33 * MIB, 30 * MIB),
                        Content.of(PseudoRandom.bytes(1, 1000)));
    }

    private Path write(Content content) throws IOException {
        Path file = folder.resolve("disk.raw");
        SparseFile.writeRaw(file, content);
        return file;
    }

    /** Number, first sector, last sector, bytes and type of each partition. */
    private static String partx(int sectorSize, Path disk) throws IOException {
        return Oracle.run(
                        Duration.ofSeconds(30),
                        Oracle.require("partx").toString(),
                        "-g",
                        "-r",
                        "-b",
                        "-S",
                        Integer.toString(sectorSize),
                        "-o",
                        "NR,START,END,SIZE,TYPE",
                        disk.toString())
                .expectSuccess()
                .out();
    }

    private static String sgdisk(String option, Path disk) throws IOException {
        Oracle.Result result =
                Oracle.run(Duration.ofSeconds(30), Oracle.require("sgdisk").toString(), option, disk.toString());
        return result.out() + result.err();
    }
}
