package dev.gen2lift.report.baseline;

import dev.gen2lift.assess.Readiness;
import dev.gen2lift.assess.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An older report, as far as it is compared.
 *
 * @param assessedAt empty where the report does not say
 */
public record Baseline(Optional<Instant> assessedAt, List<Machine> machines) {

    public Baseline {
        machines = List.copyOf(machines);
    }

    /** @param target generation and security type, "V2 TrustedLaunch"; all texts are hostile, escape them */
    public record Machine(String name, Readiness readiness, String target, List<FindingKey> findings) {

        public Machine {
            findings = List.copyOf(findings);
        }
    }

    /**
     * What tells a finding from others of its machine.
     *
     * @param rule its id; hostile text where it comes from an older report
     * @param subject hostile text
     */
    public record FindingKey(String rule, Severity severity, String subject) {}
}
