package dev.gen2lift.cli;

import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.cli.console.ProgressDisplay;
import dev.gen2lift.cli.console.Quantities;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.report.Json;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.PageBlobUpdate;
import dev.gen2lift.transfer.PageBlobUpload;
import dev.gen2lift.transfer.UploadOptions;
import dev.gen2lift.transfer.UploadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upload}: one disk into a page blob, in one pass. */
@Command(
        name = "upload",
        description =
                "Streams a disk image into a page blob as a fixed VHD: one pass, no temporary file, no zeros sent.")
final class UploadCommand extends ConsoleCommand {

    @Mixin
    SourceImage source = new SourceImage();

    @Mixin
    AzureOptions azure = new AzureOptions();

    @Mixin
    TransferOptions transfer = new TransferOptions();

    @Parameters(paramLabel = "IMAGE", description = "A VHDX, VHD or raw disk image.")
    Path image = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "URL",
            required = true,
            description = "The blob's or its container's URL: with a SAS, or without one as whoever is signed in.")
    String url = "";

    @Option(names = "--force", description = "Replace the blob if it exists.")
    boolean force;

    @Option(
            names = "--delta",
            description =
                    "Send only what changed since the upload that the blob holds: what the images above the uploaded"
                            + " one hold, or the chunks whose digests differ.")
    boolean delta;

    /** What {@code --json} prints. */
    record Document(
            String schema,
            Path source,
            String target,
            long virtualSize,
            long targetVirtualSize,
            long bytesRead,
            long bytesSent,
            long bytesZero,
            long bytesResumed,
            double seconds,
            boolean alreadyComplete,
            Optional<String> digestRoot) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = console();
        PageBlobAddress address = UsageError.orThrow(() -> PageBlobAddress.parse(url, BlobName.of(image)));
        UploadOptions options = transfer.upload().withOverwrite(force);
        try (VirtualDisk disk = source.open(image);
                ProgressDisplay progress = console.progress("upload")) {
            console.warn(image, disk.info().warnings());
            UploadResult result = send(disk, address, options, progress);
            progress.close();
            report(console, result);
        }
        return ExitCode.DONE;
    }

    private UploadResult send(
            VirtualDisk disk, PageBlobAddress address, UploadOptions options, ProgressDisplay progress)
            throws IOException, InterruptedException {
        if (delta && force) {
            throw new CommandFailure(
                    ExitCode.USAGE, "USAGE", "--delta keeps what is there, --force replaces it: give one of them", "");
        }
        return delta
                ? PageBlobUpdate.run(disk, address, azure.connection(address), options, progress)
                : PageBlobUpload.run(disk, address, azure.connection(address), options, progress);
    }

    private void report(Console console, UploadResult result) {
        double seconds = result.duration().toMillis() / 1000.0;
        if (console.json()) {
            console.result(Json.text(new Document(
                    "gen2lift.upload/1",
                    image,
                    result.target(),
                    result.virtualSize(),
                    result.targetVirtualSize(),
                    result.bytesRead(),
                    result.bytesSent(),
                    result.bytesZero(),
                    result.bytesResumed(),
                    seconds,
                    result.found(),
                    result.digestRoot())));
        } else if (result.found()) {
            console.result(result.target() + ": complete already" + digest(result));
        } else {
            console.result("%s: %s, of which %s sent, %s zero, in %.1f s%s"
                    .formatted(
                            result.target(),
                            Quantities.bytes(result.targetVirtualSize()),
                            Quantities.bytes(result.bytesSent()),
                            Quantities.bytes(result.bytesZero()),
                            seconds,
                            digest(result)));
        }
    }

    private static String digest(UploadResult result) {
        return result.digestRoot().map(root -> "; digest " + root).orElse("");
    }
}
