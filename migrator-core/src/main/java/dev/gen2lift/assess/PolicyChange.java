package dev.gen2lift.assess;

/**
 * That a site's policy gave a finding another weight.
 *
 * @param before the severity without the policy
 * @param reason as the policy gives it; hostile text, escape it
 */
public record PolicyChange(Severity before, String reason) {}
