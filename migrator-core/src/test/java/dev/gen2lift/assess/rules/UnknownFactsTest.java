package dev.gen2lift.assess.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.assess.DiskExample;
import dev.gen2lift.assess.Finding;
import dev.gen2lift.assess.Readiness;
import dev.gen2lift.assess.Rule;
import dev.gen2lift.assess.Target;
import dev.gen2lift.assess.VmExample;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Facts;
import dev.gen2lift.guest.GuestFacts;
import dev.gen2lift.guest.linux.MountFacts;
import dev.gen2lift.guest.windows.SystemFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What could not be read of a guest is never taken for fine: each rule that reads facts says so. */
class UnknownFactsTest {

    /** These only add to what other rules say, where they see something; without it they have nothing to say. */
    private static final Set<String> SPEAK_OF_WHAT_THEY_SEE = Set.of(
            "WIN-PORT3389-CONFLICT",
            "WIN-INTEGRATION-SVC",
            "BOOT-MBR2GPT-BUGS",
            "OS-FREEBSD-OPENBSD",
            "BOOT-GRUB-EFI-CFG",
            "LNX-MACHINE-ID",
            "LNX-HOST-KEYS",
            "LNX-NETWORKMANAGER",
            "LNX-WAAGENT-RESDISK");

    static Stream<Rule> windowsRules() {
        return rules(StandardRules.WINDOWS);
    }

    static Stream<Rule> linuxRules() {
        return rules(LinuxExamples.RULES);
    }

    private static Stream<Rule> rules(List<Rule> all) {
        return all.stream()
                .filter(rule -> !SPEAK_OF_WHAT_THEY_SEE.contains(rule.info().id()));
    }

    @ParameterizedTest
    @MethodSource("windowsRules")
    void ofWindowsIsTold(Rule rule) {
        requireUndecided(rule, DiskExample.windowsGen2(), GuestFacts.Family.WINDOWS, SystemFacts.FOLDER);
    }

    @ParameterizedTest
    @MethodSource("linuxRules")
    void ofLinuxIsTold(Rule rule) {
        requireUndecided(rule, DiskExample.linuxGen2(), GuestFacts.Family.LINUX, MountFacts.ROOT_VOLUME);
    }

    private static void requireUndecided(Rule rule, DiskExample disk, GuestFacts.Family family, FactName<String> only) {
        GuestFacts guest = GuestFacts.ofFamily(
                family,
                Optional.empty(),
                Facts.builder().known(only, "partition 2", "seen").build());

        List<Finding> findings =
                rule.check(VmExample.of(disk.guest(guest)), target(rule)).toList();

        assertThat(findings).isNotEmpty().allMatch(finding -> !finding.decided());
        assertThat(Readiness.of(findings)).isNotEqualTo(Readiness.NOT_READY);
    }

    /** One that the rule applies to. */
    private static Target target(Rule rule) {
        return Stream.of(Target.GEN2, Target.TRUSTED_LAUNCH, Target.GEN2.with(Target.DiskController.NVME), Target.GEN1)
                .filter(each -> rule.info().severityFor(each).isPresent())
                .findFirst()
                .orElseThrow();
    }
}
