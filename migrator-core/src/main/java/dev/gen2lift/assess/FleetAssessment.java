package dev.gen2lift.assess;

import java.time.Instant;
import java.util.List;

/**
 * The verdict on many machines.
 *
 * @param assessedAt when they were looked at
 */
public record FleetAssessment(Instant assessedAt, List<Assessment> vms) {

    public FleetAssessment {
        vms = List.copyOf(vms);
    }

    /** Counts of machines by readiness. */
    public record Summary(int vms, int ready, int readyWithConditions, int notReady, int unknown) {}

    public Summary summary() {
        return new Summary(
                vms.size(),
                count(Readiness.READY),
                count(Readiness.READY_WITH_CONDITIONS),
                count(Readiness.NOT_READY),
                count(Readiness.UNKNOWN));
    }

    private int count(Readiness readiness) {
        return (int) vms.stream().filter(vm -> vm.readiness() == readiness).count();
    }
}
