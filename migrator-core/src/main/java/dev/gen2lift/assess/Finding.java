package dev.gen2lift.assess;

import java.util.Optional;

/**
 * What a rule has to say about a machine.
 *
 * @param severity what it means for the target; never heavier than the rule's own for that target, unless by policy
 * @param subject what it is about: the machine's name, a disk's path, a partition; hostile text, escape it
 * @param evidence what was seen; hostile text, escape it
 * @param remedy the rule's remedy with this machine's values filled in, quoted for its shell
 * @param decided false where the facts that decide were unknown: the finding then says which
 * @param atWorst what it could be if everything were known; {@code severity} where it is decided
 * @param policy set where the site's policy changed the severity
 */
public record Finding(
        RuleInfo rule,
        Severity severity,
        String subject,
        String evidence,
        Remedy remedy,
        boolean decided,
        Severity atWorst,
        Optional<PolicyChange> policy) {

    /** By a rule alone; undecided, it could be a blocker. */
    public Finding(RuleInfo rule, Severity severity, String subject, String evidence, Remedy remedy, boolean decided) {
        this(
                rule,
                severity,
                subject,
                evidence,
                remedy,
                decided,
                decided ? severity : Severity.BLOCKER,
                Optional.empty());
    }

    /** With the weight that a policy gives it; an undecided one is never shown as a blocker. */
    Finding weighed(Severity wanted, String reason) {
        Severity shown = !decided && wanted == Severity.BLOCKER ? Severity.WARNING : wanted;
        return new Finding(
                rule,
                shown,
                subject,
                evidence,
                remedy,
                decided,
                wanted,
                Optional.of(new PolicyChange(severity, reason)));
    }
}
