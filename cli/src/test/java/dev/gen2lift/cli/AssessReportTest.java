package dev.gen2lift.cli;

import static dev.gen2lift.cli.CommandRun.gen2lift;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gen2lift.testimages.SampleVm;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports of {@code assess} over a folder, which is read by several threads. */
class AssessReportTest {

    private static final List<String> FILES = List.of("index.html", "report.json", "report.csv", "report.sarif");

    private static final List<String> NAMES =
            List.of("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel");

    @TempDir
    Path folder;

    private Path images;

    @BeforeEach
    void aFolderOfMachines() throws IOException {
        images = Files.createDirectory(folder.resolve("images"));
        SampleVm sample = SampleVm.build(Files.createDirectory(folder.resolve("sample")));
        for (String name : NAMES) {
            Files.copy(sample.osDisk(), images.resolve(name + ".vhdx"));
        }
        Files.write(images.resolve("broken.vhdx"), "vhdxfile, and nothing behind".getBytes(StandardCharsets.UTF_8));
    }

    private String text(String report, String file) throws IOException {
        return Files.readString(folder.resolve(report).resolve(file))
                .replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:[\\d.]+Z| UTC)", "DATE");
    }

    @Test
    void twoOfTheSameInputAreTheSameButForTheDate() throws IOException {
        gen2lift("assess", images, "--report", folder.resolve("first"));
        gen2lift("assess", images, "--report", folder.resolve("second"));

        for (String file : FILES) {
            assertThat(text("second", file)).as(file).isNotEmpty().isEqualTo(text("first", file));
        }
    }

    @Test
    void anOlderOneTellsWhatHasChangedSince() throws IOException {
        gen2lift("assess", images, "--report", folder.resolve("first"));
        Files.delete(images.resolve("delta.vhdx"));
        Files.copy(images.resolve("echo.vhdx"), images.resolve("zulu.vhdx"));
        Path older = folder.resolve("first/report.json");

        Oracle.Result people = gen2lift("assess", images, "--baseline", older);
        Oracle.Result scripts = gen2lift("assess", images, "--baseline", older, "--json");

        assertThat(people.out())
                .contains(": 1 new, 1 gone, 0 changed, 8 as they were")
                .contains("  new: zulu")
                .contains("  gone: delta");
        JsonNode baseline = new ObjectMapper().readTree(scripts.out()).path("baseline");
        assertThat(baseline.at("/added/0").textValue()).isEqualTo("zulu");
        assertThat(baseline.path("unchanged").intValue()).isEqualTo(8);
    }

    @Test
    void whatIsNoReportIsRefusedAsBadInput() throws IOException {
        Oracle.Result refused = gen2lift("assess", images, "--baseline", images.resolve("alpha.vhdx"));
        Oracle.Result missing = gen2lift("assess", images, "--baseline", folder.resolve("none.json"));

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("no report of an assessment").contains("hint: ");
        assertThat(missing.exit()).isEqualTo(3);
        assertThat(missing.err()).contains("no such file");
    }
}
