package dev.gen2lift.migration;

import java.io.IOException;

/** One step of a migration. Looks first; doing it again is doing it once. */
interface Step<I, O> {

    /** Which one it is. */
    MigrationStep kind();

    /**
     * Brings about what the step is for.
     *
     * @throws PlanException where the plan cannot be carried out as written
     * @throws IOException where an image, this machine or Azure stands in the way
     */
    O ensure(I input, StepContext context) throws PlanException, IOException, InterruptedException;

    /** What it did, in a few words. */
    String outcome(O output);
}
