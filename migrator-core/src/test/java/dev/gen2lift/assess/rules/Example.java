package dev.gen2lift.assess.rules;

import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmFacts;
import java.util.Optional;

/**
 * A machine, and what one rule is to say of it.
 *
 * @param evidence a part of it; empty where the rule is to say nothing
 */
record Example(String rule, Target target, VmFacts vm, Optional<Severity> severity, String evidence) {

    static Example hit(String rule, Target target, VmFacts vm, Severity severity, String evidence) {
        return new Example(rule, target, vm, Optional.of(severity), evidence);
    }

    static Example clean(String rule, Target target, VmFacts vm) {
        return new Example(rule, target, vm, Optional.empty(), "");
    }

    @Override
    public String toString() {
        return rule + (severity.isEmpty() ? " has nothing to say" : " says " + severity.get() + ": " + evidence);
    }
}
