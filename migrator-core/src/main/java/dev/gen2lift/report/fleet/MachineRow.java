package dev.gen2lift.report.fleet;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.DiskFacts;
import dev.gen2lift.assess.Finding;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.report.Wording;
import dev.gen2lift.report.baseline.Changes;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One machine in the table of all.
 *
 * @param id of its section in the page
 * @param system product and version, or what else is known of the installed system; hostile text
 * @param family the installed system's
 * @param change since an older report, where one was given
 * @param script its preparation script, relative to the page
 */
public record MachineRow(
        String id,
        Assessment assessment,
        String system,
        GuestFacts.Family family,
        MachineBytes bytes,
        Optional<Changes.MachineChange> change,
        Optional<String> script) {

    static MachineRow of(
            String id, Assessment assessment, Optional<Changes.MachineChange> change, Optional<String> script) {
        Optional<GuestFacts> guest =
                assessment.vm().osDisk().flatMap(DiskFacts::inspection).map(DiskInspection::guest);
        GuestFacts.Family family = assessment.vm().family().asOptional().orElse(GuestFacts.Family.UNKNOWN);
        String product = guest.map(MachineRow::product).orElse("");
        return new MachineRow(
                id,
                assessment,
                product.isBlank() ? Wording.family(family) : product,
                family,
                MachineBytes.of(assessment),
                change,
                script);
    }

    /** Windows has its version in its product's name. */
    private static String product(GuestFacts guest) {
        return Stream.of(
                        guest.product(),
                        guest.family() == GuestFacts.Family.WINDOWS ? Optional.<String>empty() : guest.version())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
    }

    /** The ids of the rules that spoke, for the filter. */
    public String rules() {
        return assessment.findings().stream()
                .map(finding -> finding.rule().id())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /** The severities of its findings, for the filter. */
    public String severities() {
        return assessment.findings().stream()
                .map(Finding::severity)
                .distinct()
                .map(Wording::style)
                .collect(Collectors.joining(" "));
    }

    /** What a search finds the machine by, beyond what its row shows; hostile text. */
    public String words() {
        return Stream.concat(
                        Stream.of(Wording.guest(assessment), rules()),
                        assessment.vm().disks().stream().map(disk -> disk.path().toString()))
                .collect(Collectors.joining(" "));
    }

    /** A word for the filter: "new", "changed", "unchanged"; empty where nothing was compared. */
    public String changeKind() {
        return change.map(Changes.MachineChange::kind).orElse("");
    }

    public int blockers() {
        return assessment.findings(Severity.BLOCKER).size();
    }

    public int warnings() {
        return assessment.findings(Severity.WARNING).size();
    }

    /** Where it stands among the readinesses, the best first. */
    public int readinessOrder() {
        return assessment.readiness().ordinal();
    }
}
