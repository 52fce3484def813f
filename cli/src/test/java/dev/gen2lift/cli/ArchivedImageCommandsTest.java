package dev.gen2lift.cli;

import static dev.gen2lift.cli.CommandRun.gen2lift;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gen2lift.rehearsal.RehearsalCloud;
import dev.gen2lift.rehearsal.RehearsalOptions;
import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.RandomContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.QemuImg;
import dev.gen2lift.testimages.vhd.VhdBuilder;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command takes an image as it lies in an archive and does what it does with the image itself. */
class ArchivedImageCommandsTest {

    private static final long MIB = 1 << 20;
    private static final long SIZE = 24 * MIB;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path folder;

    private static Path zip;
    private static Path gzip;
    private static Path raw;
    private static Path vhdx;

    @BeforeAll
    static void pack() throws IOException {
        Content content = new RandomContent(SIZE, 7).run(0, MIB).run(9 * MIB + (64 << 10), 5 * MIB);
        raw = folder.resolve("same.raw");
        vhdx = folder.resolve("disk.vhdx");
        Path vhd = folder.resolve("other.vhd");
        SparseFile.writeRaw(raw, content);
        VhdxBuilder.of(content).blockSize(1 << 20).shuffled(3).writeTo(vhdx);
        VhdBuilder.dynamic(content).writeTo(vhd);
        zip = folder.resolve("backup.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Path file : new Path[] {vhdx, vhd}) {
                out.putNextEntry(new ZipEntry("vm/" + file.getFileName()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        gzip = folder.resolve("other.vhd.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            Files.copy(vhd, out);
        }
    }

    static Stream<String> packed() {
        return Stream.of(zip + "!/vm/disk.vhdx", zip + "!/vm/other.vhd", gzip.toString());
    }

    @ParameterizedTest
    @MethodSource("packed")
    void inspectTellsOfTheImageInside(String image) throws IOException {
        JsonNode document = JSON.readTree(
                gen2lift("inspect", image, "--json").expectSuccess().out());

        assertThat(document.at("/image/format").asText()).isEqualTo(image.endsWith("x") ? "vhdx" : "vhd");
        assertThat(document.at("/image/virtualSize").asLong()).isEqualTo(SIZE);
    }

    @ParameterizedTest
    @MethodSource("packed")
    void checksumIsThatOfTheDisk(String image) throws IOException {
        String expected = Oracle.run(
                        Duration.ofMinutes(1), Oracle.require("sha256sum").toString(), raw.toString())
                .expectSuccess()
                .out()
                .substring(0, 64);

        assertThat(gen2lift("checksum", image).expectSuccess().out()).startsWith(expected);
    }

    @ParameterizedTest
    @MethodSource("packed")
    void convertWritesTheVhdThatQemuReadsAsTheDisk(String image) throws IOException {
        Path out = folder.resolve("converted.vhd");

        gen2lift("convert", "--force", image, out).expectSuccess();

        QemuImg.compare(raw, "raw", out, "vpc").expectSuccess();
    }

    @Test
    void compareReadsOneOfTwoImagesFromAnArchive() throws IOException {
        gen2lift("compare", zip + "!/vm/other.vhd", vhdx).expectSuccess();
    }

    @ParameterizedTest
    @MethodSource("packed")
    void uploadStreamsTheImageFromTheArchive(String image) throws IOException {
        Path home = folder.resolve("cloud");
        try (RehearsalCloud cloud = RehearsalCloud.start(RehearsalOptions.in(home))) {
            gen2lift(
                            "upload",
                            image,
                            "--force",
                            "--to",
                            cloud.containerSas("disks"),
                            "--ca-certificates",
                            cloud.certificate())
                    .expectSuccess();

            Path blobs = home.resolve("blobs").resolve(cloud.storageAccount()).resolve("disks");
            Path blob = blobs.resolve(image.endsWith("x") ? "disk.vhd" : "other.vhd");
            QemuImg.compare(raw, "raw", blob, "vpc").expectSuccess();
        }
    }

    @Test
    void anArchiveOfSeveralImagesIsRefusedWithTheirNamesAndAHint() throws IOException {
        Oracle.Result refused = gen2lift("inspect", zip);

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("disk.vhdx", "other.vhd", "hint: name one, as in " + zip + "!/vm/disk.vhdx");
    }
}
