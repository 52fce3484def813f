package dev.gen2lift.assess;

import dev.gen2lift.assess.sizing.Sizing;
import dev.gen2lift.assess.sizing.VmSize;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.Generation;
import java.util.List;
import java.util.Optional;

/**
 * The verdict on one machine.
 *
 * @param target the best that it can become
 * @param reasons why that target, and why not a better one; in whole sentences, may hold hostile text
 * @param findings for that target, blockers first
 * @param disks what each disk becomes, in the machine's order
 * @param switchedOff rules that the site's policy keeps silent, and that had something to say
 * @param sizing what it gets, once {@link Sizer} has chosen; its disks are in the same order
 */
public record Assessment(
        VmFacts vm,
        Readiness readiness,
        Target target,
        List<String> reasons,
        List<Finding> findings,
        List<ManagedDiskPlan> disks,
        List<SwitchedOff> switchedOff,
        Optional<Sizing> sizing) {

    public Assessment {
        reasons = List.copyOf(reasons);
        findings = List.copyOf(findings);
        disks = List.copyOf(disks);
        switchedOff = List.copyOf(switchedOff);
    }

    /** Without a policy, and not sized. */
    public Assessment(
            VmFacts vm,
            Readiness readiness,
            Target target,
            List<String> reasons,
            List<Finding> findings,
            List<ManagedDiskPlan> disks) {
        this(vm, readiness, target, reasons, findings, disks, List.of(), Optional.empty());
    }

    /** Not sized. */
    public Assessment(
            VmFacts vm,
            Readiness readiness,
            Target target,
            List<String> reasons,
            List<Finding> findings,
            List<ManagedDiskPlan> disks,
            List<SwitchedOff> switchedOff) {
        this(vm, readiness, target, reasons, findings, disks, switchedOff, Optional.empty());
    }

    /** The same with a sizing, whose VM size becomes the target's, and with it how that size attaches disks. */
    Assessment with(Sizing chosen) {
        Target sized = chosen.size()
                .size()
                .map(size -> size.controllers().contains(VmSize.Controller.SCSI)
                        ? target.withSize(size.name())
                        : target.withSize(size.name()).with(Target.DiskController.NVME))
                .orElse(target);
        return new Assessment(vm, readiness, sized, reasons, findings, disks, switchedOff, Optional.of(chosen));
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
