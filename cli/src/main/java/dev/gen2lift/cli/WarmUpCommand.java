package dev.gen2lift.cli;

import dev.gen2lift.assess.Assessor;
import dev.gen2lift.assess.RuleCatalogue;
import dev.gen2lift.assess.VmFacts;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.guest.DiskInspector;
import dev.gen2lift.report.AssessDocument;
import dev.gen2lift.report.InspectDocument;
import dev.gen2lift.report.Json;
import dev.gen2lift.testimages.SampleVm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Does what most commands begin with, so that the launcher can archive the classes they load. Part of the launcher, not
 * of the contract.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

    private final SourceImage source = new SourceImage();

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("gen2lift-warm-up");
        try {
            Path image = SampleVm.build(folder).osDisk();
            try (VirtualDisk disk = source.open(image)) {
                Json.text(InspectDocument.of(DiskInspector.inspect(disk)));
                InspectionText.of(DiskInspector.inspect(disk));
            }
            VmFacts vm = VmFacts.read("warm-up", List.of(image), source::inspect);
            Json.text(AssessDocument.of(new Assessor(RuleCatalogue.standard()).assess(List.of(vm), Instant.now())));
            Gen2Lift.run(
                    "convert",
                    "--no-progress",
                    image.toString(),
                    folder.resolve("out.vhd").toString());
            Gen2Lift.run("checksum", "--no-progress", image.toString());
        } finally {
            delete(folder);
        }
        return ExitCode.DONE;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
