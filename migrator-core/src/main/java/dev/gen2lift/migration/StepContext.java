package dev.gen2lift.migration;

import dev.gen2lift.azure.AzureClients;
import java.io.IOException;

/** What every step may use. */
record StepContext(MigrationPlan plan, AzureClients clients, MigrationListener listener) {

    /** Runs a step and tells the listener. */
    <I, O> O run(Step<I, O> step, I input) throws PlanException, IOException, InterruptedException {
        listener.started(step.kind());
        O output = step.ensure(input, this);
        listener.finished(step.kind(), step.outcome(output));
        return output;
    }
}
