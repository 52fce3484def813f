package dev.gen2lift.report;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.DiskFacts;
import dev.gen2lift.assess.DiskRole;
import dev.gen2lift.assess.DiskTier;
import dev.gen2lift.assess.Finding;
import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.assess.ManagedDiskPlan;
import dev.gen2lift.assess.PolicyChange;
import dev.gen2lift.assess.Readiness;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.SwitchedOff;
import dev.gen2lift.assess.Target;
import dev.gen2lift.guest.Generation;
import dev.gen2lift.report.baseline.Changes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@code assess --json} prints, and {@code report.json} holds. Beyond the contract: {@code assessedAt}, the target's
 * {@code reasons} and {@code diskController}, {@code managedDisks} (every disk, those that could not be read too), rules
 * that the policy has {@code switchedOff} and that had something to say, {@code sizing}, and of a finding its
 * {@code title}, {@code remedyShell}, whether it is {@code decided}, and what the site's {@code policy} made of it.
 *
 * @param schema {@value #SCHEMA}
 * @param baseline what has changed since an older report; null where none was given
 */
public record AssessDocument(
        String schema,
        Instant assessedAt,
        FleetAssessment.Summary summary,
        List<Vm> vms,
        Optional<BaselineDocument> baseline) {

    public static final String SCHEMA = "gen2lift.assess/1";

    /**
     * @param generation "V1" or "V2"; null where the OS disk does not tell
     * @param sizing null where nobody asked for it
     */
    public record Vm(
            String name,
            Optional<String> generation,
            Readiness readiness,
            TargetEntry target,
            List<InspectDocument> disks,
            List<ManagedDisk> managedDisks,
            List<FindingEntry> findings,
            List<SwitchedOff> switchedOff,
            Optional<SizingDocument> sizing) {}

    /**
     * @param securityType as Azure writes it: "Standard", "TrustedLaunch", "ConfidentialVM"
     * @param size null until processors and memory are known
     */
    public record TargetEntry(
            String generation,
            String securityType,
            Optional<String> size,
            List<String> reasons,
            Target.DiskController diskController) {}

    /**
     * @param role null where it is unknown
     * @param size bytes of the managed disk; null where the image could not be read
     * @param tier null where the size is unknown or beyond the largest tier
     */
    public record ManagedDisk(Path image, Optional<DiskRole> role, Optional<Long> size, Optional<DiskTier> tier) {}

    /**
     * @param decided false where the facts that decide could not be established
     * @param policy what the site's policy made of it; null where it did nothing
     */
    public record FindingEntry(
            String rule,
            Severity severity,
            String subject,
            String evidence,
            String remedy,
            String source,
            String title,
            Remedy.Shell remedyShell,
            boolean decided,
            Optional<PolicyChange> policy) {}

    public static AssessDocument of(FleetAssessment fleet) {
        return of(fleet, Optional.empty());
    }

    /** With what has changed since an older report. */
    public static AssessDocument of(FleetAssessment fleet, Optional<Changes> changes) {
        return new AssessDocument(
                SCHEMA,
                fleet.assessedAt(),
                fleet.summary(),
                fleet.vms().stream().map(AssessDocument::vm).toList(),
                changes.map(BaselineDocument::of));
    }

    private static Vm vm(Assessment assessment) {
        return new Vm(
                assessment.vm().name(),
                Optional.of(assessment.generation())
                        .filter(generation -> generation != Generation.UNKNOWN)
                        .map(Generation::name),
                assessment.readiness(),
                new TargetEntry(
                        assessment.target().generation().name(),
                        securityType(assessment),
                        assessment.target().size(),
                        assessment.reasons(),
                        assessment.target().controller()),
                assessment.vm().disks().stream()
                        .map(DiskFacts::inspection)
                        .flatMap(Optional::stream)
                        .map(InspectDocument::of)
                        .toList(),
                assessment.disks().stream().map(AssessDocument::managedDisk).toList(),
                assessment.findings().stream().map(AssessDocument::finding).toList(),
                assessment.switchedOff(),
                assessment.sizing().map(SizingDocument::of));
    }

    static String securityType(Assessment assessment) {
        return assessment.target().securityType().azureName();
    }

    private static ManagedDisk managedDisk(ManagedDiskPlan disk) {
        return new ManagedDisk(
                disk.image(), disk.role().asOptional(), disk.size().asOptional(), disk.tier());
    }

    private static FindingEntry finding(Finding finding) {
        return new FindingEntry(
                finding.rule().id(),
                finding.severity(),
                finding.subject(),
                finding.evidence(),
                finding.remedy().text(),
                finding.rule().source().toString(),
                finding.rule().title(),
                finding.remedy().shell(),
                finding.decided(),
                finding.policy());
    }
}
