package dev.gen2lift.assess;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Rules, in the order in which reports list their findings. {@code StandardRules} has those of gen2lift. */
public final class RuleCatalogue {

    private final Map<String, Rule> rules;
    private final Map<String, String> aliases;

    /** @throws IllegalArgumentException where two rules have one id */
    public RuleCatalogue(List<Rule> rules) {
        this(rules, Map.of());
    }

    /**
     * @param aliases ids under which rules are known as well, and the ids of those rules
     * @throws IllegalArgumentException where two rules have one id, or an alias has no rule
     */
    public RuleCatalogue(List<Rule> rules, Map<String, String> aliases) {
        this.rules = new LinkedHashMap<>();
        for (Rule rule : rules) {
            if (this.rules.put(rule.info().id(), rule) != null) {
                throw new IllegalArgumentException(
                        "two rules are called " + rule.info().id());
            }
        }
        aliases.forEach((alias, id) -> {
            if (this.rules.containsKey(alias) || !this.rules.containsKey(id)) {
                throw new IllegalArgumentException("no alias: " + alias + " for " + id);
            }
        });
        this.aliases = Map.copyOf(aliases);
    }

    public List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    /** Ids under which rules are known as well, and the ids of those rules. */
    public Map<String, String> aliases() {
        return aliases;
    }

    /** @param id of a rule, or an alias, in any case */
    public Optional<Rule> rule(String id) {
        String upper = id.toUpperCase(Locale.ROOT);
        return Optional.ofNullable(rules.get(aliases.getOrDefault(upper, upper)));
    }

    /** All findings for a machine and a target, blockers first, within a severity in the catalogue's order. */
    public List<Finding> check(VmFacts vm, Target target) {
        return rules.values().stream()
                .flatMap(rule -> rule.check(vm, target))
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }
}
