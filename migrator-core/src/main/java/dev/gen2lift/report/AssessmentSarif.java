package dev.gen2lift.report;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.DiskFacts;
import dev.gen2lift.assess.Finding;
import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.assess.RuleInfo;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.report.baseline.Baseline;
import dev.gen2lift.report.baseline.Changes;
import dev.gen2lift.report.fleet.RuleTally;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The findings for pipelines: one result each, a blocker as an error, a warning as one, the rest as notes. */
final class AssessmentSarif {

    private final Map<String, Integer> rules = new HashMap<>();

    private AssessmentSarif(List<RuleTally> tallies) {
        tallies.forEach(tally -> rules.put(tally.rule().id(), rules.size()));
    }

    static SarifDocument of(FleetAssessment fleet) {
        return of(fleet, Optional.empty());
    }

    /** With the results' state against an older report. */
    static SarifDocument of(FleetAssessment fleet, Optional<Changes> changes) {
        List<RuleTally> tallies = RuleTally.of(fleet.vms());
        AssessmentSarif sarif = new AssessmentSarif(tallies);
        List<SarifDocument.Result> results = new ArrayList<>();
        for (int i = 0; i < fleet.vms().size(); i++) {
            Assessment vm = fleet.vms().get(i);
            int at = i;
            Optional<Changes.MachineChange> change =
                    changes.map(known -> known.machines().get(at));
            vm.findings().forEach(finding -> results.add(sarif.result(vm, finding, change)));
            change.map(Changes.MachineChange::resolved)
                    .orElse(List.of())
                    .forEach(resolved -> results.add(sarif.absent(vm.vm().name(), resolved)));
        }
        changes.map(Changes::gone)
                .orElse(List.of())
                .forEach(gone -> gone.findings().forEach(finding -> results.add(sarif.absent(gone.name(), finding))));
        SarifDocument.Driver driver = new SarifDocument.Driver(
                "gen2lift", tallies.stream().map(AssessmentSarif::descriptor).toList());
        return new SarifDocument(
                SarifDocument.SCHEMA,
                "2.1.0",
                List.of(new SarifDocument.Run(
                        new SarifDocument.Tool(driver),
                        List.of(new SarifDocument.Invocation(true, fleet.assessedAt())),
                        "utf16CodeUnits",
                        results)));
    }

    private static SarifDocument.ReportingDescriptor descriptor(RuleTally tally) {
        RuleInfo rule = tally.rule();
        return new SarifDocument.ReportingDescriptor(
                rule.id(),
                message(rule.title() + "."),
                message(rule.why()),
                message(rule.remedies().get(0).text()),
                rule.source().link(),
                new SarifDocument.Configuration(level(tally.heaviest())));
    }

    private SarifDocument.Result result(Assessment vm, Finding finding, Optional<Changes.MachineChange> change) {
        String name = vm.vm().name();
        String words = name + ": " + finding.rule().title() + (finding.decided() ? "" : " (could not be decided)")
                + ". Seen: " + finding.evidence() + ". Where: " + finding.subject() + ".";
        return new SarifDocument.Result(
                finding.rule().id(),
                rules.getOrDefault(finding.rule().id(), -1),
                level(finding.severity()),
                message(words),
                List.of(location(vm, finding)),
                Map.of("gen2lift/1", fingerprint(name, finding.rule().id(), finding.subject())),
                change.map(known -> known.isNew() || known.hasAppeared(finding) ? "new" : "unchanged"),
                Optional.of(new SarifDocument.ResultProperties(
                        name,
                        finding.subject(),
                        finding.evidence(),
                        finding.severity(),
                        finding.decided(),
                        finding.remedy().text(),
                        finding.remedy().shell())));
    }

    /** A result of the older report that is no more (SARIF 3.27.24). */
    private SarifDocument.Result absent(String vm, Baseline.FindingKey finding) {
        return new SarifDocument.Result(
                finding.rule(),
                rules.getOrDefault(finding.rule(), -1),
                level(finding.severity()),
                message(vm + ": resolved. Where: " + finding.subject() + "."),
                List.of(new SarifDocument.Location(
                        Optional.empty(), List.of(new SarifDocument.LogicalLocation(VisibleText.of(vm), "resource")))),
                Map.of("gen2lift/1", fingerprint(vm, finding.rule(), finding.subject())),
                Optional.of("absent"),
                Optional.empty());
    }

    /** The image that the finding is about, or the one that the machine starts from. */
    private static SarifDocument.Location location(Assessment vm, Finding finding) {
        Optional<DiskFacts> disk = vm.vm().disks().stream()
                .filter(one -> finding.subject().startsWith(one.path().toString()))
                .findFirst()
                .or(() -> vm.vm().osDisk());
        return new SarifDocument.Location(
                disk.map(one -> new SarifDocument.PhysicalLocation(new SarifDocument.ArtifactLocation(
                        FileReference.of(one.path().toString())))),
                List.of(new SarifDocument.LogicalLocation(VisibleText.of(vm.vm().name()), "resource")));
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case BLOCKER -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }

    /**
     * Text that stays text: in messages, braces stand for arguments (SARIF 3.11.5) and brackets before parentheses for
     * links (3.11.6), which a hostile name must not make.
     */
    private static SarifDocument.Message message(String text) {
        return new SarifDocument.Message(
                VisibleText.of(text).replace("](", "] (").replace("{", "{{").replace("}", "}}"));
    }

    private static String fingerprint(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
