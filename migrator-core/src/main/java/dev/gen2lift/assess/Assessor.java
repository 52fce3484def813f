package dev.gen2lift.assess;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts machines to the rules, and picks the best target that they do not forbid. Thread-safe. */
public final class Assessor {

    private final RuleCatalogue catalogue;
    private final SitePolicy policy;

    public Assessor(RuleCatalogue catalogue) {
        this(catalogue, SitePolicy.NONE);
    }

    public Assessor(RuleCatalogue catalogue, SitePolicy policy) {
        this.catalogue = catalogue;
        this.policy = policy;
    }

    /** What the rules say of a machine as one target. */
    private record Verdict(Target target, SitePolicy.Weighed weighed, Readiness readiness) {

        List<Finding> blockers() {
            return weighed.findings().stream()
                    .filter(finding -> finding.severity() == Severity.BLOCKER)
                    .toList();
        }

        List<Finding> doubts() {
            return weighed.findings().stream()
                    .filter(finding -> !finding.decided() && finding.atWorst() == Severity.BLOCKER)
                    .toList();
        }

        boolean isSure() {
            return readiness == Readiness.READY || readiness == Readiness.READY_WITH_CONDITIONS;
        }
    }

    /**
     * The first of the wanted targets that nothing blocks. One of which it is not known whether something blocks it
     * gives way to the next of its generation for which it is known. Where all are blocked, the last of the first
     * one's generation: it asks for the least.
     */
    public Assessment assess(VmFacts vm) {
        Map<Target, Verdict> verdicts = new LinkedHashMap<>();
        for (Target target : policy.targets()) {
            Verdict verdict = judge(vm, target);
            verdicts.put(target, verdict);
            if (verdict.isSure()) {
                break;
            }
        }
        List<Verdict> all = List.copyOf(verdicts.values());
        Verdict chosen = choose(all);
        List<String> reasons = new ArrayList<>();
        for (Verdict verdict : all) {
            if (verdict.target().generation() == chosen.target().generation()
                    || all.indexOf(verdict) < all.indexOf(chosen)
                    || chosen.readiness() == Readiness.NOT_READY) {
                addReasons(reasons, verdict, chosen, all);
            }
        }
        if (chosen.readiness() != Readiness.NOT_READY) {
            reasons.add(
                    chosen.readiness() == Readiness.UNKNOWN
                            ? "Nothing that could be seen keeps it from "
                                    + chosen.target().title() + ", but not everything could be seen."
                            : "Nothing keeps it from " + chosen.target().title() + ".");
        }
        List<ManagedDiskPlan> disks =
                vm.disks().stream().map(ManagedDiskPlan::of).toList();
        return new Assessment(
                vm,
                chosen.readiness(),
                chosen.target(),
                reasons.stream().distinct().toList(),
                chosen.weighed().findings(),
                disks,
                chosen.weighed().switchedOff());
    }

    public FleetAssessment assess(List<VmFacts> vms, Instant assessedAt) {
        return new FleetAssessment(assessedAt, vms.stream().map(this::assess).toList());
    }

    private Verdict judge(VmFacts vm, Target target) {
        SitePolicy.Weighed weighed = policy.weigh(catalogue.check(vm, target));
        return new Verdict(target, weighed, Readiness.of(weighed.findings()));
    }

    private static Verdict choose(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            if (verdict.isSure()) {
                return verdict;
            }
            if (verdict.readiness() == Readiness.UNKNOWN) {
                Optional<Verdict> sure = sameGeneration(verdicts, verdict)
                        .filter(Verdict::isSure)
                        .findFirst();
                return sure.orElseGet(() -> sameGeneration(verdicts, verdict)
                        .filter(each -> each.readiness() == Readiness.UNKNOWN)
                        .min(Comparator.comparingInt(each -> each.doubts().size()))
                        .orElse(verdict));
            }
        }
        return sameGeneration(verdicts, verdicts.get(0))
                .reduce((first, second) -> second)
                .orElse(verdicts.get(0));
    }

    private static Stream<Verdict> sameGeneration(List<Verdict> verdicts, Verdict of) {
        return verdicts.stream()
                .filter(each -> each.target().generation() == of.target().generation());
    }

    /** Why not this one: what blocks it, and what might. What keeps it from a plainer target too is told there alone. */
    private static void addReasons(List<String> reasons, Verdict verdict, Verdict chosen, List<Verdict> all) {
        Set<String> told = all.subList(all.indexOf(verdict) + 1, all.size()).stream()
                .filter(each -> each.target().generation() == verdict.target().generation())
                .flatMap(each -> each.blockers().stream())
                .map(finding -> finding.rule().id())
                .collect(Collectors.toSet());
        verdict.blockers().stream()
                .filter(finding -> !told.contains(finding.rule().id()))
                .forEach(finding -> reasons.add("Not " + verdict.target().title() + ", by " + said(finding)));
        if (!verdict.equals(chosen) && verdict.blockers().isEmpty()) {
            verdict.doubts()
                    .forEach(finding ->
                            reasons.add("Not known to fit " + verdict.target().title() + ", by " + said(finding)));
        }
    }

    private static String said(Finding finding) {
        return "%s: %s (%s)."
                .formatted(
                        finding.rule().id(),
                        finding.rule().title(),
                        finding.evidence().lines().findFirst().orElse(""));
    }
}
