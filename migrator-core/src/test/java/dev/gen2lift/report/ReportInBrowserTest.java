package dev.gen2lift.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gen2lift.assess.DiskExample;
import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.assess.VmExample;
import dev.gen2lift.report.baseline.BaselineReader;
import dev.gen2lift.report.baseline.Changes;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The pages in a real browser, driven by Playwright: what each test does stands in src/test/node/report-in-browser.mjs.
 * Pictures of the pages are left in target/browser.
 */
class ReportInBrowserTest {

    private static final Path FOLDER = Path.of("target", "browser").toAbsolutePath();

    @TestFactory
    List<DynamicTest> inChromium() throws IOException {
        Path node = Oracle.require("node");
        Path chromium = Oracle.require(
                Path.of("/usr/bin/chromium"),
                Path.of("/usr/bin/chromium-browser"),
                Path.of("/usr/bin/google-chrome"),
                Path.of("C:/Program Files/Google/Chrome/Application/chrome.exe"));
        FleetAssessment few = FleetExample.of(12);
        Map<String, FleetAssessment> fleets = Map.of(
                "few", few,
                "many", FleetExample.of(120),
                "thousand", FleetExample.of(1000),
                "hostile", ReportExamples.hostile(),
                "long", ReportExamples.fleet(VmExample.named("w".repeat(10_240), DiskExample.windowsGen2())),
                "none", ReportExamples.fleet());
        for (Map.Entry<String, FleetAssessment> fleet : fleets.entrySet()) {
            AssessmentReport.write(FOLDER.resolve(fleet.getKey()), fleet.getValue());
        }
        FleetAssessment later = new FleetAssessment(
                few.assessedAt(), FleetExample.of(14).vms().stream().skip(2).toList());
        Changes changes =
                Changes.between(BaselineReader.read(FOLDER.resolve("few").resolve(ReportFolder.JSON)), later);
        AssessmentReport.write(
                FOLDER.resolve("later"),
                later,
                new ReportExtras(Optional.of(changes), Map.of(0, "prepare/lon-file-002/prepare.sh")));
        ReportExamples.run(Optional.of(few.vms().get(0))).write(FOLDER.resolve("run"));
        Oracle.Result said = Oracle.run(
                Duration.ofMinutes(4),
                node.toString(),
                Path.of("target", "node", "report-in-browser.mjs").toString(),
                chromium.toString(),
                FOLDER.toString());
        List<DynamicTest> tests = new ArrayList<>();
        for (String line :
                said.out().lines().filter(text -> text.startsWith("{")).toList()) {
            JsonNode outcome = new ObjectMapper().readTree(line);
            tests.add(DynamicTest.dynamicTest(
                    outcome.path("test").textValue(),
                    () -> assertThat(outcome.path("error").textValue()).isNull()));
        }
        tests.add(DynamicTest.dynamicTest("every test of the script has ended", () -> {
            said.expectSuccess();
            assertThat(said.out().lines()).last().asString().isEqualTo("{\"test\":\"done\"}");
        }));
        return tests;
    }
}
