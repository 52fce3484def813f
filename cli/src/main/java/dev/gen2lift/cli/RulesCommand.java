package dev.gen2lift.cli;

import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.RuleCatalogue;
import dev.gen2lift.assess.RuleInfo;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.TargetTrait;
import dev.gen2lift.assess.rules.StandardRules;
import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.cli.console.Table;
import dev.gen2lift.report.Json;
import dev.gen2lift.report.RuleListDocument;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rules}: the catalogue of what {@code assess} looks for. */
@Command(name = "rules", description = "Lists the rules that assess judges by, or explains one.")
final class RulesCommand extends ConsoleCommand {

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The rule to explain, such as WIN-RDP-PORT.")
    @Nullable
    String id;

    @Option(
            names = "--generation",
            paramLabel = "V1|V2",
            description = "Only rules that apply to machines of this generation.")
    @Nullable
    String generation;

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            description = "Only rules that can be of this severity: blocker, warning or info.")
    @Nullable
    Severity severity;

    @Option(names = "--text", paramLabel = "TEXT", description = "Only rules with this in their id or their texts.")
    @Nullable
    String text;

    @Override
    public Integer call() {
        Console console = console();
        RuleCatalogue catalogue = StandardRules.catalogue();
        List<Rule> rules = id == null ? filtered(catalogue) : List.of(named(catalogue, id));
        if (console.json()) {
            console.result(Json.text(RuleListDocument.of(catalogue, rules)));
        } else if (id != null) {
            console.result(explained(rules.get(0).info()));
        } else {
            Table table = new Table();
            rules.forEach(rule -> table.row(
                    rule.info().id(),
                    Table.word(heaviest(rule.info())),
                    rule.info().title()));
            console.result(table + (rules.size() == 1 ? "1 rule" : rules.size() + " rules"));
        }
        return ExitCode.DONE;
    }

    private static Rule named(RuleCatalogue catalogue, String wanted) {
        return catalogue
                .rule(wanted)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.BAD_INPUT,
                        "NO_SUCH_RULE",
                        "there is no rule " + Table.printable(wanted),
                        catalogue
                                .near(wanted)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("gen2lift rules lists all")));
    }

    private List<Rule> filtered(RuleCatalogue catalogue) {
        Optional<TargetTrait> trait = trait();
        return catalogue.rules().stream()
                .filter(rule -> trait.isEmpty() || rule.info().severities().containsKey(trait.get()))
                .filter(rule -> severity == null
                        || (trait.isEmpty()
                                ? rule.info().severities().containsValue(severity)
                                : rule.info().severities().get(trait.get()) == severity))
                .filter(rule -> text == null || mentions(rule.info(), text.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private Optional<TargetTrait> trait() {
        if (generation == null) {
            return Optional.empty();
        }
        return switch (generation.toUpperCase(Locale.ROOT)) {
            case "V1", "1" -> Optional.of(TargetTrait.GEN1);
            case "V2", "2" -> Optional.of(TargetTrait.GEN2);
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE, "USAGE", "no generation: " + Table.printable(generation), "V1 or V2");
        };
    }

    private static boolean mentions(RuleInfo info, String words) {
        return (info.id() + "\n" + info.title() + "\n" + info.why() + "\n"
                        + info.remedies().stream().map(Remedy::text).collect(Collectors.joining("\n")))
                .toLowerCase(Locale.ROOT)
                .contains(words);
    }

    private static Severity heaviest(RuleInfo info) {
        return info.severities().values().stream().min(Severity::compareTo).orElse(Severity.INFO);
    }

    private static String explained(RuleInfo info) {
        StringBuilder page = new StringBuilder();
        page.append(info.id()).append(": ").append(info.title()).append(".\n\n");
        page.append(info.why()).append("\n\n");
        Table severities = new Table();
        Arrays.stream(TargetTrait.values())
                .forEach(trait -> Optional.ofNullable(info.severities().get(trait))
                        .ifPresent(weight -> severities.row(title(trait), Table.word(weight))));
        page.append(severities).append('\n');
        for (Remedy remedy : info.remedies()) {
            page.append(
                            switch (remedy.shell()) {
                                case POWERSHELL -> "PowerShell:";
                                case SH -> "Shell:";
                                case NONE -> "Remedy:";
                            })
                    .append('\n');
            remedy.text().lines().forEach(line -> page.append("  ").append(line).append('\n'));
            page.append('\n');
        }
        return page.append("Source: ").append(info.source()).toString();
    }

    private static String title(TargetTrait trait) {
        return switch (trait) {
            case GEN2 -> "Generation 2";
            case GEN1 -> "Generation 1";
            case TRUSTED_LAUNCH -> "with Trusted Launch";
            case CONFIDENTIAL -> "as a confidential VM";
            case NVME -> "with NVMe disks";
        };
    }

    @Override
    public String action() {
        return "explain rules";
    }
}
