package dev.gen2lift.assess.rules;

import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the check of a rule saw, before the rule's texts are put around it.
 *
 * @param severity lighter than the rule's own, where the case is lighter
 * @param decided false where the facts that decide are unknown
 * @param atWorst what an undecided one could be; empty for the severity that it has
 * @param shell which of the rule's remedies fits; empty for its first
 * @param values for the placeholders of the rule's remedy
 */
record Observation(
        String subject,
        String evidence,
        Optional<Severity> severity,
        boolean decided,
        Optional<Severity> atWorst,
        Optional<Remedy.Shell> shell,
        Map<String, Object> values) {

    static Observation of(String subject, String evidence) {
        return new Observation(subject, evidence, Optional.empty(), true, Optional.empty(), Optional.empty(), Map.of());
    }

    Observation as(Severity lighter) {
        return new Observation(subject, evidence, Optional.of(lighter), decided, atWorst, shell, values);
    }

    /** The remedy for the guest's family, where the rule has one for each. */
    Observation remediedIn(Remedy.Shell chosen) {
        return new Observation(subject, evidence, severity, decided, atWorst, Optional.of(chosen), values);
    }

    Observation saying(String other) {
        return new Observation(subject, other, severity, decided, atWorst, shell, values);
    }

    Observation undecided() {
        return new Observation(subject, evidence, severity, false, atWorst, shell, values);
    }

    /** Undecided, and heavier than the rule where it turns out badly: nothing else tells. */
    Observation undecided(Severity worst) {
        return new Observation(subject, evidence, severity, false, Optional.of(worst), shell, values);
    }

    Observation with(String placeholder, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(placeholder, value);
        return new Observation(subject, evidence, severity, decided, atWorst, shell, more);
    }
}
