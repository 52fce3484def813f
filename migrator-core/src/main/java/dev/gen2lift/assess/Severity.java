package dev.gen2lift.assess;

/** How much a finding weighs, the heaviest first. */
public enum Severity {
    /** The machine cannot be moved, or would not start, as it is. */
    BLOCKER,
    /** It can be moved on a condition that someone has to know or do. */
    WARNING,
    /** Good to know; nothing to do. */
    INFO
}
