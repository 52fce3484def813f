package dev.gen2lift.assess;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules, in the order in which reports list their findings. {@code StandardRules} has those of gen2lift. */
public final class RuleCatalogue {

    /** Letters of a wrong id that are compared. */
    private static final int MAX_NAME = 100;

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

    /** The id that is most like {@code wrong}; empty where none is nearly the same. */
    public Optional<String> near(String wrong) {
        String upper = wrong.toUpperCase(Locale.ROOT);
        return Stream.concat(rules.keySet().stream(), aliases.keySet().stream().sorted())
                .map(id -> Map.entry(id, distance(upper, id)))
                .filter(entry -> entry.getValue() <= Math.max(2, upper.length() / 4))
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .or(() -> rules.keySet().stream()
                        .filter(id -> upper.length() > 2 && id.contains(upper))
                        .findFirst());
    }

    /** How many letters are to be changed, added or taken away (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= Math.min(one.length(), MAX_NAME); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()] + Math.max(0, one.length() - MAX_NAME);
    }

    /** All findings for a machine and a target, blockers first, within a severity in the catalogue's order. */
    public List<Finding> check(VmFacts vm, Target target) {
        return rules.values().stream()
                .flatMap(rule -> rule.check(vm, target))
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }
}
