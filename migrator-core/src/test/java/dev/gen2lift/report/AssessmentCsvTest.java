package dev.gen2lift.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.assess.FleetAssessment;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssessmentCsvTest {

    private static String csv(FleetAssessment fleet) throws IOException {
        StringBuilder out = new StringBuilder();
        AssessmentCsv.write(fleet, out);
        return out.toString();
    }

    private static List<CSVRecord> rows(String csv) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(csv.substring(1)))
                .getRecords();
    }

    @Test
    void beginsWithAByteOrderMarkAndEndsRowsAsExcelDoes() throws IOException {
        String csv = csv(ReportExamples.mixed());

        assertThat(csv).startsWith("\uFEFF\"vm\",\"readiness\",").endsWith("\"\r\n");
    }

    @Test
    void hasOneRowAFindingAndOneForAMachineWithoutAny() throws IOException {
        FleetAssessment fleet = ReportExamples.mixed();

        List<CSVRecord> rows = rows(csv(fleet));

        int expected = fleet.vms().stream()
                .mapToInt(vm -> Math.max(1, vm.findings().size()))
                .sum();
        assertThat(rows).hasSize(expected);
        assertThat(rows).allSatisfy(row -> assertThat(row.isConsistent()).isTrue());
        assertThat(rows)
                .filteredOn(row -> row.get("vm").equals("web-01"))
                .first()
                .satisfies(row -> {
                    assertThat(row.get("severity")).isEqualTo("blocker");
                    assertThat(row.get("rule")).isEqualTo("BOOT-ESP-FALLBACK");
                });
    }

    @Test
    void noCellOfHostileNamesBeginsAFormula() throws IOException {
        assertThat(rows(csv(ReportExamples.hostile())))
                .isNotEmpty()
                .allSatisfy(row ->
                        assertThat(row).allSatisfy(cell -> assertThat(cell).doesNotMatch("(?s)\\s*[=+\\-@].*")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                " =1",
                "\uff1d1+1",
                "a;=1+1",
                "a\n=cmd|'/c calc'!A0"
            })
    void putsAnApostropheInFrontOfWhatASpreadsheetWouldCalculate(String formula) {
        assertThat(AssessmentCsv.harmless(formula))
                .matches("(?s).*'[ \u00a0]*[=+\\-@\uff1d].*")
                .doesNotMatch("(?s)(.*[;\\t\\r\\n])?[ \u00a0]*[=+\\-@\uff1d].*");
    }

    @Test
    void noCellIsLongerThanExcelTakes() {
        assertThat(AssessmentCsv.harmless("\n=".repeat(100_000))).hasSizeLessThan(32_767);
        assertThat(AssessmentCsv.harmless("a".repeat(100_000)))
                .hasSizeLessThan(32_767)
                .endsWith("a\u2026");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\VMs\\a-b.vhdx", "a+b", "x=1", "vm@site", "größer", "日本"})
    void leavesOrdinaryTextAlone(String text) {
        assertThat(AssessmentCsv.harmless(text)).isEqualTo(text);
    }
}
