package dev.gen2lift.cli;

import dev.gen2lift.disk.DiskFormat;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.guest.DiskInspection;
import dev.gen2lift.guest.DiskInspector;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How commands open the images that they are given; a file that cannot be opened is bad input, not a machine's fault. */
final class SourceImage {

    @Option(
            names = "--format",
            paramLabel = "vhdx|vhd|raw",
            description = "Take the image as this format instead of recognising it by its content.")
    @Nullable
    String format;

    @Option(
            names = "--parents",
            paramLabel = "DIR",
            description = "Where else to look for the parents of differencing images; may be given several times.")
    List<Path> parents = List.of();

    @Option(
            names = "--max-unpacked",
            paramLabel = "GIB",
            description = "How much of an image inside an archive may be unpacked, where a limit of 4 GiB"
                    + " or of 40000 times the archive's size is too small.")
    @Nullable
    Integer maxUnpacked;

    VirtualDisk open(Path image) throws IOException {
        try {
            if (Files.isDirectory(image)) {
                throw new CommandFailure(
                        ExitCode.BAD_INPUT, "NOT_A_FILE", "a folder, not a disk image (" + image + ")", "");
            }
            return DiskImages.open(image, options());
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "NOT_FOUND", "no such file (" + image + ")", "");
        } catch (AccessDeniedException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "UNREADABLE",
                    "permission denied (" + image + ")",
                    "run as a user who may read the file");
        }
    }

    /** What the image says of itself, without its parents where these are missing. */
    DiskInfo describe(Path image) throws IOException {
        return DiskImages.describe(image, options());
    }

    /**
     * Opens the image, looks into it and closes it.
     *
     * @param others the same machine's other disks; those that cannot be opened are passed over
     */
    DiskInspection inspect(Path image, List<Path> others) throws IOException {
        try (VirtualDisk disk = DiskImages.open(image, options());
                OpenDisks more = OpenDisks.of(others, options())) {
            return DiskInspector.inspect(disk, more.disks());
        }
    }

    /** What the options say. */
    OpenOptions options() {
        OpenOptions options =
                new OpenOptions(Optional.ofNullable(format).map(SourceImage::parse), parents, OptionalLong.empty());
        if (maxUnpacked == null) {
            return options;
        }
        if (maxUnpacked < 1) {
            throw new CommandFailure(ExitCode.USAGE, "USAGE", "--max-unpacked is at least 1, not " + maxUnpacked, "");
        }
        return options.withMaxUnpacked((long) maxUnpacked << 30);
    }

    private static DiskFormat parse(String name) {
        try {
            return DiskFormat.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "USAGE", "--format is vhdx, vhd or raw, not '" + name + "'", "");
        }
    }
}
