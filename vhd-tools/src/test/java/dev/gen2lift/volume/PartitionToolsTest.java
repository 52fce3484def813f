package dev.gen2lift.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.volume.PartitionTable.Scheme;
import dev.gen2lift.volume.PartitionTable.Status;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partition tables as the tools that administrators use see them: sgdisk writes and describes, partx describes. */
class PartitionToolsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Path sgdisk(String name, String size, String... options) throws IOException {
        Path image = folder.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(Long.parseLong(size));
        }
        List<String> command = new ArrayList<>(List.of(Oracle.require("sgdisk").toString()));
        command.addAll(List.of(options));
        command.add(image.toString());
        Oracle.run(TIMEOUT, command).expectSuccess();
        return image;
    }

    private static String field(String text, String name) {
        Matcher matcher = Pattern.compile(Pattern.quote(name) + ": (\\S+)").matcher(text);
        assertThat(matcher.find()).as(name + " in " + text).isTrue();
        return matcher.group(1);
    }

    /** What {@code sgdisk -i} says of each partition that we list. */
    private static void assertAsSgdiskSees(Path image, PartitionTable table) throws IOException {
        String sgdisk = Oracle.require("sgdisk").toString();
        for (Partition partition : table.partitions()) {
            String text = Oracle.run(TIMEOUT, sgdisk, "-i", "" + partition.index(), image.toString())
                    .expectSuccess()
                    .out();
            assertThat(partition.typeId()).isEqualTo(field(text, "Partition GUID code"));
            assertThat(partition.uniqueId().orElseThrow().toString().toUpperCase(Locale.ROOT))
                    .isEqualTo(field(text, "Partition unique GUID"));
            assertThat(partition.offset() / 512).isEqualTo(Long.parseLong(field(text, "First sector")));
            assertThat(partition.size() / 512).isEqualTo(Long.parseLong(field(text, "Partition size")));
            assertThat(text).contains("Partition name: '" + partition.name() + "'");
        }
        String print = Oracle.run(TIMEOUT, sgdisk, "-p", image.toString())
                .expectSuccess()
                .out();
        assertThat(table.diskId()).contains(field(print, "Disk identifier (GUID)"));
        assertThat(print.lines().filter(line -> line.matches(" +\\d+ +\\d+ +\\d+ .*")))
                .hasSameSizeAs(table.partitions());
    }

    @Test
    void readsATableAsSgdiskDoes() throws IOException {
        Path image = sgdisk(
                "disk.raw",
                "67108864",
                "-o",
                "-n",
                "1:2048:+10M",
                "-t",
                "1:EF00",
                "-c",
                "1:EFI system",
                "-n",
                "2:0:+1M",
                "-t",
                "2:0C01",
                "-n",
                "5:0:+5M",
                "-t",
                "5:2700",
                "-n",
                "9:0:0",
                "-t",
                "9:8E00",
                "-c",
                "9:physical volume");
        try (FileDisk disk = FileDisk.open(image)) {
            PartitionTable table = PartitionTables.read(disk, 512);
            assertThat(table.status()).isEqualTo(Status.HEALTHY);
            assertThat(table.warnings()).isEmpty();
            assertThat(table.partitions())
                    .extracting(Partition::type)
                    .containsExactly("efi-system", "microsoft-reserved", "windows-recovery", "linux-lvm");
            assertAsSgdiskSees(image, table);
        }
    }

    @Test
    void namesTypesBySgdisksCodes() throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("EF00", "efi-system");
        names.put("EF02", "bios-boot");
        names.put("0C01", "microsoft-reserved");
        names.put("0700", "microsoft-basic-data");
        names.put("2700", "windows-recovery");
        names.put("4200", "ldm-data");
        names.put("4201", "ldm-metadata");
        names.put("4202", "storage-spaces");
        names.put("8200", "linux-swap");
        names.put("8300", "linux-filesystem");
        names.put("8302", "linux-home");
        names.put("8304", "linux-root-x86-64");
        names.put("8305", "linux-root-arm64");
        names.put("8309", "linux-luks");
        names.put("8E00", "linux-lvm");
        names.put("FD00", "linux-raid");
        names.put("EA00", "linux-xbootldr");
        names.put("A500", "unknown");
        List<String> options = new ArrayList<>(List.of("-o"));
        int index = 1;
        for (String code : names.keySet()) {
            options.addAll(List.of("-n", index + ":0:+64K", "-t", index + ":" + code));
            index++;
        }
        Path image = sgdisk("types.raw", "67108864", options.toArray(String[]::new));
        try (FileDisk disk = FileDisk.open(image)) {
            assertThat(PartitionTables.read(disk, 512).partitions())
                    .extracting(Partition::type)
                    .containsExactlyElementsOf(names.values());
        }
    }

    @Test
    void readsATableOfLargeSectorsAsPartxDoes() throws IOException {
        Path image = new GptImage(4096, 4096)
                .partition(1, GptImage.ESP, 256, 1000, "EFI system")
                .partition(2, GptImage.LINUX, 1001, 4090, "root")
                .writeTo(folder.resolve("4k.raw"));
        try (FileDisk disk = FileDisk.open(image, 4096)) {
            PartitionTable table = PartitionTables.read(disk, 4096);
            assertThat(partx(image, 4096)).isEqualTo(asPartx(table)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void readsLogicalPartitionsAsPartxDoes(int sectorSize) throws IOException {
        int sectors = 4096;
        MemoryDisk memory = MemoryDisk.ofSize(sectors * sectorSize);
        int[][] entries = { // sector, slot, type, start, size
            {0, 0, 0x83, 64, 500}, {0, 3, 0x05, 1000, 3000},
            {1000, 0, 0x82, 16, 300}, {1000, 1, 0x05, 700, 400},
            {1700, 0, 0x07, 20, 380}, {1700, 1, 0x05, 1500, 900},
            {2500, 0, 0x8E, 8, 700}
        };
        for (int[] entry : entries) {
            int at = entry[0] * sectorSize + 446 + entry[1] * 16;
            memory.bytes().put(at + 4, (byte) entry[2]).putInt(at + 8, entry[3]).putInt(at + 12, entry[4]);
            memory.bytes().putShort(entry[0] * sectorSize + 510, (short) 0xAA55);
        }
        Path image = Files.write(folder.resolve("mbr.raw"), memory.bytes().array());
        PartitionTable table = PartitionTables.read(memory, sectorSize);
        assertThat(table.scheme()).isEqualTo(Scheme.MBR);
        assertThat(partx(image, sectorSize))
                .containsAll(asPartx(table).stream()
                        .filter(line -> !line.startsWith("4 "))
                        .toList())
                .hasSize(5);
    }

    /** Partitions as partx prints them, which counts in sectors of 512 bytes whatever the disk's are. */
    private static List<String> asPartx(PartitionTable table) {
        return table.partitions().stream()
                .map(partition -> partition.index() + " " + partition.offset() / 512 + " " + partition.size() / 512)
                .toList();
    }

    private static List<String> partx(Path image, int sectorSize) throws IOException {
        return Oracle.run(
                        TIMEOUT,
                        Oracle.require("partx").toString(),
                        "--raw",
                        "--noheadings",
                        "--output",
                        "NR,START,SECTORS",
                        "--sector-size",
                        "" + sectorSize,
                        image.toString())
                .expectSuccess()
                .out()
                .lines()
                .toList();
    }
}
