package dev.gen2lift.assess;

import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.Generation;
import java.util.List;

/**
 * The verdict on one machine.
 *
 * @param target the best that it can become
 * @param reasons why that target, and why not a better one; in whole sentences, may hold hostile text
 * @param findings for that target, blockers first
 * @param disks what each disk becomes, in the machine's order
 * @param switchedOff rules that the site's policy keeps silent, and that had something to say
 */
public record Assessment(
        VmFacts vm,
        Readiness readiness,
        Target target,
        List<String> reasons,
        List<Finding> findings,
        List<ManagedDiskPlan> disks,
        List<SwitchedOff> switchedOff) {

    public Assessment {
        reasons = List.copyOf(reasons);
        findings = List.copyOf(findings);
        disks = List.copyOf(disks);
        switchedOff = List.copyOf(switchedOff);
    }

    /** Without a policy. */
    public Assessment(
            VmFacts vm,
            Readiness readiness,
            Target target,
            List<String> reasons,
            List<Finding> findings,
            List<ManagedDiskPlan> disks) {
        this(vm, readiness, target, reasons, findings, disks, List.of());
    }

    /** The generation that the machine starts as today, by its OS disk. */
    public Generation generation() {
        return vm.osDisk()
                .flatMap(DiskFacts::inspection)
                .map(DiskInspection::generation)
                .orElse(Generation.UNKNOWN);
    }

    /** The findings of one severity, in order. */
    public List<Finding> findings(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }
}
