package dev.gen2lift.report;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.Finding;
import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.guest.Generation;
import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

/**
 * One row a finding, and one for a machine without any, for spreadsheets: a byte order mark, without which Excel takes
 * UTF-8 for the local code page, lines ended by CR LF, every cell quoted (RFC 4180).
 */
final class AssessmentCsv {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final CSVFormat FORMAT = CSVFormat.EXCEL
            .builder()
            .setQuoteMode(QuoteMode.ALL)
            .setRecordSeparator("\r\n")
            .get();

    // where a spreadsheet would begin a formula: at the start of a cell, or behind what a locale takes for a separator
    private static final Pattern FORMULA =
            Pattern.compile("(^|[;\\t\\r\\n])([ \u00a0]*)([=+\\-@\uff1d\uff0b\uff0d\uff20])");

    // these make a cell that a program takes apart at its start
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]");

    /** Excel takes 32,767 characters a cell, and breaks up the row of one with more. */
    private static final int LONGEST_CELL = 32_000;

    private AssessmentCsv() {}

    static void write(FleetAssessment fleet, Appendable out) throws IOException {
        out.append(BYTE_ORDER_MARK);
        CSVPrinter csv = new CSVPrinter(out, FORMAT);
        csv.printRecord(
                "vm",
                "readiness",
                "generation",
                "targetGeneration",
                "targetSecurityType",
                "rule",
                "severity",
                "title",
                "subject",
                "evidence",
                "remedy",
                "source");
        for (Assessment vm : fleet.vms()) {
            if (vm.findings().isEmpty()) {
                row(csv, vm, "", "", "", "", "", "", "");
            }
            for (Finding finding : vm.findings()) {
                row(
                        csv,
                        vm,
                        finding.rule().id(),
                        Json.name(finding.severity()),
                        finding.rule().title(),
                        finding.subject(),
                        finding.evidence(),
                        finding.remedy().text(),
                        finding.rule().source().toString());
            }
        }
        csv.flush();
    }

    private static void row(CSVPrinter csv, Assessment vm, String... cells) throws IOException {
        csv.print(harmless(vm.vm().name()));
        csv.print(Json.name(vm.readiness()));
        csv.print(vm.generation() == Generation.UNKNOWN ? "" : vm.generation().name());
        csv.print(vm.target().generation().name());
        csv.print(AssessDocument.securityType(vm));
        for (String cell : cells) {
            csv.print(harmless(cell));
        }
        csv.println();
    }

    /** The text such that no spreadsheet takes any part of it for a formula. */
    static String harmless(String text) {
        String visible = CONTROL.matcher(text).replaceAll("\ufffd");
        String plain = FORMULA.matcher(visible).replaceAll("$1'$2$3");
        return plain.length() <= LONGEST_CELL ? plain : plain.substring(0, LONGEST_CELL) + "\u2026";
    }
}
