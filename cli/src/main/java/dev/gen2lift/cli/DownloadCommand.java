package dev.gen2lift.cli;

import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.cli.console.ProgressDisplay;
import dev.gen2lift.cli.console.Quantities;
import dev.gen2lift.copy.ExistingFile;
import dev.gen2lift.report.Json;
import dev.gen2lift.transfer.download.Download;
import dev.gen2lift.transfer.download.DownloadOptions;
import dev.gen2lift.transfer.download.DownloadOptions.Form;
import dev.gen2lift.transfer.download.DownloadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code download}: a disk in Azure back into a file. */
@Command(
        name = "download",
        description = "Brings a page blob or a managed disk back as a VHDX, a fixed VHD or a raw image.",
        footer = {"", "Stopped or failed? The same command again goes on where it was."})
final class DownloadCommand extends ConsoleCommand {

    @Mixin
    AzureOptions azure = new AzureOptions();

    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description = "A blob's URL, with a SAS or without one as whoever is signed in; or a managed disk's"
                    + " resource id, or the URL that it was opened for reading with.")
    String source = "";

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to write; it appears when it is complete.")
    Path target = Path.of("");

    @Option(
            names = "--as",
            paramLabel = "vhdx|vhd|raw",
            description = "The format to write (default: as OUT's name ends, else vhdx).")
    @Nullable
    Form form;

    @Option(names = "--force", description = "Replace OUT if it exists.")
    boolean force;

    @Option(names = "--requests", paramLabel = "N", description = "Requests in flight, 1 to 64 (default: 8).")
    int requests = DownloadOptions.to(Form.VHDX).requests();

    /** What {@code --json} prints. */
    record Document(
            String schema,
            String source,
            Path target,
            String format,
            long virtualSize,
            long bytesReceived,
            long bytesWritten,
            long bytesResumed,
            double seconds) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = console();
        DownloadOptions options = UsageError.orThrow(() -> DownloadOptions.to(form())
                .withRequests(requests)
                .withExisting(force ? ExistingFile.REPLACE : ExistingFile.REFUSE)
                .withJournals(Home.transfers()));
        try (StoredDisk stored = StoredDisk.open(source, BlobName.of(target), azure);
                ProgressDisplay progress = console.progress("download")) {
            DownloadResult result = Download.run(stored.disk(), stored.name(), target, options, progress);
            progress.close();
            report(console, stored.name(), options.form(), result);
        }
        return ExitCode.DONE;
    }

    private Form form() {
        if (form != null) {
            return form;
        }
        String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".vhd")) {
            return Form.VHD;
        }
        return name.endsWith(".raw") || name.endsWith(".img") ? Form.RAW : Form.VHDX;
    }

    private void report(Console console, String name, Form written, DownloadResult result) {
        double seconds = result.duration().toMillis() / 1000.0;
        if (console.json()) {
            console.result(Json.text(new Document(
                    "gen2lift.download/1",
                    name,
                    target,
                    written.name().toLowerCase(Locale.ROOT),
                    result.virtualSize(),
                    result.bytesReceived(),
                    result.bytesWritten(),
                    result.bytesResumed(),
                    seconds)));
            return;
        }
        console.result("%s: %s, of which %s received%s, in %.1f s"
                .formatted(
                        target,
                        Quantities.bytes(result.virtualSize()),
                        Quantities.bytes(result.bytesReceived()),
                        result.bytesResumed() == 0
                                ? ""
                                : ", " + Quantities.bytes(result.bytesResumed()) + " done earlier",
                        seconds));
    }
}
