package dev.gen2lift.cli;

import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.cli.console.ProgressDisplay;
import dev.gen2lift.copy.ContentDigest;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.report.Json;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code checksum}: SHA-256 of what a guest would read from the disk. */
@Command(
        name = "checksum",
        description = "SHA-256 of the virtual disk's whole content, as sha256sum prints it for the raw form.")
final class ChecksumCommand extends ConsoleCommand {

    @Mixin
    SourceImage source = new SourceImage();

    @Parameters(paramLabel = "IMAGE", description = "A VHDX, VHD or raw disk image.")
    Path image = Path.of("");

    /** What {@code --json} prints. */
    record Document(String schema, Path image, long virtualSize, String sha256) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = console();
        try (VirtualDisk disk = source.open(image);
                ProgressDisplay progress = console.progress("checksum")) {
            console.warn(image, disk.info().warnings());
            String sha256 = ContentDigest.sha256(disk, progress);
            console.result(
                    console.json()
                            ? Json.text(new Document("gen2lift.checksum/1", image, disk.size(), sha256))
                            : sha256 + "  " + image);
        }
        return ExitCode.DONE;
    }

    @Override
    public String action() {
        return "compute the checksum";
    }
}
