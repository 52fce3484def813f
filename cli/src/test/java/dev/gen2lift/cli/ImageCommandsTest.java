package dev.gen2lift.cli;

import static dev.gen2lift.cli.CommandRun.gen2lift;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.RandomContent;
import dev.gen2lift.testimages.SampleVm;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.QemuImg;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** inspect, convert, checksum and compare, as a user runs them. */
class ImageCommandsTest {

    private static final long MIB = 1 << 20;
    private static final long SIZE = 40 * MIB;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path folder;

    private static Path vhdx;
    private static Path raw;
    private static Path sourceCopy;

    @BeforeAll
    static void writeImages() throws IOException {
        Content content = new RandomContent(SIZE, 7).run(0, MIB).run(9 * MIB + (64 << 10), 5 * MIB);
        vhdx = folder.resolve("a disk.vhdx");
        raw = folder.resolve("same.raw");
        VhdxBuilder.of(content).blockSize(1 << 20).shuffled(3).writeTo(vhdx);
        SparseFile.writeRaw(raw, content);
        sourceCopy = Files.copy(vhdx, folder.resolve("before.vhdx"));
    }

    @Test
    void inspectPrintsTheContractsDocumentAndNothingElse() throws IOException {
        Oracle.Result result = gen2lift("inspect", vhdx, "--json").expectSuccess();

        JsonNode document = JSON.readTree(result.out());
        assertThat(document.fieldNames().next()).isEqualTo("schema");
        assertThat(document.get("schema").asText()).isEqualTo("gen2lift.inspect/1");
        assertThat(document.at("/image/format").asText()).isEqualTo("vhdx");
        assertThat(document.at("/image/kind").asText()).isEqualTo("dynamic");
        assertThat(document.at("/image/virtualSize").asLong()).isEqualTo(SIZE);
        assertThat(document.at("/partitionTable/scheme").asText()).isEqualTo("none");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void inspectTellsPeopleTheSame() throws IOException {
        assertThat(gen2lift("inspect", vhdx).expectSuccess().out())
                .contains("vhdx, dynamic", "40 MiB (41943040 bytes)");
    }

    @Test
    void inspectTellsWhichSystemIsInstalledAndOnRequestEveryFactOfIt() throws IOException {
        Path disk = folder.resolve("vm.raw");
        SparseFile.writeRaw(disk, SampleVm.osContent());

        assertThat(gen2lift("inspect", disk).expectSuccess().out())
                .contains("gen2lift sample Linux 1, x64", "sample", "--facts")
                .doesNotContain("/etc/fstab");
        assertThat(gen2lift("inspect", disk, "--facts").expectSuccess().out())
                .contains("configuredHostName", "sample  [/etc/hostname]", "[/etc/fstab]");
    }

    @Test
    void inspectLooksAtTheMachinesOtherDisksAsFarAsTheyCanBeRead() throws IOException {
        assertThat(gen2lift("inspect", vhdx, "--with", vhdx, "--with", folder.resolve("gone.vhdx"))
                        .expectSuccess()
                        .out())
                .contains("vhdx, dynamic");
    }

    @Test
    void inspectTellsWhatAListOfRevokedImagesHolds() throws IOException {
        Path disk = folder.resolve("vm.raw");
        SparseFile.writeRaw(disk, SampleVm.osContent());
        JsonNode loader = JSON.readTree(
                        gen2lift("inspect", disk, "--json").expectSuccess().out())
                .at("/boot/loaders/0");
        assertThat(loader.get("revoked").isNull()).isTrue();
        Path list = Files.writeString(
                folder.resolve("dbx.txt"), loader.get("sha256").asText() + "\n");

        String text = gen2lift("inspect", disk, "--dbx", list).expectSuccess().out();

        assertThat(text).contains("Secure Boot", "not ready", "revoked");
        assertThat(gen2lift("inspect", disk, "--dbx", disk).exit()).isEqualTo(3);
    }

    @Test
    void convertWritesTheFixedVhdThatQemuReadsAsTheSource() throws IOException {
        Path vhd = folder.resolve("out.vhd");

        JsonNode document = JSON.readTree(gen2lift("convert", vhdx, vhd, "--json", "--checksum", "--no-progress")
                .expectSuccess()
                .out());

        QemuImg.compare(vhdx, "vhdx", vhd, "vpc").expectSuccess();
        assertThat(Files.size(vhd)).isEqualTo(SIZE + 512);
        assertThat(document.get("schema").asText()).isEqualTo("gen2lift.convert/1");
        assertThat(document.get("targetVirtualSize").asLong()).isEqualTo(SIZE);
        assertThat(document.get("bytesCloned").asLong()
                        + document.get("bytesCopied").asLong()
                        + document.get("bytesZero").asLong())
                .isEqualTo(SIZE);
        assertThat(document.get("sha256").asText()).isEqualTo(sha256sum(raw));
        assertThat(vhdx).hasSameBinaryContentAs(sourceCopy);
    }

    @Test
    void convertWritesRawToo() throws IOException {
        Path out = folder.resolve("out.raw");

        gen2lift("convert", "--to", "raw", vhdx, out).expectSuccess();

        assertThat(out).hasSameBinaryContentAs(raw);
    }

    @Test
    void convertWritesTheSameBytesWithoutASync() throws IOException {
        Path out = folder.resolve("cached.raw");

        gen2lift("convert", "--to", "raw", "--no-sync", vhdx, out).expectSuccess();

        assertThat(out).hasSameBinaryContentAs(raw);
    }

    @Test
    void convertPadsASizeThatAzureDoesNotTakeUnlessToldToRefuse() throws IOException {
        Path odd = folder.resolve("odd.vhdx");
        Path out = folder.resolve("odd.vhd");
        VhdxBuilder.of(new RandomContent(5 * MIB + 512, 1).run(0, 3 * MIB)).writeTo(odd);

        Oracle.Result refused = gen2lift("convert", "--on-size", "fail", odd, out);
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("not a whole number of MiB").contains("hint: ");
        assertThat(out).doesNotExist();

        gen2lift("convert", odd, out).expectSuccess();
        assertThat(Files.size(out)).isEqualTo(6 * MIB + 512);
    }

    @Test
    void convertKeepsAnExistingTargetUnlessForced() throws IOException {
        Path out = folder.resolve("taken.vhd");
        Files.writeString(out, "precious");

        Oracle.Result refused = gen2lift("convert", vhdx, out);
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(out).hasContent("precious");

        gen2lift("convert", "--force", vhdx, out).expectSuccess();
        assertThat(Files.size(out)).isEqualTo(SIZE + 512);
    }

    @Test
    void checksumPrintsWhatSha256sumPrintsForTheRawForm() throws IOException {
        String printed = gen2lift("checksum", vhdx).expectSuccess().out();

        assertThat(printed).isEqualTo(sha256sum(raw) + "  " + vhdx + "\n");
    }

    @Test
    void compareTellsWhetherTwoImagesAreTheSameDisk() throws IOException {
        Path other = folder.resolve("other.raw");
        Files.copy(raw, other);
        byte[] bytes = Files.readAllBytes(other);
        bytes[(int) (SIZE - 1)] ^= 1;
        Files.write(other, bytes);

        gen2lift("compare", vhdx, raw).expectSuccess();
        Oracle.Result different = gen2lift("compare", vhdx, other, "--json");

        assertThat(different.exit()).isEqualTo(1);
        assertThat(JSON.readTree(different.out()).get("firstDifference").asLong())
                .isEqualTo(SIZE - 1);
    }

    private static String sha256sum(Path file) throws IOException {
        return Oracle.run(Duration.ofMinutes(1), Oracle.require("sha256sum").toString(), file.toString())
                .expectSuccess()
                .out()
                .substring(0, 64);
    }
}
