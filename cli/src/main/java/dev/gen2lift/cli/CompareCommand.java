package dev.gen2lift.cli;

import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.cli.console.ProgressDisplay;
import dev.gen2lift.copy.DiskComparison;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.report.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code compare}: whether two images hold the same virtual disk. */
@Command(name = "compare", description = "Tells whether two images, of any formats, are the same virtual disk.")
final class CompareCommand extends ConsoleCommand {

    @Mixin
    SourceImage source = new SourceImage();

    @Parameters(index = "0", paramLabel = "A", description = "The one image.")
    Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "The other image.")
    Path second = Path.of("");

    /** What {@code --json} prints. */
    record Document(
            String schema, Path a, Path b, boolean equal, long sizeA, long sizeB, OptionalLong firstDifference) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = console();
        try (VirtualDisk a = source.open(first);
                VirtualDisk b = source.open(second);
                ProgressDisplay progress = console.progress("compare")) {
            console.warn(first, a.info().warnings());
            console.warn(second, b.info().warnings());
            DiskComparison comparison = DiskComparison.compare(a, b, progress);
            console.result(
                    console.json()
                            ? Json.text(new Document(
                                    "gen2lift.compare/1",
                                    first,
                                    second,
                                    comparison.same(),
                                    a.size(),
                                    b.size(),
                                    comparison.firstDifference()))
                            : text(comparison, a.size(), b.size()));
            return comparison.same() ? ExitCode.DONE : ExitCode.NO;
        }
    }

    private static String text(DiskComparison comparison, long sizeA, long sizeB) {
        if (comparison.same()) {
            return "the same virtual disk";
        }
        return "different: first difference at byte "
                + comparison.firstDifference().orElseThrow()
                + (sizeA == sizeB ? "" : ", sizes " + sizeA + " and " + sizeB);
    }
}
