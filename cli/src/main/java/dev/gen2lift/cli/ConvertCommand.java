package dev.gen2lift.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gen2lift.cli.console.Console;
import dev.gen2lift.cli.console.ConsoleCommand;
import dev.gen2lift.cli.console.ProgressDisplay;
import dev.gen2lift.cli.console.Quantities;
import dev.gen2lift.copy.ContentDigest;
import dev.gen2lift.copy.CopyEngine;
import dev.gen2lift.copy.CopyOptions;
import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.copy.CopyResult;
import dev.gen2lift.copy.DiskTarget;
import dev.gen2lift.copy.ExistingFile;
import dev.gen2lift.copy.FileOptions;
import dev.gen2lift.copy.FixedVhdTarget;
import dev.gen2lift.copy.RawTarget;
import dev.gen2lift.disk.BadImageException;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.disk.vhd.VhdFooter;
import dev.gen2lift.report.Json;
import dev.gen2lift.volume.GrownDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convert}: an image of any format to one that Azure takes. */
@Command(name = "convert", description = "Converts a disk image to an Azure-ready fixed VHD.")
final class ConvertCommand extends ConsoleCommand {

    /** What to write. */
    enum Form {
        VHD,
        RAW
    }

    /** What to do with a size that Azure does not take. */
    enum OnSize {
        GROW,
        FAIL
    }

    @Mixin
    SourceImage source = new SourceImage();

    @Parameters(index = "0", paramLabel = "IMAGE", description = "A VHDX, VHD or raw disk image.")
    Path image = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to write; it appears when it is complete.")
    Path target = Path.of("");

    @Option(names = "--to", paramLabel = "vhd|raw", description = "The format to write (default: vhd, a fixed one).")
    Form form = Form.VHD;

    @Option(names = "--force", description = "Replace OUT if it exists.")
    boolean force;

    @Option(
            names = "--on-size",
            paramLabel = "grow|fail",
            description =
                    "A size that is not a whole number of MiB, which Azure does not take, is padded (grow, default)"
                            + " or refused (fail).")
    OnSize onSize = OnSize.GROW;

    @Option(names = "--checksum", description = "Also compute the SHA-256 of the source's whole content.")
    boolean checksum;

    @Option(
            names = "--no-sync",
            description =
                    "End when OUT is in the system's cache, as qemu-img and cp do, not when it is on the disk: sooner,"
                            + " but a power cut in the next minute can damage it.")
    boolean noSync;

    /** What {@code --json} prints. */
    record Document(
            String schema,
            Path source,
            Path target,
            long virtualSize,
            long targetVirtualSize,
            String method,
            long bytesCloned,
            long bytesCopied,
            long bytesZero,
            double seconds,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> sha256) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = console();
        try (VirtualDisk disk = source.open(image);
                ProgressDisplay progress = console.progress("convert")) {
            console.warn(image, disk.info().warnings());
            long capacity = form == Form.RAW ? disk.size() : azureCapacity(disk);
            VirtualDisk sized = capacity == disk.size() ? disk : GrownDisk.of(disk, capacity);
            boolean digestOnTheWay = checksum && sized == disk;
            CopyResult result;
            try (DiskTarget file = create(capacity)) {
                result = CopyEngine.copy(sized, file, CopyOptions.local().withDigest(digestOnTheWay), progress);
            }
            progress.close();
            // What is padded onto the target is not the source's content, so the way there does not give its digest.
            Optional<String> sha256 = checksum && !digestOnTheWay
                    ? Optional.of(ContentDigest.sha256(disk, CopyProgress.NONE))
                    : result.sha256();
            report(console, disk.size(), capacity, result, sha256);
        }
        return ExitCode.DONE;
    }

    private long azureCapacity(VirtualDisk disk) throws IOException {
        if (disk.info().logicalSectorSize() != 512) {
            throw new BadImageException(
                    BadImageException.Kind.UNSUPPORTED,
                    image.toString(),
                    "virtual disk",
                    0,
                    "a disk with sectors of " + disk.info().logicalSectorSize()
                            + " bytes cannot become a VHD, which has 512",
                    "--to raw writes it as it is; Azure does not take it");
        }
        long capacity = FixedVhdTarget.azureCapacity(disk.size());
        if (capacity > VhdFooter.MAX_FIXED_SIZE) {
            throw new BadImageException(
                    BadImageException.Kind.UNSUPPORTED,
                    image.toString(),
                    "virtual disk",
                    0,
                    "a disk of " + disk.size() + " bytes cannot become a VHD for Azure, which has up to "
                            + VhdFooter.MAX_FIXED_SIZE,
                    "--to raw writes it as it is; Azure does not take it");
        }
        if (capacity != disk.size() && onSize == OnSize.FAIL) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "SIZE",
                    "the virtual size of " + disk.size() + " bytes is not a whole number of MiB (" + image + ")",
                    "--on-size grow pads it to " + capacity + " bytes");
        }
        return capacity;
    }

    private DiskTarget create(long capacity) throws IOException {
        FileOptions options = FileOptions.of(force ? ExistingFile.REPLACE : ExistingFile.REFUSE)
                .withDurability(noSync ? FileOptions.Durability.CACHED : FileOptions.Durability.SYNCED);
        return form == Form.RAW
                ? RawTarget.create(target, capacity, options)
                : FixedVhdTarget.create(target, capacity, options);
    }

    private void report(
            Console console, long virtualSize, long targetSize, CopyResult result, Optional<String> sha256) {
        double seconds = result.duration().toMillis() / 1000.0;
        if (console.json()) {
            console.result(Json.text(new Document(
                    "gen2lift.convert/1",
                    image,
                    target,
                    virtualSize,
                    targetSize,
                    result.method().name().toLowerCase(Locale.ROOT),
                    result.bytesCloned(),
                    result.bytesCopied(),
                    result.bytesZero(),
                    seconds,
                    sha256)));
            return;
        }
        console.result("%s: %s, of which %s copied, %s shared, %s zero, in %.1f s"
                .formatted(
                        target,
                        Quantities.bytes(targetSize),
                        Quantities.bytes(result.bytesCopied()),
                        Quantities.bytes(result.bytesCloned()),
                        Quantities.bytes(result.bytesZero()),
                        seconds));
        sha256.ifPresent(digest -> console.result("sha256 " + digest));
    }
}
