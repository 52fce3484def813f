package dev.gen2lift.cli;

import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.Quantities;
import dev.gen2lift.cli.console.Table;
import dev.gen2lift.migration.MigrationResult;
import dev.gen2lift.report.Json;
import dev.gen2lift.report.RunDocument;
import dev.gen2lift.report.RunReport;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What a migration has brought about, for people and for scripts. */
final class MigrationOutcome {

    private MigrationOutcome() {}

    static void print(Console console, RunReport report, MigrationResult result) {
        if (console.json()) {
            console.result(Json.text(RunDocument.of(report)));
            return;
        }
        Table resources = new Table().row("RESOURCE", "NAME", "");
        result.resources()
                .forEach(resource -> resources.row(
                        resource.type(), resource.name(), resource.created() ? "created" : "was there already"));
        boolean imported =
                result.disks().stream().anyMatch(disk -> importing(disk).isPresent());
        Table disks = new Table().row("DISK", "SIZE", "READ", "SENT", "ZERO", "SECONDS", imported ? "IMPORT" : "");
        for (MigrationResult.DiskResult disk : result.disks()) {
            disks.row(
                    disk.name(),
                    Quantities.bytes(disk.upload().targetVirtualSize()),
                    Quantities.bytes(disk.upload().bytesRead()),
                    Quantities.bytes(disk.upload().bytesSent()),
                    Quantities.bytes(disk.upload().bytesZero()),
                    seconds(disk.upload().duration().toMillis() / 1000.0),
                    importing(disk)
                            .map(time -> seconds(time.toMillis() / 1000.0))
                            .orElse(""));
        }
        disks.row(
                "total",
                "",
                Quantities.bytes(result.bytesRead()),
                Quantities.bytes(result.bytesSent()),
                Quantities.bytes(result.bytesZero()),
                seconds(report.seconds()),
                "");
        console.result(resources + "\n\n" + disks);
    }

    private static Optional<Duration> importing(MigrationResult.DiskResult disk) {
        return disk.staged().flatMap(MigrationResult.Staged::importing);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }
}
