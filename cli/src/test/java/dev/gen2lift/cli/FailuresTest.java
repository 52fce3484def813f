package dev.gen2lift.cli;

import static dev.gen2lift.cli.CommandRun.gen2lift;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.RandomContent;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way to fail has the contract's exit code and one line that says what, why and where. */
class FailuresTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "checksum", "assess"})
    void aWrongPathIsBadInput(String command) throws IOException {
        Path missing = folder.resolve("nowhere.vhdx");

        expect(gen2lift(command, missing), 3, "no such file (" + missing + ")");
    }

    @Test
    void aFolderIsBadInput() throws IOException {
        expect(gen2lift("inspect", folder), 3, "a folder, not a disk image");
        expect(gen2lift("assess", folder), 3, "neither exported VMs nor disk images (" + folder + ")");
    }

    @Test
    void aFileThatMayNotBeReadIsBadInput() throws IOException {
        Path file = unreadable();

        expect(gen2lift("inspect", file), 3, "permission denied (" + file + ")");
    }

    @Test
    void aFileOfNoKnownFormatIsRefusedAndNotGuessedToBeRaw() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.vhdx"), "not a disk");

        Oracle.Result result = gen2lift("inspect", text);

        expect(result, 3, text.toString());
    }

    @Test
    void aDamagedImageIsNamedWithStructureAndOffset() throws IOException {
        Path damaged = folder.resolve("damaged.vhdx");
        VhdxBuilder.of(new RandomContent(4 << 20, 1).run(0, 1 << 20))
                .damage(VhdxBuilder.Part.HEADER_1, header -> header.put(100, (byte) 1))
                .damage(VhdxBuilder.Part.HEADER_2, header -> header.put(100, (byte) 1))
                .writeTo(damaged);

        Oracle.Result result = gen2lift("inspect", "--json", damaged);

        expect(result, 3, ", at byte ");
        JsonNode document = JsonMapper.builder().build().readTree(result.out());
        assertThat(document.fieldNames().next()).isEqualTo("schema");
        assertThat(document.get("schema").asText()).isEqualTo("gen2lift.error/1");
        assertThat(document.get("code").asText()).isEqualTo("CORRUPT");
        assertThat(document.get("path").asText()).isEqualTo(damaged.toString());
        assertThat(document.get("structure").asText()).isNotEmpty();
        assertThat(document.get("offset").isIntegralNumber()).isTrue();
    }

    @Test
    void aCheckpointWithoutItsParentTellsOfItselfAndIsNotRead() throws IOException {
        Path child = folder.resolve("child.avhdx");
        Content parent = new RandomContent(4 << 20, 1).run(0, 1 << 20);
        VhdxBuilder.of(new RandomContent(4 << 20, 2).run(0, 1 << 20))
                .differencing(parent, ParentLocator.of(UUID.randomUUID(), ".\\base.vhdx"))
                .writeTo(child);

        Oracle.Result inspected = gen2lift("inspect", child, "--json");
        Oracle.Result read = gen2lift("checksum", child);

        assertThat(inspected.exit()).isZero();
        assertThat(inspected.out()).contains("\"differencing\"");
        assertThat(inspected.err()).contains("base.vhdx");
        expect(read, 3, "base.vhdx");
        assertThat(read.err()).contains("hint: --parents");
    }

    @Test
    void anImageOfAnotherHypervisorIsNamedWithWhatConvertsIt() throws IOException {
        byte[] qcow = new byte[512];
        System.arraycopy(new byte[] {'Q', 'F', 'I', (byte) 0xFB, 0, 0, 0, 3}, 0, qcow, 0, 8);
        Path image = Files.write(folder.resolve("disk.img"), qcow);

        Oracle.Result refused = gen2lift("checksum", "--json", image);

        expect(refused, 3, "this is a QCOW image");
        assertThat(refused.err()).contains("hint: qemu-img convert -O vhdx");
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(refused.out())
                        .get("hint")
                        .asText())
                .startsWith("qemu-img convert");
    }

    @Test
    void aDiskThatNoVhdForAzureHoldsIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path large = folder.resolve("large.vhdx");
        Path sectors = folder.resolve("sectors.vhdx");
        VhdxBuilder.of(new RandomContent(33L << 40, 1).run(0, 1 << 20))
                .blockSize(64 << 20)
                .writeTo(large);
        VhdxBuilder.of(new RandomContent(8 << 20, 1).run(0, 1 << 20))
                .sectorSizes(4096, 4096)
                .writeTo(sectors);

        for (Path image : List.of(large, sectors)) {
            Oracle.Result refused = gen2lift("convert", image, folder.resolve("out.vhd"));

            expect(refused, 3, "cannot become a VHD");
            assertThat(refused.err()).contains("hint: --to raw");
            assertThat(folder.resolve("out.vhd")).doesNotExist();
        }
    }

    @Test
    void aFullDiskIsTheMachinesFaultAndLeavesNothingBehind() throws IOException {
        Path small = Files.createDirectory(folder.resolve("small"));
        Path image = folder.resolve("big.vhdx");
        VhdxBuilder.of(new RandomContent(32 << 20, 1).run(0, 32 << 20))
                .blockSize(1 << 20)
                .writeTo(image);
        assumeTrue(mounted(small), "needs the right to mount a small file system");
        try {
            Path target = small.resolve("out.vhd");

            expect(gen2lift("convert", image, target), 5, "space");

            try (Stream<Path> left = Files.list(small)) {
                assertThat(left).isEmpty();
            }
        } finally {
            Oracle.run(Duration.ofSeconds(20), "umount", small.toString()).expectSuccess();
        }
    }

    @Test
    void anUnknownOptionIsAUsageErrorWithASuggestion() throws IOException {
        expect(gen2lift("inspect", "--jsn", "x.vhdx"), 2, "--jsn");
        expect(gen2lift("inspct", "x.vhdx"), 2, "inspct");
        expect(gen2lift("convert", "only-one.vhdx"), 2, "OUT");
    }

    @Test
    void aBrokenLinkOfTheNetworkIsAzuresFault() throws IOException {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(new RandomContent(1 << 20, 1).run(0, 1 << 20)).writeTo(image);

        Oracle.Result result = gen2lift(
                "upload", image, "--to", "http://127.0.0.1:9/account/container/disk.vhd?sv=2024-01-01&sig=c2VjcmV0");

        expect(result, 4, "http://127.0.0.1:9/account/container/disk.vhd");
        assertThat(result.out() + result.err()).doesNotContain("c2VjcmV0");
    }

    private static void expect(Oracle.Result result, int exit, String words) {
        assertThat(result.exit()).as(result.toString()).isEqualTo(exit);
        List<String> lines = result.err()
                .lines()
                .filter(line -> !line.startsWith("gen2lift: warning: "))
                .toList();
        assertThat(lines.get(0)).startsWith("gen2lift: ").contains(words);
        assertThat(lines.subList(1, lines.size()))
                .allMatch(line -> line.startsWith("hint: "))
                .hasSizeLessThan(2);
    }

    private static boolean mounted(Path at) throws IOException {
        return Oracle.run(Duration.ofSeconds(20), "mount", "-t", "tmpfs", "-o", "size=8m", "gen2lift", at.toString())
                        .exit()
                == 0;
    }

    /** A file that even the administrator of a Linux machine may not read, or else one without permissions. */
    private Path unreadable() throws IOException {
        Path file = Files.writeString(folder.resolve("locked.vhdx"), "x");
        file.toFile().setReadable(false);
        if (!Files.isReadable(file)) {
            return file;
        }
        Path writeOnly = Path.of("/proc/sys/net/ipv4/route/flush");
        assumeTrue(Files.exists(writeOnly), "needs a file that may not be read");
        return writeOnly;
    }
}
