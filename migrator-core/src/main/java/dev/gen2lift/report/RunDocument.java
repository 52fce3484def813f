package dev.gen2lift.report;

import dev.gen2lift.assess.FleetAssessment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as JSON.
 *
 * @param schema "gen2lift.migrate/1", after the command
 * @param assessment the document of {@code assess --json} for the one machine; null where none was made
 */
public record RunDocument(
        String schema,
        String title,
        Instant started,
        double seconds,
        boolean succeeded,
        Optional<String> failure,
        String sourceVm,
        List<RunReport.Step> steps,
        List<RunReport.Resource> resources,
        List<RunReport.DiskTransfer> disks,
        Optional<AssessDocument> assessment) {

    public static RunDocument of(RunReport run) {
        return new RunDocument(
                "gen2lift." + run.command() + "/1",
                run.title(),
                run.started(),
                run.seconds(),
                run.succeeded(),
                run.failure(),
                run.sourceVm(),
                run.steps(),
                run.resources(),
                run.disks(),
                run.assessment().map(vm -> AssessDocument.of(new FleetAssessment(run.started(), List.of(vm)))));
    }
}
