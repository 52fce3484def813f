package dev.gen2lift.report;

import dev.gen2lift.report.baseline.Changes;
import java.util.Map;
import java.util.Optional;

/**
 * What a report tells beside the assessment.
 *
 * @param changes since an older report
 * @param scripts the preparation scripts by the machines' places in the assessment, relative to the report's folder, with
 *     forward slashes and no character that an address would have to escape
 */
public record ReportExtras(Optional<Changes> changes, Map<Integer, String> scripts) {

    public static final ReportExtras NONE = new ReportExtras(Optional.empty(), Map.of());

    public ReportExtras {
        scripts = Map.copyOf(scripts);
        for (String script : scripts.values()) {
            if (!script.matches("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")) {
                throw new IllegalArgumentException("not a plain relative path: " + script);
            }
        }
    }
}
