package dev.gen2lift.assess.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.assess.Assessor;
import dev.gen2lift.assess.DiskExample;
import dev.gen2lift.assess.Finding;
import dev.gen2lift.assess.GuestExample;
import dev.gen2lift.assess.PolicyChange;
import dev.gen2lift.assess.Readiness;
import dev.gen2lift.assess.Severity;
import dev.gen2lift.assess.SitePolicy;
import dev.gen2lift.assess.SwitchedOff;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmExample;
import dev.gen2lift.assess.rules.StandardRules;
import dev.gen2lift.guest.windows.RemoteDesktopFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {

    private static final GuestExample WITHOUT_RDP = GuestExample.windows().with(RemoteDesktopFacts.DENIED, true);

    private static SitePolicy policy(String yaml) throws PolicyException {
        return PolicyFile.parse(yaml, StandardRules.catalogue());
    }

    private static Assessment assess(String yaml, GuestExample guest) throws PolicyException {
        return new Assessor(StandardRules.catalogue(), policy(yaml))
                .assess(VmExample.of(DiskExample.windowsGen2().guest(guest)));
    }

    private static String change(String rule, String severity) {
        return "rules:\n  - rule: " + rule + "\n    severity: " + severity + "\n    reason: we know\n";
    }

    @Test
    void theExampleOfTheDocumentationIsAPolicy() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "policy.md"));
        String example = page.split("```yaml\\R")[1].split("```")[0];

        SitePolicy policy = policy(example);

        assertThat(policy.changes()).hasSize(3);
        assertThat(policy.targets())
                .extracting(Target::title)
                .containsExactly("Generation 2 with Trusted Launch", "Generation 2", "Generation 1");
        assertThat(policy.targets())
                .allSatisfy(target -> assertThat(target.size()).contains("Standard_D4s_v5"));
    }

    @Test
    void aRuleThatIsSwitchedOffIsSilentAndToldOf() throws Exception {
        Assessment assessment = assess(change("WIN-RDP-DENY", "off"), WITHOUT_RDP);

        assertThat(assessment.findings())
                .extracting(finding -> finding.rule().id())
                .doesNotContain("WIN-RDP-DENY");
        assertThat(assessment.switchedOff()).containsExactly(new SwitchedOff("WIN-RDP-DENY", 1, "we know"));
        assertThat(assessment.readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void aRuleThatIsRaisedBlocksAndSaysWhy() throws Exception {
        Assessment assessment = assess(change("win-rdp-*", "blocker"), WITHOUT_RDP);

        assertThat(assessment.readiness()).isEqualTo(Readiness.NOT_READY);
        assertThat(assessment.findings(Severity.BLOCKER))
                .filteredOn(finding -> finding.rule().id().equals("WIN-RDP-DENY"))
                .singleElement()
                .extracting(Finding::policy)
                .isEqualTo(Optional.of(new PolicyChange(Severity.WARNING, "we know")));
    }

    @Test
    void whatIsRaisedWithoutBeingDecidedIsUnknown() throws Exception {
        Assessment assessment =
                assess(change("WIN-RDP-DENY", "blocker"), GuestExample.windows().without(RemoteDesktopFacts.DENIED));

        assertThat(assessment.readiness()).isEqualTo(Readiness.UNKNOWN);
        assertThat(assessment.findings(Severity.BLOCKER)).isEmpty();
    }

    @Test
    void theMorePreciseEntryCounts() throws Exception {
        String yaml =
                change("WIN-RDP-DENY", "info") + change("WIN-*", "blocker").replace("rules:\n", "");

        assertThat(assess(yaml, WITHOUT_RDP).findings())
                .filteredOn(finding -> finding.rule().id().equals("WIN-RDP-DENY"))
                .singleElement()
                .extracting(Finding::severity)
                .isEqualTo(Severity.INFO);
    }

    @Test
    void choosesTargets() throws Exception {
        assertThat(policy("targets: [confidential, gen2]").targets()).containsExactly(Target.CONFIDENTIAL, Target.GEN2);
        assertThat(policy("diskController: nvme\ntargets: [gen2, gen1]").targets())
                .containsExactly(Target.GEN2.with(Target.DiskController.NVME), Target.GEN2, Target.GEN1);
        assertThat(policy("version: 1").targets()).isEqualTo(SitePolicy.NONE.targets());
        assertThat(policy("plan: {region: westeurope, zone: 2, hibernation: true}")
                        .targets())
                .allSatisfy(target -> {
                    assertThat(target.intentions().region()).contains("westeurope");
                    assertThat(target.intentions().zone()).contains("2");
                    assertThat(target.intentions().hibernation()).isTrue();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "WIN-RDP-PROT, did you mean WIN-RDP-PORT?",
        "VM-SHIELED, did you mean VM-SHIELDED?",
        "XYZZY, gen2lift rules lists all",
        "XYZ-*, gen2lift rules lists all",
        "'\"*\"', gen2lift rules lists all"
    })
    void anUnknownRuleIsAnErrorWithAHint(String rule, String hint) {
        assertThatThrownBy(() -> policy(change(rule, "off")))
                .isInstanceOfSatisfying(
                        PolicyException.class, e -> assertThat(e.hint()).isEqualTo(hint));
    }

    @Test
    void aRuleMayBeCalledByItsOtherName() throws Exception {
        assertThat(policy(change("VM-SHIELDED", "off")).changes())
                .singleElement()
                .extracting(SitePolicy.RuleChange::rules)
                .isEqualTo("SEC-SHIELDED-VM");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "a: b: c",
                "rules: 1",
                "rules: [1]",
                "rules: [{rule: WIN-UTC, severity: off}]",
                "rules: [{rule: WIN-UTC, severity: off, reason: ' '}]",
                "rules: [{rule: WIN-UTC, severity: fatal, reason: x}]",
                "rules: [{rule: WIN-UTC, reason: x}]",
                "rules: [{severity: off, reason: x}]",
                "rules: [{rule: WIN-UTC, severity: off, reason: x, because: y}]",
                "targets: [gen3]",
                "targets: gen2",
                "diskController: ide",
                "plan: {cpu: 4}",
                "plan: {hibernation: maybe}",
                "plan: {region: [a]}",
                "version: 2",
                "unknown: 1",
                "version: 1\nversion: 1",
                "a: &a [*a]"
            })
    void whatMeansNothingIsRefused(String yaml) {
        assertThatThrownBy(() -> policy(yaml))
                .isInstanceOf(PolicyException.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n");
    }

    @Test
    void aFileThatIsTooLargeIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("policy.yaml"), "# " + "x".repeat(1 << 20));

        assertThatThrownBy(() -> PolicyFile.read(file, StandardRules.catalogue()))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("1048576");
    }
}
