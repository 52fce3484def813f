package dev.gen2lift.report;

import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.RuleCatalogue;
import dev.gen2lift.assess.RuleInfo;
import dev.gen2lift.assess.TargetTrait;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The catalogue of rules as a Markdown page; docs/rules.md is this, and a test holds the two together. */
public final class RulesDocument {

    private RulesDocument() {}

    public static String markdown(RuleCatalogue catalogue) {
        StringBuilder page = new StringBuilder("""
                # Rules

                What `assess` looks for. Written from the catalogue; a test fails where the two differ, and
                `mvn test -pl migrator-core -am -Dtest=RulesDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dgen2lift.update-docs=true`
                writes this page anew. The severity is the heaviest that a finding of the rule can have. Trusted Launch,
                confidential VMs and NVMe disks add to what Generation 2 asks; – means nothing to add.

                | rule | Gen 2 | Gen 1 | Trusted Launch | confidential | NVMe | what is wrong |
                | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (Rule rule : catalogue.rules()) {
            RuleInfo info = rule.info();
            page.append("| [%s](#%s) | %s | %s |%n"
                    .formatted(info.id(), info.id().toLowerCase(Locale.ROOT), severities(info), info.title()));
        }
        catalogue.rules().forEach(rule -> section(page, rule.info()));
        return page.toString().replace(System.lineSeparator(), "\n");
    }

    private static void section(StringBuilder page, RuleInfo info) {
        page.append("\n## ")
                .append(info.id())
                .append("\n\n")
                .append(info.title())
                .append(".\n\n");
        page.append(info.why()).append("\n\n");
        info.remedies().forEach(remedy -> remedy(page, remedy));
        page.append("Source: [%s](%s)%n"
                .formatted(info.source().title(), info.source().link()));
    }

    private static void remedy(StringBuilder page, Remedy remedy) {
        if (remedy.shell() == Remedy.Shell.NONE) {
            page.append("Remedy: ").append(remedy.text()).append("\n\n");
            return;
        }
        page.append("```").append(Json.name(remedy.shell())).append('\n');
        page.append(remedy.text()).append("\n```\n\n");
    }

    private static String severities(RuleInfo info) {
        return Arrays.stream(TargetTrait.values())
                .map(trait -> Optional.ofNullable(info.severities().get(trait))
                        .map(Json::name)
                        .orElse("–"))
                .collect(Collectors.joining(" | "));
    }
}
