package dev.gen2lift.preparation;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.Finding;
import dev.gen2lift.assess.Readiness;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.RuleInfo;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Source;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.TargetTrait;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.GuestFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Assessments of machines with findings of given rules. */
final class Found {

    private Found() {}

    static Assessment in(GuestFacts.Family family, String vm, String... rules) {
        return in(family, vm, true, rules);
    }

    static Assessment undecided(GuestFacts.Family family, String vm, String... rules) {
        return in(family, vm, false, rules);
    }

    private static Assessment in(GuestFacts.Family family, String vm, boolean decided, String... rules) {
        List<Finding> findings = Arrays.stream(rules)
                .map(rule -> new Finding(
                        info(rule), Severity.WARNING, vm, "evidence of " + rule, Remedy.words("do something"), decided))
                .toList();
        return new Assessment(
                new VmFacts(vm, List.of(), Fact.known(family, "a test"), Fact.known(Architecture.X64, "a test")),
                Readiness.READY_WITH_CONDITIONS,
                Target.GEN2,
                List.of(),
                findings,
                List.of());
    }

    private static RuleInfo info(String rule) {
        return new RuleInfo(
                rule,
                "what " + rule + " says",
                "Because.",
                Map.of(TargetTrait.GEN2, Severity.WARNING),
                Source.PREPARE_LINUX,
                List.of(Remedy.words("do something")));
    }
}
