package dev.gen2lift.assess.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.assess.ByteSize;
import dev.gen2lift.assess.DiskExample;
import dev.gen2lift.assess.Finding;
import dev.gen2lift.assess.Remedy;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.RuleCatalogue;
import dev.gen2lift.assess.RuleInfo;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.TargetTrait;
import dev.gen2lift.assess.VmExample;
import dev.gen2lift.guest.Architecture;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule against machines that break it and machines that do not, and the catalogue against its own promises. */
class RuleCatalogueTest {

    private static final RuleCatalogue CATALOGUE = StandardRules.catalogue();

    static Stream<Example> examples() {
        return RuleExamples.ALL.stream();
    }

    static Stream<RuleInfo> infos() {
        return CATALOGUE.rules().stream().map(Rule::info);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void saysWhatItsExampleExpects(Example example) {
        Rule rule = CATALOGUE.rule(example.rule()).orElseThrow();

        List<Finding> findings = rule.check(example.vm(), example.target()).toList();

        if (example.severity().isEmpty()) {
            assertThat(findings).isEmpty();
            return;
        }
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(example.severity().get());
            assertThat(finding.evidence()).contains(example.evidence());
            assertThat(finding.subject()).isNotEmpty();
        });
    }

    @Test
    void everyRuleHasAnExampleThatBreaksItAndOneThatDoesNot() {
        Set<String> all = infos().map(RuleInfo::id).collect(Collectors.toSet());
        assertThat(rulesWith(example -> example.severity().isPresent())).isEqualTo(all);
        assertThat(rulesWith(example -> example.severity().isEmpty())).isEqualTo(all);
    }

    private static Set<String> rulesWith(Predicate<Example> which) {
        return examples().filter(which).map(Example::rule).collect(Collectors.toSet());
    }

    @Test
    void everyRuleShowsTheHeaviestSeverityThatItClaims() {
        infos().forEach(info -> info.severities().forEach((trait, severity) -> {
            List<Finding> shown = examples()
                    .filter(example -> example.rule().equals(info.id()))
                    .flatMap(example ->
                            CATALOGUE.rule(info.id()).orElseThrow().check(example.vm(), as(trait, example.target())))
                    .toList();
            assertThat(shown)
                    .as("%s for %s", info.id(), trait)
                    .extracting(Finding::severity)
                    .contains(severity);
        }));
    }

    /** The example's target with another trait. */
    private static Target as(TargetTrait trait, Target target) {
        Target base = switch (trait) {
            case GEN2 -> Target.GEN2;
            case GEN1 -> Target.GEN1;
            case TRUSTED_LAUNCH -> Target.TRUSTED_LAUNCH;
            case CONFIDENTIAL -> Target.CONFIDENTIAL;
            case NVME -> Target.GEN2.with(Target.DiskController.NVME);
        };
        Target intended = base.with(target.intentions());
        return target.size().map(intended::withSize).orElse(intended);
    }

    @ParameterizedTest
    @MethodSource("infos")
    void saysWhatItIsInPlainSentences(RuleInfo info) {
        assertThat(info.id()).matches("[A-Z]+(-[A-Z0-9]+)+");
        assertThat(info.title()).hasSizeBetween(10, 90).matches("[A-Z].*[^.!]");
        assertThat(info.why()).hasSizeGreaterThan(20).matches("(?s)[A-Z].*\\.");
        assertThat(info.severities()).isNotEmpty();
        assertThat(info.remedies())
                .isNotEmpty()
                .allSatisfy(remedy -> assertThat(remedy.text()).isNotBlank());
        assertThat(info.remedies()).extracting(Remedy::shell).doesNotHaveDuplicates();
        assertThat(info.source().link()).startsWith("https://").doesNotContain(" ");
    }

    @Test
    void theRemedyIsTypedIntoTheGuestsShell() {
        Rule rule = CATALOGUE.rule("BOOT-ESP-MISSING").orElseThrow();

        assertThat(rule.check(VmExample.of(DiskExample.linuxGen2().fileSystem(1, "none")), Target.GEN2))
                .singleElement()
                .extracting(finding -> finding.remedy().shell())
                .isEqualTo(Remedy.Shell.SH);
        assertThat(rule.check(VmExample.of(DiskExample.windowsGen2().fileSystem(1, "none")), Target.GEN2))
                .singleElement()
                .extracting(finding -> finding.remedy().shell())
                .isEqualTo(Remedy.Shell.POWERSHELL);
    }

    @Test
    void namesTheLoaderOfTheGuestsArchitecture() {
        DiskExample arm =
                DiskExample.linuxGen2().withoutLoaders().loader("EFI/debian/shimaa64.efi", Architecture.ARM64);

        assertThat(CATALOGUE.rule("BOOT-ESP-FALLBACK").orElseThrow().check(VmExample.of(arm), Target.GEN2))
                .singleElement()
                .extracting(finding -> finding.remedy().text())
                .asString()
                .contains("cp -r -- 'debian'/. BOOT/", "cp -- BOOT/'shimaa64.efi' BOOT/'BOOTAA64.EFI'");
    }

    @ParameterizedTest
    @MethodSource("infos")
    void putsNoNameOfAGuestIntoACommentThatALineBreakInItWouldEnd(RuleInfo info) {
        Map<String, String> names = Stream.of("image", "vm", "vhd", "new", "distribution", "shim", "fallback")
                .collect(Collectors.toMap(name -> name, name -> "\nHOSTILE"));
        assertThat(info.remedies())
                .allSatisfy(remedy -> assertThat(remedy.text()
                                .lines()
                                .filter(line -> line.startsWith("#"))
                                .toList())
                        .allSatisfy(line -> assertThat(new Remedy(remedy.shell(), line)
                                        .with(names)
                                        .text())
                                .doesNotContain("HOSTILE")));
    }

    @Test
    void refusesTwoRulesWithOneId() {
        Rule rule = CATALOGUE.rules().get(0);
        assertThatThrownBy(() -> new RuleCatalogue(List.of(rule, rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(rule.info().id());
    }

    @Test
    void listsBlockersFirst() {
        List<Severity> severities = CATALOGUE
                .check(VmExample.of(DiskExample.windowsGen1().logReplayed().capacity(80 * ByteSize.GIB)), Target.GEN2)
                .stream()
                .map(Finding::severity)
                .toList();

        assertThat(severities).isSorted().contains(Severity.BLOCKER, Severity.WARNING, Severity.INFO);
    }
}
