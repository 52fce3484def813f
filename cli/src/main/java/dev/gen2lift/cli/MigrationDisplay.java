package dev.gen2lift.cli;

import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ProgressBoard;
import dev.gen2lift.cli.console.ProgressDisplay;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.migration.MigrationListener;
import dev.gen2lift.migration.MigrationStep;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Shows a migration while it runs: a line a step, and the progress of all disks while they are under way. */
final class MigrationDisplay implements MigrationListener {

    private final Console console;
    private final Map<String, ProgressDisplay> disks = new HashMap<>();
    private Optional<ProgressBoard> board = Optional.empty();

    MigrationDisplay(Console console) {
        this.console = console;
    }

    @Override
    public synchronized void finished(MigrationStep step, String outcome) {
        stop();
        console.progressNote(step.title() + ": " + outcome);
    }

    @Override
    public synchronized void warned(String text) {
        console.warn(text);
    }

    @Override
    public synchronized CopyProgress uploading(String disk, long virtualBytes) {
        ProgressBoard shown = board.orElseGet(() -> console.board("upload"));
        board = Optional.of(shown);
        return disks.computeIfAbsent(disk, name -> shown.disk(name, virtualBytes));
    }

    @Override
    public synchronized void uploaded(String disk) {
        Optional.ofNullable(disks.get(disk)).ifPresent(ProgressDisplay::close);
    }

    /** Ends the progress where the migration ended without finishing its step. */
    synchronized void stop() {
        board.ifPresent(ProgressBoard::close);
        board = Optional.empty();
        disks.clear();
    }
}
