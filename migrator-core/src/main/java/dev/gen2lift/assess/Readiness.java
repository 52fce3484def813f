package dev.gen2lift.assess;

import java.util.Collection;

/** The verdict on a virtual machine, in the words of Azure Migrate. */
public enum Readiness {
    READY,
    READY_WITH_CONDITIONS,
    NOT_READY,
    /** Something decisive could not be established. */
    UNKNOWN;

    /** A blocker decides; then what could be one but could not be decided; then warnings, and what could be one. */
    public static Readiness of(Collection<Finding> findings) {
        if (findings.stream().anyMatch(finding -> finding.severity() == Severity.BLOCKER)) {
            return NOT_READY;
        }
        if (findings.stream().anyMatch(finding -> !finding.decided() && finding.atWorst() == Severity.BLOCKER)) {
            return UNKNOWN;
        }
        return findings.stream()
                        .anyMatch(finding ->
                                finding.severity() == Severity.WARNING || finding.atWorst() == Severity.WARNING)
                ? READY_WITH_CONDITIONS
                : READY;
    }
}
