package dev.gen2lift.assess;

/**
 * That a site's policy keeps a rule from speaking, which had something to say.
 *
 * @param rule its id
 * @param findings how many it had
 * @param reason as the policy gives it; hostile text, escape it
 */
public record SwitchedOff(String rule, int findings, String reason) {}
