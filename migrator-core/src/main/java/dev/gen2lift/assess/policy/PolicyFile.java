package dev.gen2lift.assess.policy;

import dev.gen2lift.assess.Intentions;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.RuleCatalogue;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.SitePolicy;
import dev.gen2lift.assess.SitePolicy.RuleChange;
import dev.gen2lift.assess.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a site's policy from YAML 1.2; docs/policy.md describes it. */
public final class PolicyFile {

    /** Bytes; a policy has a few KiB. */
    private static final int MAX_SIZE = 1 << 20;

    private static final String ANY = "*";
    private static final int VERSION = 1;

    private static final List<String> TOP = List.of("version", "rules", "targets", "diskController", "plan");
    private static final List<String> CHANGE = List.of("rule", "severity", "reason");
    private static final List<String> PLAN = List.of(
            "size",
            "osDiskSku",
            "dataDiskSku",
            "region",
            "stagingRegion",
            "zone",
            "resourceGroup",
            "managedImage",
            "hibernation",
            "osProfile");

    private PolicyFile() {}

    /**
     * Reads up to 1 MiB.
     *
     * @param catalogue the rules that it may speak of
     * @throws PolicyException where the file is no policy, or speaks of rules that there are not
     * @throws IOException where it cannot be read
     */
    public static SitePolicy read(Path file, RuleCatalogue catalogue) throws PolicyException, IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_SIZE + 1);
        }
        if (bytes.length > MAX_SIZE) {
            throw new PolicyException("it has more than " + MAX_SIZE + " bytes", "");
        }
        return parse(new String(bytes, StandardCharsets.UTF_8), catalogue);
    }

    /** @throws PolicyException where the text is no policy, or speaks of rules that there are not */
    public static SitePolicy parse(String yaml, RuleCatalogue catalogue) throws PolicyException {
        PolicyValues top = PolicyValues.of(load(yaml), "the policy", TOP);
        String version = top.text("version").orElse("" + VERSION);
        if (!version.equals("" + VERSION)) {
            throw new PolicyException("version " + version + " is not known", "this gen2lift knows version " + VERSION);
        }
        List<RuleChange> changes = new ArrayList<>();
        for (Object entry : top.list("rules")) {
            changes.add(change(PolicyValues.of(entry, "an entry of rules", CHANGE), catalogue));
        }
        return new SitePolicy(changes, targets(top));
    }

    private static Object load(String yaml) throws PolicyException {
        try {
            Object loaded = new Load(LoadSettings.builder()
                            .setAllowDuplicateKeys(false)
                            .setCodePointLimit(MAX_SIZE)
                            .build())
                    .loadFromString(yaml);
            if (loaded == null) {
                throw new PolicyException("it is empty", "docs/policy.md shows what it may say");
            }
            return loaded;
        } catch (YamlEngineException e) {
            throw new PolicyException(
                    "it is no YAML: "
                            + String.valueOf(e.getMessage())
                                    .lines()
                                    .limit(3)
                                    .reduce("", (a, b) -> (a + " " + b).strip()),
                    "docs/policy.md shows what it may say");
        }
    }

    private static RuleChange change(PolicyValues entry, RuleCatalogue catalogue) throws PolicyException {
        String rule = entry.text("rule")
                .orElseThrow(
                        () -> new PolicyException("an entry of rules names no rule", "say it as rule: WIN-RDP-PORT"))
                .toUpperCase(Locale.ROOT);
        String reason = entry.text("reason")
                .orElseThrow(() -> new PolicyException(
                        "the change of " + rule + " has no reason", "say why: the reason appears in the report"));
        return new RuleChange(known(rule, catalogue), severity(rule, entry), reason);
    }

    /** The rule's own id where it is known by another one too. */
    private static String known(String rule, RuleCatalogue catalogue) throws PolicyException {
        if (rule.endsWith(ANY)) {
            String beginning = rule.substring(0, rule.length() - ANY.length());
            if (!beginning.isEmpty()
                    && catalogue.rules().stream()
                            .anyMatch(each -> each.info().id().startsWith(beginning))) {
                return rule;
            }
            throw new PolicyException("no rule begins with " + beginning, "gen2lift rules lists all");
        }
        Optional<Rule> found = catalogue.rule(rule);
        if (found.isPresent()) {
            return found.get().info().id();
        }
        throw new PolicyException(
                "there is no rule " + rule,
                catalogue.near(rule).map(id -> "did you mean " + id + "?").orElse("gen2lift rules lists all"));
    }

    private static Optional<Severity> severity(String rule, PolicyValues entry) throws PolicyException {
        String word = entry.text("severity").orElse("").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "off", "false" -> Optional.empty();
            case "info" -> Optional.of(Severity.INFO);
            case "warning" -> Optional.of(Severity.WARNING);
            case "blocker" -> Optional.of(Severity.BLOCKER);
            default ->
                throw new PolicyException(
                        "the change of " + rule + " has no severity that is known"
                                + (word.isEmpty() ? "" : ": " + word),
                        "one of off, info, warning, blocker");
        };
    }

    private static List<Target> targets(PolicyValues top) throws PolicyException {
        Set<Target> wanted = new LinkedHashSet<>();
        for (Object name : top.list("targets")) {
            wanted.add(target(String.valueOf(name)));
        }
        if (wanted.isEmpty()) {
            wanted.addAll(SitePolicy.NONE.targets());
        }
        boolean nvme = top.text("diskController")
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> !word.equals("scsi"))
                .isPresent();
        if (nvme && !top.text("diskController").orElse("").equalsIgnoreCase("nvme")) {
            throw new PolicyException(
                    "diskController is not known: " + top.text("diskController").orElse(""), "one of scsi, nvme");
        }
        PolicyValues plan = PolicyValues.of(top.value("plan").orElse(Map.of()), "plan", PLAN);
        Intentions intentions = intentions(plan);
        Optional<String> size = plan.text("size");
        List<Target> targets = new ArrayList<>();
        for (Target each : wanted) {
            Target planned = size.map(each::withSize).orElse(each).with(intentions);
            if (nvme && !each.equals(Target.GEN1)) {
                targets.add(planned.with(Target.DiskController.NVME));
            }
            targets.add(planned);
        }
        return targets;
    }

    private static Target target(String name) throws PolicyException {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "trusted-launch" -> Target.TRUSTED_LAUNCH;
            case "gen2" -> Target.GEN2;
            case "confidential" -> Target.CONFIDENTIAL;
            case "gen1" -> Target.GEN1;
            default ->
                throw new PolicyException(
                        "there is no target " + name, "one of trusted-launch, gen2, confidential, gen1");
        };
    }

    private static Intentions intentions(PolicyValues plan) throws PolicyException {
        return new Intentions(
                plan.text("osDiskSku"),
                plan.text("dataDiskSku"),
                plan.text("region"),
                plan.text("stagingRegion"),
                plan.text("zone"),
                plan.text("resourceGroup"),
                plan.isTrue("managedImage"),
                plan.isTrue("hibernation"),
                plan.isTrue("osProfile"));
    }
}
