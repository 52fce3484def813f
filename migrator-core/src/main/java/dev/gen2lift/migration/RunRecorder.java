package dev.gen2lift.migration;

import dev.gen2lift.assess.Assessment;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.report.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Listens to a migration, passes on what it hears, and afterwards makes the report of the run. */
public final class RunRecorder implements MigrationListener {

    private final MigrationListener next;
    private final Instant started = Instant.now();
    private final long began = System.nanoTime();
    private final List<RunReport.Step> steps = new ArrayList<>();
    private Optional<MigrationStep> current = Optional.empty();
    private long stepBegan = began;

    /** @param next who hears everything too */
    public RunRecorder(MigrationListener next) {
        this.next = next;
    }

    @Override
    public synchronized void started(MigrationStep step) {
        current = Optional.of(step);
        stepBegan = System.nanoTime();
        next.started(step);
    }

    @Override
    public synchronized void finished(MigrationStep step, String outcome) {
        steps.add(new RunReport.Step(step.title() + ": " + outcome, RunReport.Outcome.DONE, secondsSince(stepBegan)));
        current = Optional.empty();
        next.finished(step, outcome);
    }

    @Override
    public void warned(String text) {
        next.warned(text);
    }

    @Override
    public CopyProgress uploading(String disk, long virtualBytes) {
        return next.uploading(disk, virtualBytes);
    }

    @Override
    public void uploaded(String disk) {
        next.uploaded(disk);
    }

    /** The report of a run that brought about all that the plan says. */
    public synchronized RunReport succeeded(
            String command, String title, MigrationPlan plan, MigrationResult result, Optional<Assessment> assessment) {
        List<RunReport.Resource> resources = result.resources().stream()
                .map(resource -> new RunReport.Resource(resource.type(), resource.name(), resource.id()))
                .toList();
        List<RunReport.DiskTransfer> disks = result.disks().stream()
                .map(disk -> new RunReport.DiskTransfer(
                        disk.image(),
                        disk.name(),
                        disk.upload().virtualSize(),
                        disk.upload().bytesRead(),
                        disk.upload().bytesSent(),
                        disk.upload().bytesZero(),
                        disk.upload().digestRoot(),
                        Optional.of(disk.upload().duration().toMillis() / 1000.0),
                        disk.staged().map(MigrationResult.Staged::blob),
                        disk.staged().flatMap(MigrationResult.Staged::importing).map(time -> time.toMillis() / 1000.0)))
                .toList();
        return report(command, title, plan, Optional.empty(), resources, disks, assessment);
    }

    /** The report of a run that stopped. */
    public synchronized RunReport failed(
            String command, String title, MigrationPlan plan, String failure, Optional<Assessment> assessment) {
        current.ifPresent(
                step -> steps.add(new RunReport.Step(step.title(), RunReport.Outcome.FAILED, secondsSince(stepBegan))));
        current = Optional.empty();
        return report(command, title, plan, Optional.of(failure), List.of(), List.of(), assessment);
    }

    private RunReport report(
            String command,
            String title,
            MigrationPlan plan,
            Optional<String> failure,
            List<RunReport.Resource> resources,
            List<RunReport.DiskTransfer> disks,
            Optional<Assessment> assessment) {
        return new RunReport(
                command,
                title,
                started,
                secondsSince(began),
                failure.isEmpty(),
                failure,
                plan.vmName(),
                steps,
                resources,
                disks,
                assessment);
    }

    private static double secondsSince(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime).toMillis() / 1000.0;
    }
}
