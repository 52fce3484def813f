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
    void fdiskReadsATableOfLargerEntries() throws IOException {
        // sgdisk knows entries of 128 bytes only.
        assertThat(fdisk(512, write(gpt().entries(32, 256).build())))
                .contains("Disklabel type: gpt")
                .containsPattern("2048 +67583 +65536 +32M EFI System")
                .containsPattern("67584 +129023 +61440 +30M Linux root");
    }

    @Test
    void fdiskReadsATableInSectorsOf4096Bytes() throws IOException {
        assertThat(fdisk(4096, write(gpt().sectorSize(4096).build())))
                .contains("Disklabel type: gpt")
                .containsPattern("256 +8447 +8192 +32M EFI System");
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
    void sfdiskListsPrimaryAndLogicalPartitions() throws IOException {
        Path disk = write(new MbrBuilder(200 * MIB)
                .primary(0x07, true, MIB, 50 * MIB, Content.zeros(0))
                .primary(0xEF, false, 51 * MIB, 20 * MIB, Content.zeros(0))
                .logical(0x83, 80 * MIB, 30 * MIB, Content.zeros(0))
                .logical(0x82, 120 * MIB, 40 * MIB, Content.zeros(0))
                .logical(0x8E, 170 * MIB, 10 * MIB, Content.zeros(0))
                .build());

        String dump = Oracle.run(
                        Duration.ofSeconds(30), Oracle.require("sfdisk").toString(), "-d", disk.toString())
                .expectSuccess()
                .out();

        assertThat(dump)
                .contains("label-id: 0x67326c31")
                .containsPattern("start= +2048, size= +102400, type=7, bootable")
                .containsPattern("start= +104448, size= +40960, type=ef")
                .containsPattern("start= +161792, size= +206848, type=f")
                .containsPattern("start= +163840, size= +61440, type=83")
                .containsPattern("start= +245760, size= +81920, type=82")
                .containsPattern("start= +348160, size= +20480, type=8e");
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

    private static String fdisk(int sectorSize, Path disk) throws IOException {
        return Oracle.run(
                        Duration.ofSeconds(30),
                        Oracle.require("fdisk").toString(),
                        "-b",
                        Integer.toString(sectorSize),
                        "-l",
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
