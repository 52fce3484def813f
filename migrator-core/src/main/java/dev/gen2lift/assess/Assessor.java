package dev.gen2lift.assess;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts machines to the rules, and picks the best target that they do not forbid. Thread-safe. */
public final class Assessor {

    private final RuleCatalogue catalogue;

    public Assessor(RuleCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Generation 2 where nothing blocks it, else Generation 1 where nothing blocks that, else Generation 2. */
    public Assessment assess(VmFacts vm) {
        List<Finding> gen2 = catalogue.check(vm, Target.GEN2);
        if (!blocked(gen2)) {
            String reason = Readiness.of(gen2) == Readiness.UNKNOWN
                    ? "Nothing that could be seen keeps it from Generation 2, but not everything could be seen."
                    : "Nothing keeps it from Generation 2.";
            return verdict(vm, Target.GEN2, List.of(reason), gen2);
        }
        List<Finding> gen1 = catalogue.check(vm, Target.GEN1);
        List<String> reasons = new ArrayList<>();
        addBlockers(reasons, "Generation 2", gen2);
        if (blocked(gen1)) {
            addBlockers(reasons, "Generation 1", gen1);
            return verdict(vm, Target.GEN2, reasons, gen2);
        }
        reasons.add("Nothing keeps it from Generation 1.");
        return verdict(vm, Target.GEN1, reasons, gen1);
    }

    public FleetAssessment assess(List<VmFacts> vms, Instant assessedAt) {
        return new FleetAssessment(assessedAt, vms.stream().map(this::assess).toList());
    }

    private static Assessment verdict(VmFacts vm, Target target, List<String> reasons, List<Finding> findings) {
        List<ManagedDiskPlan> disks =
                vm.disks().stream().map(ManagedDiskPlan::of).toList();
        return new Assessment(vm, Readiness.of(findings), target, reasons, findings, disks);
    }

    private static boolean blocked(List<Finding> findings) {
        return Readiness.of(findings) == Readiness.NOT_READY;
    }

    private static void addBlockers(List<String> reasons, String target, List<Finding> findings) {
        findings.stream()
                .filter(finding -> finding.severity() == Severity.BLOCKER)
                .map(finding -> "Not %s, by %s: %s (%s)."
                        .formatted(
                                target,
                                finding.rule().id(),
                                finding.rule().title(),
                                finding.evidence().lines().findFirst().orElse("")))
                .distinct()
                .forEach(reasons::add);
    }
}
