package dev.gen2lift.assess;

import dev.gen2lift.assess.sizing.Bandwidth;
import dev.gen2lift.assess.sizing.Performance;
import dev.gen2lift.assess.sizing.SizeCatalogue;
import java.util.List;
import java.util.Optional;

/**
 * By what machines are sized.
 *
 * @param series the only series of VM sizes to choose from; empty for what is usual
 * @param comfort what measured loads are multiplied with, as Azure Migrate's comfort factor; 1 to 10
 * @param bandwidth of the line to Azure; without it no times are told
 */
public record SizingPlan(
        SizeCatalogue catalogue,
        List<String> series,
        Performance performance,
        double comfort,
        Optional<Bandwidth> bandwidth) {

    /** Azure Migrate's own. */
    public static final double USUAL_COMFORT = 1.3;

    private static final double MAX_COMFORT = 10;

    public SizingPlan {
        series = List.copyOf(series);
        if (!(comfort >= 1 && comfort <= MAX_COMFORT)) {
            throw new IllegalArgumentException("a comfort factor is 1 to 10, not " + comfort);
        }
    }

    /** By the machines' own configuration, from the bundled sizes. */
    public static SizingPlan usual() {
        return new SizingPlan(SizeCatalogue.bundled(), List.of(), Performance.NONE, USUAL_COMFORT, Optional.empty());
    }
}
