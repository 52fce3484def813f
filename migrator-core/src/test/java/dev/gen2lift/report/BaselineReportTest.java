package dev.gen2lift.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gen2lift.assess.DiskExample;
import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.assess.VmExample;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.report.baseline.BaselineReader;
import dev.gen2lift.report.baseline.Changes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An older report is written, read back and compared. */
class BaselineReportTest {

    @TempDir
    Path folder;

    private static VmFacts machine(String name, String path, boolean loader) {
        DiskExample disk = DiskExample.linuxGen2().path(path);
        return VmExample.named(name, loader ? disk : disk.withoutLoader("EFI/BOOT/BOOTX64.EFI"));
    }

    private Changes changes(FleetAssessment before, FleetAssessment now) throws IOException {
        AssessmentReport.write(folder.resolve("old"), before);
        return Changes.between(BaselineReader.read(folder.resolve("old/report.json")), now);
    }

    private static FleetAssessment before() {
        return ReportExamples.fleet(
                machine("mended", "mended.vhdx", false),
                machine("gone", "gone.vhdx", true),
                machine("same", "same.vhdx", true),
                machine("broken", "broken.vhdx", true));
    }

    private static FleetAssessment now() {
        return ReportExamples.fleet(
                machine("mended", "mended.vhdx", true),
                machine("same", "same.vhdx", true),
                machine("broken", "broken.vhdx", false),
                machine("new", "new.vhdx", false));
    }

    static Stream<FleetAssessment> fleets() {
        return Stream.of(
                ReportExamples.fleet(), ReportExamples.mixed(), ReportExamples.hostile(), FleetExample.of(100));
    }

    @ParameterizedTest
    @MethodSource("fleets")
    void nothingHasChangedSinceTheSame(FleetAssessment fleet) throws IOException {
        Changes changes = changes(fleet, fleet);

        assertThat(changes.since()).contains(fleet.assessedAt());
        assertThat(changes.unchanged()).isEqualTo(fleet.vms().size());
        assertThat(changes.gone()).isEmpty();
    }

    @Test
    void tellsWhatCameWentAndMoved() throws IOException {
        Changes changes = changes(before(), now());

        assertThat(changes.added()).extracting(Changes.MachineChange::name).containsExactly("new");
        assertThat(changes.gone()).extracting(machine -> machine.name()).containsExactly("gone");
        assertThat(changes.changed()).extracting(Changes.MachineChange::name).containsExactly("mended", "broken");
        assertThat(changes.changed().get(0).resolved())
                .extracting(finding -> finding.rule())
                .contains("BOOT-ESP-FALLBACK");
        assertThat(changes.changed().get(1).appeared())
                .extracting(finding -> finding.rule())
                .contains("BOOT-ESP-FALLBACK");
        assertThat(changes.changed().get(1).readinessBefore()).isPresent();
        assertThat(changes.unchanged()).isEqualTo(1);
    }

    @Test
    void anImageInAnotherFolderIsTheSameImage() throws IOException {
        Changes changes = changes(
                ReportExamples.fleet(machine("a", "old/a.vhdx", false)),
                ReportExamples.fleet(machine("a", "new/a.vhdx", false)));

        assertThat(changes.unchanged()).isEqualTo(1);
    }

    @Test
    void machinesOfOneNameAreComparedInTheirOrder() throws IOException {
        VmFacts fine = machine("twin", "1.vhdx", true);
        VmFacts broken = machine("twin", "2.vhdx", false);

        Changes changes = changes(ReportExamples.fleet(fine, broken), ReportExamples.fleet(fine, broken, broken));

        assertThat(changes.unchanged()).isEqualTo(2);
        assertThat(changes.added()).hasSize(1);
    }

    @Test
    void isInTheDocument() throws IOException {
        Changes changes = changes(before(), now());

        JsonNode baseline = new ObjectMapper()
                .readTree(Json.text(AssessDocument.of(now(), Optional.of(changes))))
                .path("baseline");

        assertThat(baseline.path("assessedAt").textValue()).isEqualTo("2026-11-23T08:30:00Z");
        assertThat(baseline.at("/added/0").textValue()).isEqualTo("new");
        assertThat(baseline.at("/gone/0/name").textValue()).isEqualTo("gone");
        assertThat(baseline.at("/changed/0/name").textValue()).isEqualTo("mended");
        assertThat(baseline.at("/changed/0/readinessBefore").textValue()).isEqualTo("not-ready");
        assertThat(baseline.at("/changed/0/resolvedFindings").findValuesAsText("rule"))
                .contains("BOOT-ESP-FALLBACK");
        assertThat(baseline.path("unchanged").intValue()).isEqualTo(1);
    }

    @Test
    void isTheStateOfResultsInSarif() throws IOException {
        Changes changes = changes(before(), now());

        JsonNode results = new ObjectMapper()
                .readTree(Json.text(AssessmentSarif.of(now(), Optional.of(changes))))
                .at("/runs/0/results");

        List<String> states = new ArrayList<>();
        results.forEach(result -> {
            if (result.path("ruleId").textValue().equals("BOOT-ESP-FALLBACK")) {
                states.add(result.at("/locations/0/logicalLocations/0/name").textValue() + " "
                        + result.path("baselineState").textValue());
            }
        });
        assertThat(states).containsExactly("mended absent", "broken new", "new new");
        assertThat(results.findValuesAsText("baselineState")).contains("unchanged");
    }

    @Test
    void isOnThePage() throws IOException {
        Changes changes = changes(before(), now());

        Path index = AssessmentReport.write(
                folder.resolve("new"),
                now(),
                new ReportExtras(Optional.of(changes), Map.of(2, "prepare/broken/prepare.sh")));

        Document page = Jsoup.parse(Files.readString(index));
        assertThat(page.select("#changes").text()).isEqualTo("Changes since 2026-11-23 08:30 UTC");
        assertThat(page.select(".tally").text()).startsWith("1 new 1 gone 2 changed 1 as they were");
        assertThat(page.select("#fleet-table tbody tr").eachAttr("data-change"))
                .containsExactly("changed", "unchanged", "changed", "new");
        assertThat(page.select("#vm-0 .change").text()).contains("Resolved: blocker BOOT-ESP-FALLBACK mended.vhdx");
        assertThat(page.select("#vm-1 .change")).isEmpty();
        assertThat(page.select("#vm-2 a[href=prepare/broken/prepare.sh]")).hasSize(1);
    }
}
