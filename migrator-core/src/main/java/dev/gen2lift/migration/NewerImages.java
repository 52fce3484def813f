package dev.gen2lift.migration;

import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.OpenOptions;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds a checkpoint's image that stands on another one: what a VM wrote since lies in it. */
final class NewerImages {

    private static final String CHECKPOINTS = "*.{avhdx,avhd,AVHDX,AVHD}";

    private NewerImages() {}

    /** An image in the same folder that has {@code image} for a parent. */
    static Optional<Path> above(Path image, OpenOptions options) throws IOException {
        if (!Files.isRegularFile(image)) {
            return Optional.empty();
        }
        Path real = image.toRealPath();
        Path folder = real.getParent();
        if (folder == null) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder, CHECKPOINTS)) {
            for (Path other : others) {
                if (!other.equals(real) && standsOn(other, real, options)) {
                    return Optional.of(other);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean standsOn(Path other, Path image, OpenOptions options) {
        try (VirtualDisk disk = DiskImages.open(other, options)) {
            for (DiskInfo.ChainLink link : disk.info().chain()) {
                if (link.path().toRealPath().equals(image)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // Whatever it is, it is no image on top of this one that could be sent.
            return false;
        }
    }
}
