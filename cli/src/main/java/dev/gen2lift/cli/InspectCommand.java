package dev.gen2lift.cli;

import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.disk.MissingParentException;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.DiskInspector;
import dev.gen2lift.guest.boot.RevocationList;
import dev.gen2lift.report.InspectDocument;
import dev.gen2lift.report.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code inspect}: everything about one disk image. */
@Command(name = "inspect", description = "Tells everything about one disk image, without mounting it.")
final class InspectCommand extends ConsoleCommand {

    @Mixin
    SourceImage source = new SourceImage();

    @Parameters(paramLabel = "IMAGE", description = "A VHDX, VHD or raw disk image.")
    Path image = Path.of("");

    @Option(
            names = "--dbx",
            paramLabel = "FILE",
            description =
                    "What Secure Boot refuses: dbxupdate.bin, an EFI signature list, or SHA-256 image hashes in lines.")
    @Nullable
    Path dbx;

    @Option(
            names = "--with",
            paramLabel = "IMAGE",
            description =
                    "Another disk of the same machine, onto which logical volumes reach; may be given several times.")
    List<Path> others = List.of();

    @Option(names = "--facts", description = "Show every fact of the installed system, with the place it comes from.")
    boolean facts;

    @Override
    public Integer call() throws IOException {
        Console console = console();
        DiskInspection inspection = look();
        console.warn(image, inspection.warnings());
        console.result(
                console.json() ? Json.text(InspectDocument.of(inspection)) : InspectionText.of(inspection, facts));
        return ExitCode.DONE;
    }

    /** A checkpoint whose parent is elsewhere still tells of itself. */
    private DiskInspection look() throws IOException {
        Optional<RevocationList> revocations = dbx == null ? Optional.empty() : Optional.of(RevocationList.read(dbx));
        try (VirtualDisk disk = source.open(image);
                OpenDisks more = OpenDisks.of(others, source.options())) {
            return DiskInspector.inspect(disk, more.disks(), revocations);
        } catch (MissingParentException e) {
            return DiskInspector.ofHeaders(source.describe(image));
        }
    }
}
