package dev.gen2lift.assess;

/**
 * What a rule has to say about a machine.
 *
 * @param severity what it means for the target; never heavier than the rule's own for that target
 * @param subject what it is about: the machine's name, a disk's path, a partition; hostile text, escape it
 * @param evidence what was seen; hostile text, escape it
 * @param remedy the rule's remedy with this machine's values filled in, quoted for its shell
 * @param decided false where the facts that decide were unknown: the finding then says which, and the machine's
 *     readiness is unknown
 */
public record Finding(
        RuleInfo rule, Severity severity, String subject, String evidence, Remedy remedy, boolean decided) {}
