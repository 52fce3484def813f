package dev.gen2lift.assess;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be known of a rule before any machine is looked at.
 *
 * @param id stable, for policies and scripts: "DISK-ALIGN-1MIB"
 * @param title what is wrong when it speaks, in one sentence without a full stop
 * @param why what happens otherwise, in whole sentences
 * @param severities the heaviest that a finding may have for a target with each trait; absent where it
 *     does not apply
 * @param remedies with placeholders such as {@code <image>}; the first one serves where nothing speaks for another, and
 *     there is at most one for each shell
 */
public record RuleInfo(
        String id,
        String title,
        String why,
        Map<TargetTrait, Severity> severities,
        Source source,
        List<Remedy> remedies) {

    public RuleInfo {
        severities = Map.copyOf(severities);
        remedies = List.copyOf(remedies);
        if (remedies.isEmpty()) {
            throw new IllegalArgumentException("a rule without a remedy: " + id);
        }
    }

    /** The remedy that is typed into {@code shell}; the first where there is none. */
    public Remedy remedyFor(Optional<Remedy.Shell> shell) {
        return remedies.stream()
                .filter(remedy ->
                        shell.filter(wanted -> wanted == remedy.shell()).isPresent())
                .findFirst()
                .orElse(remedies.get(0));
    }

    /** The severity for a target, by the trait that weighs most; empty where the rule does not apply to it. */
    public Optional<Severity> severityFor(Target target) {
        return target.traits().stream()
                .flatMap(trait -> Optional.ofNullable(severities.get(trait)).stream())
                .min(Comparator.naturalOrder());
    }
}
