package dev.gen2lift.assess;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a site makes of the rules, and what it wants its machines to become.
 *
 * @param changes one for each rule or group of rules
 * @param targets what a machine is to become, the most wanted first; at least one
 */
public record SitePolicy(List<RuleChange> changes, List<Target> targets) {

    /** No rule is changed; Generation 2 with Trusted Launch, then without, then Generation 1. */
    public static final SitePolicy NONE =
            new SitePolicy(List.of(), List.of(Target.TRUSTED_LAUNCH, Target.GEN2, Target.GEN1));

    public SitePolicy {
        changes = List.copyOf(changes);
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a policy wants at least one target");
        }
    }

    /**
     * Another weight for a rule.
     *
     * @param rules an id, or the beginning of ids and a star: {@code WIN-RDP-*}
     * @param severity empty to switch the rule off
     * @param reason why, for the report
     */
    public record RuleChange(String rules, Optional<Severity> severity, String reason) {

        private static final String ANY = "*";

        public RuleChange {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("a change of " + rules + " needs a reason");
            }
        }

        /** Whether it is about the rule with this id. */
        public boolean covers(String id) {
            String wanted = rules.toUpperCase(Locale.ROOT);
            return wanted.endsWith(ANY)
                    ? id.startsWith(wanted.substring(0, wanted.length() - ANY.length()))
                    : id.equals(wanted);
        }

        /** An id says more than the beginning of one. */
        private int precision() {
            return rules.endsWith(ANY) ? rules.length() - ANY.length() : Integer.MAX_VALUE;
        }
    }

    /** What to become without a policy, in one way only. */
    public static SitePolicy only(Target target) {
        return new SitePolicy(List.of(), List.of(target));
    }

    /** What it says of a rule: the most precise of what covers it. */
    Optional<RuleChange> of(RuleInfo rule) {
        return changes.stream()
                .filter(change -> change.covers(rule.id()))
                .max(Comparator.comparingInt(RuleChange::precision));
    }

    /** Findings as the policy weighs them, and what it keeps silent. */
    Weighed weigh(List<Finding> findings) {
        List<Finding> kept = new ArrayList<>();
        List<SwitchedOff> off = new ArrayList<>();
        for (Finding finding : findings) {
            Optional<RuleChange> change = of(finding.rule());
            if (change.isEmpty()) {
                kept.add(finding);
            } else if (change.get().severity().isPresent()) {
                kept.add(finding.weighed(
                        change.get().severity().get(), change.get().reason()));
            } else {
                int at = indexOf(off, finding.rule().id());
                int before = at < 0 ? 0 : off.remove(at).findings();
                off.add(
                        at < 0 ? off.size() : at,
                        new SwitchedOff(
                                finding.rule().id(), before + 1, change.get().reason()));
            }
        }
        kept.sort(Comparator.comparing(Finding::severity));
        return new Weighed(kept, off);
    }

    private static int indexOf(List<SwitchedOff> off, String id) {
        for (int i = 0; i < off.size(); i++) {
            if (off.get(i).rule().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** @param findings blockers first */
    record Weighed(List<Finding> findings, List<SwitchedOff> switchedOff) {}
}
