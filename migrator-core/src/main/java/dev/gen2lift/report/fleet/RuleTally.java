package dev.gen2lift.report.fleet;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.Finding;
import dev.gen2lift.assess.RuleInfo;
import dev.gen2lift.assess.Severity;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rule that spoke, and how often.
 *
 * @param heaviest of its findings
 * @param machines that it has a finding for
 */
public record RuleTally(RuleInfo rule, Severity heaviest, int machines) {

    /** The heaviest first, then those of the most machines, then by id. */
    public static List<RuleTally> of(List<Assessment> assessments) {
        Map<String, RuleTally> tallies = new LinkedHashMap<>();
        for (Assessment assessment : assessments) {
            Set<String> counted = new LinkedHashSet<>();
            for (Finding finding : assessment.findings()) {
                RuleTally one = new RuleTally(
                        finding.rule(),
                        finding.severity(),
                        counted.add(finding.rule().id()) ? 1 : 0);
                tallies.merge(finding.rule().id(), one, RuleTally::and);
            }
        }
        return tallies.values().stream()
                .sorted(Comparator.comparing(RuleTally::heaviest)
                        .thenComparing(
                                Comparator.comparingInt(RuleTally::machines).reversed())
                        .thenComparing(tally -> tally.rule().id()))
                .toList();
    }

    private RuleTally and(RuleTally other) {
        Severity heavier = heaviest.compareTo(other.heaviest) <= 0 ? heaviest : other.heaviest;
        return new RuleTally(rule, heavier, machines + other.machines);
    }
}
