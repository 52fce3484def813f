package dev.gen2lift.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AssessmentSarifTest {

    private static JsonNode sarif(FleetAssessment fleet) throws IOException {
        return new ObjectMapper().readTree(Json.text(AssessmentSarif.of(fleet)));
    }

    static Stream<FleetAssessment> fleets() {
        return Stream.of(ReportExamples.mixed(), ReportExamples.hostile(), ReportExamples.fleet(), FleetExample.of(40));
    }

    @ParameterizedTest
    @MethodSource("fleets")
    void isWhatTheStandardsSchemaAsksFor(FleetAssessment fleet, @TempDir Path folder) throws IOException {
        Path node = Oracle.require("node");
        Path file = Files.writeString(folder.resolve("report.sarif"), Json.text(AssessmentSarif.of(fleet)));

        Oracle.Result said = Oracle.run(
                Duration.ofMinutes(1),
                node.toString(),
                Path.of("target", "node", "sarif.mjs").toString(),
                file.toString());

        assertThat(said.expectSuccess().out().strip()).isEqualTo("valid");
    }

    @Test
    void theSchemaRefusesWhatIsNoSarif(@TempDir Path folder) throws IOException {
        Path node = Oracle.require("node");
        Path file =
                Files.writeString(folder.resolve("report.sarif"), Json.text(AssessDocument.of(ReportExamples.mixed())));

        Oracle.Result said = Oracle.run(
                Duration.ofMinutes(1),
                node.toString(),
                Path.of("target", "node", "sarif.mjs").toString(),
                file.toString());

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("runs");
    }

    @Test
    void hasOneResultAFindingWithItsLevelRuleImageAndMachine() throws IOException {
        FleetAssessment fleet = ReportExamples.mixed();

        JsonNode run = sarif(fleet).at("/runs/0");

        List<Assessment> vms = fleet.vms();
        assertThat(run.path("results"))
                .hasSize(vms.stream().mapToInt(vm -> vm.findings().size()).sum());
        JsonNode first = first(run, "BOOT-ESP-FALLBACK");
        assertThat(first.path("level").textValue()).isEqualTo("error");
        assertThat(first.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .textValue())
                .isEqualTo("exports/web-01/web-01.vhdx");
        assertThat(first.at("/locations/0/logicalLocations/0/name").textValue()).isEqualTo("web-01");
        assertThat(run.at("/tool/driver/rules")
                        .path(first.path("ruleIndex").intValue())
                        .path("id")
                        .textValue())
                .isEqualTo("BOOT-ESP-FALLBACK");
        assertThat(run.path("results").findValuesAsText("level")).contains("error", "warning", "note");
    }

    @Test
    void noTwoResultsHaveOneFingerprint() throws IOException {
        JsonNode results = sarif(FleetExample.of(40)).at("/runs/0/results");

        Set<String> fingerprints = new HashSet<>();
        results.forEach(result -> fingerprints.add(
                result.path("partialFingerprints").path("gen2lift/1").textValue()));

        assertThat(fingerprints).hasSameSizeAs(results);
    }

    @Test
    void aHostileNameMakesNeitherLinkNorArgumentNorScheme() throws IOException {
        JsonNode results = sarif(ReportExamples.hostile()).at("/runs/0/results");

        assertThat(results).isNotEmpty().allSatisfy(result -> {
            String text = result.at("/message/text").textValue();
            assertThat(text).doesNotContain("](").doesNotContain("\u202e");
            assertThat(text.replace("{{", "").replace("}}", "")).doesNotContain("{", "}");
            JsonNode uri = result.at("/locations/0/physicalLocation/artifactLocation/uri");
            assertThat(URI.create(uri.asText()).getScheme()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "exports/web 1.vhdx, exports/web%201.vhdx",
        "javascript:alert(1), javascript%3Aalert%281%29",
        "/srv/a.vhdx, file:///srv/a.vhdx",
        "C:\\VMs\\a#b.vhdx, file:///C:/VMs/a%23b.vhdx",
        "\\\\host\\share\\größe.vhdx, file://host/share/gr%C3%B6%C3%9Fe.vhdx"
    })
    void aPathIsAReferenceThatNamesTheSameFile(String path, String reference) {
        assertThat(FileReference.of(path)).isEqualTo(reference);
        assertThat(URI.create(reference).toString()).isEqualTo(reference);
    }

    private static JsonNode first(JsonNode run, String rule) {
        for (JsonNode result : run.path("results")) {
            if (result.path("ruleId").textValue().equals(rule)) {
                return result;
            }
        }
        throw new AssertionError("no result of " + rule);
    }
}
