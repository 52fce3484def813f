package dev.gen2lift.report;

import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.RuleCatalogue;
import dev.gen2lift.assess.RuleInfo;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.TargetTrait;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code rules --json} prints.
 *
 * @param schema {@value #SCHEMA}
 */
public record RuleListDocument(String schema, List<Entry> rules) {

    public static final String SCHEMA = "gen2lift.rules/1";

    /**
     * A rule.
     *
     * @param aliases ids under which it is known as well
     * @param severities the heaviest of its findings by what a target is: "gen2", "gen1", "trusted-launch",
     *     "confidential", "nvme"; absent where the rule does not apply
     */
    public record Entry(
            String id,
            List<String> aliases,
            String title,
            String why,
            Map<String, Severity> severities,
            List<Remedy> remedies,
            Document source) {}

    public record Document(String title, String link) {}

    public static RuleListDocument of(RuleCatalogue catalogue, List<Rule> rules) {
        return new RuleListDocument(
                SCHEMA,
                rules.stream().map(rule -> entry(catalogue, rule.info())).toList());
    }

    private static Entry entry(RuleCatalogue catalogue, RuleInfo info) {
        Map<String, Severity> severities = new LinkedHashMap<>();
        for (TargetTrait trait : TargetTrait.values()) {
            Severity severity = info.severities().get(trait);
            if (severity != null) {
                severities.put(Json.name(trait), severity);
            }
        }
        List<String> aliases = catalogue.aliases().entrySet().stream()
                .filter(alias -> alias.getValue().equals(info.id()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return new Entry(
                info.id(),
                aliases,
                info.title(),
                info.why(),
                severities,
                info.remedies(),
                new Document(info.source().title(), info.source().link()));
    }
}
