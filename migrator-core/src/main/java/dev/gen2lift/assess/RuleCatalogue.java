package dev.gen2lift.assess;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every rule, in the order in which reports list their findings. */
public final class RuleCatalogue {

    private static final RuleCatalogue STANDARD = new RuleCatalogue(
            Stream.of(ContainerRules.ALL, SizeRules.ALL, PartitionRules.ALL, BootRules.ALL, MachineRules.ALL)
                    .flatMap(List::stream)
                    .toList());

    private final Map<String, Rule> rules;

    /** @throws IllegalArgumentException where two rules have one id */
    public RuleCatalogue(List<Rule> rules) {
        this.rules = new LinkedHashMap<>();
        for (Rule rule : rules) {
            if (this.rules.put(rule.info().id(), rule) != null) {
                throw new IllegalArgumentException(
                        "two rules are called " + rule.info().id());
            }
        }
    }

    /** The rules that gen2lift comes with. */
    public static RuleCatalogue standard() {
        return STANDARD;
    }

    public List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    /** @param id as written in the catalogue, upper case */
    public Optional<Rule> rule(String id) {
        return Optional.ofNullable(rules.get(id));
    }

    /** All findings for a machine and a target, blockers first, within a severity in the catalogue's order. */
    public List<Finding> check(VmFacts vm, Target target) {
        return rules.values().stream()
                .flatMap(rule -> rule.check(vm, target))
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }
}
