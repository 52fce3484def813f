package dev.gen2lift.migration;

import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.DiskKind;
import dev.gen2lift.disk.OpenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Warns of images that a VM seems to be writing to: what is sent of one is no state that the disk ever had. */
final class LiveImages {

    private static final Duration RECENT = Duration.ofMinutes(2);
    private static final String REMEDY = "take a checkpoint and give the image below the checkpoint's";

    private LiveImages() {}

    /** When the VM is down: what Hyper-V leaves behind when it did not close an image. */
    static void warn(OpenDisks open, MigrationListener listener) {
        for (OpenDisks.OpenDisk disk : open.all()) {
            warnOfLog(disk, listener);
        }
    }

    /** When the VM may run. */
    static void warnBeforePreparing(OpenDisks open, OpenOptions options, MigrationListener listener)
            throws IOException {
        for (OpenDisks.OpenDisk disk : open.all()) {
            Path image = disk.planned().image();
            DiskInfo info = disk.image().info();
            if (changedJustNow(image)) {
                listener.warned(
                        "the image was written to a moment ago; if a VM runs from it, " + REMEDY + " (" + image + ")");
            } else if (info.kind() == DiskKind.DIFFERENCING
                    && NewerImages.above(image, options).isEmpty()) {
                listener.warned("the image is the newest of its chain, the one that a running VM writes to; if it"
                        + " runs, " + REMEDY + " (" + image + ")");
            } else {
                warnOfLog(disk, listener);
            }
        }
    }

    private static void warnOfLog(OpenDisks.OpenDisk disk, MigrationListener listener) {
        if (disk.image().info().logReplayed()) {
            listener.warned(
                    "the image has changes pending in its log: a VM runs from it, or was not shut down cleanly ("
                            + disk.planned().image() + ")");
        }
    }

    private static boolean changedJustNow(Path image) throws IOException {
        if (!Files.isRegularFile(image)) {
            return false;
        }
        Instant changed = Files.getLastModifiedTime(image).toInstant();
        return Duration.between(changed, Instant.now()).compareTo(RECENT) < 0;
    }
}
