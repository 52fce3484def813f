package dev.gen2lift.report.fleet;

import dev.gen2lift.assess.FleetAssessment;
import dev.gen2lift.assess.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The machines of one readiness as part of a ring, whose length is 100.
 *
 * @param from where it begins on the ring, as SVG writes it
 * @param length of its part, as SVG writes it
 * @param percent of all machines, a whole number
 */
public record Slice(Readiness readiness, int machines, String from, String length, long percent) {

    static List<Slice> of(FleetAssessment fleet) {
        FleetAssessment.Summary summary = fleet.summary();
        int all = Math.max(1, summary.vms());
        List<Slice> slices = new ArrayList<>();
        int before = 0;
        for (Readiness readiness : Readiness.values()) {
            int machines = switch (readiness) {
                case READY -> summary.ready();
                case READY_WITH_CONDITIONS -> summary.readyWithConditions();
                case NOT_READY -> summary.notReady();
                case UNKNOWN -> summary.unknown();
            };
            slices.add(new Slice(
                    readiness,
                    machines,
                    number(100.0 * before / all),
                    number(100.0 * machines / all),
                    Math.round(100.0 * machines / all)));
            before += machines;
        }
        return slices;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
