package dev.gen2lift.cli;

import dev.gen2lift.transfer.UploadOptions;
import dev.gen2lift.transfer.rate.Bandwidth;
import dev.gen2lift.transfer.rate.BandwidthSchedule;
import dev.gen2lift.transfer.rate.Throttle;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of the line an upload may use. */
final class TransferOptions {

    @Option(
            names = "--requests",
            paramLabel = "N",
            description = "Most requests in flight for each disk, 1 to 64 (default: 8); each holds 4 MiB of memory."
                    + " How many there really are follows what the service and the line take.")
    int requests = UploadOptions.usual().requests();

    @Option(
            names = "--bandwidth",
            paramLabel = "RATE",
            description = "Most that all disks together may use of the line, as 200Mbit, 25MB or 25MiB a second.")
    @Nullable
    String bandwidth;

    @Option(
            names = "--bandwidth-schedule",
            paramLabel = "TIMETABLE",
            description =
                    "When how much: \"08:00-18:00=50Mbit,*=500Mbit\", \"Sat-Sun=unlimited,Mon-Fri 07:00-19:00=off\"."
                            + " The first entry that fits counts, then --bandwidth. Local time.")
    @Nullable
    String schedule;

    /** What these options say, with journals where they are kept. */
    UploadOptions upload() {
        return UsageError.orThrow(() -> UploadOptions.usual()
                .withRequests(requests)
                .withThrottle(new Throttle(
                        BandwidthSchedule.of(
                                Optional.ofNullable(schedule),
                                Optional.ofNullable(bandwidth).map(Bandwidth::parse)),
                        Clock.systemDefaultZone()))
                .withJournals(Home.transfers()));
    }
}
