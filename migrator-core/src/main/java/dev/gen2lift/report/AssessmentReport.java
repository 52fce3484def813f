package dev.gen2lift.report;

import dev.gen2lift.assess.FleetAssessment;
import java.io.IOException;
import java.nio.file.Path;

/** The report on an assessment, as files. */
public final class AssessmentReport {

    private AssessmentReport() {}

    /**
     * Writes index.html, report.json, report.csv and report.sarif into {@code folder}, which is made where it is
     * missing. All are written whole before the first one appears under its name.
     *
     * @return the path of index.html
     */
    public static Path write(Path folder, FleetAssessment fleet) throws IOException {
        return write(folder, fleet, ReportExtras.NONE);
    }

    /** The same, with what has changed and with links to scripts. */
    public static Path write(Path folder, FleetAssessment fleet, ReportExtras extras) throws IOException {
        try (ReportFolder files = ReportFolder.open(folder)) {
            files.text(ReportFolder.HTML, out -> HtmlPages.assessment(fleet, extras, out));
            files.bytes(ReportFolder.JSON, out -> Json.write(AssessDocument.of(fleet, extras.changes()), out));
            files.text(ReportFolder.CSV, out -> AssessmentCsv.write(fleet, out));
            files.bytes(ReportFolder.SARIF, out -> Json.write(AssessmentSarif.of(fleet, extras.changes()), out));
            return files.complete();
        }
    }
}
