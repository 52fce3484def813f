package dev.gen2lift.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.cli.console.ProgressDisplay;
import dev.gen2lift.cli.console.Quantities;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.report.Json;
import dev.gen2lift.transfer.PageBlobDisk;
import dev.gen2lift.transfer.UploadSource;
import dev.gen2lift.transfer.digest.DigestFile;
import dev.gen2lift.transfer.verify.Verification;
import dev.gen2lift.transfer.verify.Verifier;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify}: whether what is in Azure is the same as the source. */
@Command(
        name = "verify",
        description = "Tells whether a page blob or managed disk holds what the image does.",
        footer = {
            "",
            "Without --full: size, footer and which parts are stored; what only one of them stores is read.",
            "With --full: every byte; against the digests of the upload where there are some, else the image."
        })
final class VerifyCommand extends ConsoleCommand {

    private static final int MAX_REQUESTS = 64;

    @Mixin
    SourceImage source = new SourceImage();

    @Mixin
    AzureOptions azure = new AzureOptions();

    @Parameters(paramLabel = "IMAGE", description = "What was uploaded: a VHDX, VHD or raw disk image.")
    Path image = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "URL|ID",
            required = true,
            description = "The blob's or its container's URL, with a SAS or without one as whoever is signed in;"
                    + " or a managed disk's resource id.")
    String where = "";

    @Option(names = "--full", description = "Read everything back and compare it.")
    boolean full;

    @Option(
            names = "--against",
            paramLabel = "digests|image",
            description = "With --full: what to compare with (default: digests, where the upload left them).")
    @Nullable
    Against against;

    @Option(names = "--requests", paramLabel = "N", description = "Requests in flight, 1 to 64 (default: 8).")
    int requests = 8;

    /** What a read-back is compared with. */
    enum Against {
        DIGESTS,
        IMAGE
    }

    /** What {@code --json} prints. */
    record Document(
            String schema,
            Path source,
            String target,
            boolean same,
            String method,
            long virtualSize,
            long targetVirtualSize,
            long bytesStored,
            long bytesRead,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalLong firstDifference,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> difference,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> root,
            double seconds) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (requests < 1 || requests > MAX_REQUESTS) {
            throw new CommandFailure(
                    ExitCode.USAGE, "USAGE", "--requests is 1 to " + MAX_REQUESTS + ", not " + requests, "");
        }
        Console console = console();
        long began = System.nanoTime();
        try (VirtualDisk disk = source.open(image);
                StoredDisk stored = StoredDisk.open(where, BlobName.of(image), azure);
                ProgressDisplay progress = console.progress("verify")) {
            console.warn(image, disk.info().warnings());
            UploadSource uploaded = uploaded(disk, stored.disk());
            Verifier verifier = new Verifier(uploaded, stored.disk(), requests);
            Verification found = verify(verifier, uploaded, stored, progress);
            progress.close();
            report(console, stored.name(), found, (System.nanoTime() - began) / 1e9);
            return found.same() ? ExitCode.DONE : ExitCode.NO;
        }
    }

    /** The image in the form that it was uploaded in: managed disks have a smallest size, blobs have none. */
    private static UploadSource uploaded(VirtualDisk disk, PageBlobDisk stored) throws IOException {
        boolean small = stored.size() == UploadSource.SMALLEST_MANAGED_DISK && disk.size() < stored.size();
        return UploadSource.of(disk, small ? UploadSource.SMALLEST_MANAGED_DISK : UploadSource.SIZE_MULTIPLE);
    }

    private Verification verify(Verifier verifier, UploadSource uploaded, StoredDisk stored, ProgressDisplay progress)
            throws IOException, InterruptedException {
        if (!full) {
            return verifier.maps(progress);
        }
        Path digests = DigestFile.path(Home.transfers(), stored.key());
        if (against != Against.IMAGE && Files.exists(digests)) {
            try (DigestFile tree = DigestFile.open(digests)) {
                if (tree.root().isPresent() && tree.source().equals(uploaded.identity())) {
                    return verifier.digests(tree, progress);
                }
            } catch (FileSystemException e) {
                if (against == Against.DIGESTS) {
                    throw e;
                }
            }
        }
        if (against == Against.DIGESTS) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "NO_DIGESTS",
                    "there are no digests of an upload of this image to " + stored.name() + " here",
                    "without --against, the image itself is read and compared");
        }
        return verifier.content(progress);
    }

    private void report(Console console, String name, Verification found, double seconds) {
        if (console.json()) {
            console.result(Json.text(new Document(
                    "gen2lift.verify/1",
                    image,
                    name,
                    found.same(),
                    found.method().name().toLowerCase(Locale.ROOT),
                    found.virtualSize(),
                    found.targetVirtualSize(),
                    found.bytesStored(),
                    found.bytesRead(),
                    found.firstDifference(),
                    found.difference(),
                    found.root(),
                    seconds)));
            return;
        }
        if (!found.same()) {
            console.result("different: " + found.difference().orElse(""));
            return;
        }
        console.result(
                switch (found.method()) {
                    case MAPS ->
                        "the same size, footer and stored parts, of %s; --full compares every byte"
                                .formatted(Quantities.bytes(found.bytesStored()));
                    case CONTENT ->
                        "the same disk: all %s that are stored were read back and compared with the image"
                                .formatted(Quantities.bytes(found.bytesStored()));
                    case DIGESTS ->
                        "the same disk: all %s that are stored were read back and compared with the upload's digests"
                                .formatted(Quantities.bytes(found.bytesStored()));
                });
    }
}
