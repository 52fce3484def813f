package dev.gen2lift.cli;

import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ProgressDisplay;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.migration.MigrationListener;
import dev.gen2lift.migration.MigrationStep;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows a migration while it runs: a line a step, and one progress over all disks that are under way; for programs, one
 * for each disk.
 */
final class MigrationDisplay implements MigrationListener {

    private final Console console;
    private final List<ProgressDisplay> ofOneDisk = new ArrayList<>();
    private ProgressDisplay disks = ProgressDisplay.silent();

    MigrationDisplay(Console console) {
        this.console = console;
    }

    @Override
    public synchronized void started(MigrationStep step) {
        if (step == MigrationStep.DISKS) {
            disks = console.progress("upload");
        }
    }

    @Override
    public synchronized void finished(MigrationStep step, String outcome) {
        stop();
        console.progressNote(step.title() + ": " + outcome);
    }

    @Override
    public synchronized CopyProgress uploading(String disk, long virtualBytes) {
        if (!console.progressIsJson()) {
            return disks;
        }
        ProgressDisplay own = console.progress(disk);
        ofOneDisk.add(own);
        return own;
    }

    /** Ends the progress where the migration ended without finishing its step. */
    synchronized void stop() {
        disks.close();
        disks = ProgressDisplay.silent();
        ofOneDisk.forEach(ProgressDisplay::close);
        ofOneDisk.clear();
    }
}
