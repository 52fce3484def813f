package dev.gen2lift.report;

import dev.gen2lift.assess.Readiness;
import dev.gen2lift.report.baseline.Baseline;
import dev.gen2lift.report.baseline.Changes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What has changed since an older report, in the document of an assessment.
 *
 * @param assessedAt of the older report; null where it does not say
 * @param added names of machines that only the new assessment has
 * @param gone machines that only the older report has
 * @param changed those that both have, and that are not as they were
 * @param unchanged how many are
 */
public record BaselineDocument(
        Optional<Instant> assessedAt, List<String> added, List<Gone> gone, List<Changed> changed, int unchanged) {

    public record Gone(String name, Readiness readiness) {}

    /** @param targetBefore generation and security type: "V2 TrustedLaunch" */
    public record Changed(
            String name,
            Readiness readinessBefore,
            Readiness readiness,
            String targetBefore,
            String target,
            List<Baseline.FindingKey> newFindings,
            List<Baseline.FindingKey> resolvedFindings) {}

    static BaselineDocument of(Changes changes) {
        return new BaselineDocument(
                changes.since(),
                changes.added().stream().map(Changes.MachineChange::name).toList(),
                changes.gone().stream()
                        .map(machine -> new Gone(machine.name(), machine.readiness()))
                        .toList(),
                changes.changed().stream().map(BaselineDocument::changed).toList(),
                changes.unchanged());
    }

    private static Changed changed(Changes.MachineChange machine) {
        return new Changed(
                machine.name(),
                machine.readinessBefore().orElse(machine.readiness()),
                machine.readiness(),
                machine.targetBefore().orElse(machine.target()),
                machine.target(),
                machine.appeared(),
                machine.resolved());
    }
}
