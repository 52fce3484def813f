package dev.gen2lift.cli;

import dev.gen2lift.assess.Sizer;
import dev.gen2lift.assess.SizingPlan;
import dev.gen2lift.assess.sizing.Bandwidth;
import dev.gen2lift.assess.sizing.Performance;
import dev.gen2lift.assess.sizing.PerformanceCsv;
import dev.gen2lift.assess.sizing.SizeCatalogue;
import dev.gen2lift.azure.AzureClients;
import dev.gen2lift.azure.AzureSettings;
import dev.gen2lift.azure.LiveSizes;
import dev.gen2lift.cli.console.Console;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** By what {@code assess} sizes machines. */
final class SizingOptions {

    private static final int USUAL_PERCENTILE = 95;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Choose from the sizes that the subscription has in this region; needs a sign-in and"
                    + " AZURE_SUBSCRIPTION_ID. Without it from a list of common sizes.")
    @Nullable
    String region;

    @Option(
            names = "--size-family",
            paramLabel = "SERIES",
            split = ",",
            description = "Only sizes of these series, as Dasv5,Easv5.")
    List<String> series = List.of();

    @Option(
            names = "--performance",
            paramLabel = "FILE",
            description = "CSV of counters: vm, disk, iops, mbps, cpuPercent, memoryPercent; one sample a row.")
    @Nullable
    Path performance;

    @Option(
            names = "--percentile",
            paramLabel = "N",
            description = "Which percentile of a counter's samples counts (default: 95).")
    int percentile = USUAL_PERCENTILE;

    @Option(
            names = "--comfort",
            paramLabel = "FACTOR",
            description = "What measured loads are multiplied with (default: 1.3).")
    double comfort = SizingPlan.USUAL_COMFORT;

    @Option(
            names = "--bandwidth",
            paramLabel = "RATE",
            description = "Of the line to Azure, as 500Mbit: tells how long uploads and downtimes are.")
    @Nullable
    String bandwidth;

    @Mixin
    AzureOptions azure = new AzureOptions();

    /** Reads what the options name, and asks Azure where they say so. */
    Sizer sizer(Console console) throws IOException {
        Optional<Bandwidth> line =
                Optional.ofNullable(bandwidth).map(text -> UsageError.orThrow(() -> Bandwidth.parse(text)));
        Performance seen = performance();
        SizeCatalogue catalogue = catalogue(console);
        return UsageError.orThrow(() -> new Sizer(new SizingPlan(catalogue, series, seen, comfort, line)));
    }

    private Performance performance() throws IOException {
        if (percentile < 1 || percentile > 100) {
            throw new CommandFailure(ExitCode.USAGE, "USAGE", "--percentile is 1 to 100, not " + percentile, "");
        }
        if (performance == null) {
            return Performance.NONE;
        }
        try {
            return PerformanceCsv.read(performance, percentile);
        } catch (PerformanceCsv.MalformedException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "MALFORMED",
                    e.getMessage() + " (" + performance + ")",
                    "the first line names the columns: vm,disk,iops,mbps,cpuPercent,memoryPercent");
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "NOT_FOUND", "no such file (" + performance + ")", "");
        }
    }

    private SizeCatalogue catalogue(Console console) throws IOException {
        if (region == null) {
            return SizeCatalogue.bundled();
        }
        AzureSettings settings = azure.settings();
        if (settings.subscriptionId().isEmpty()) {
            console.note("no subscription is named: sizes are chosen from a list that knows no regions");
            return SizeCatalogue.bundled();
        }
        String wanted = region;
        return new LiveSizes(new AzureClients(settings)).in(wanted);
    }
}
