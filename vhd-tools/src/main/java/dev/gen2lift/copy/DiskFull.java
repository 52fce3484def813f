package dev.gen2lift.copy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells a full file system from other failures: the system's own message depends on its language. */
final class DiskFull {

    private DiskFull() {}

    /**
     * The failure to throw.
     *
     * @param failure what a write of {@code bytes} bytes to {@code file}'s folder ended in
     */
    static IOException explain(IOException failure, Path file, long bytes) {
        if (failure instanceof ClosedChannelException) {
            return failure;
        }
        try {
            long free = Files.getFileStore(file.resolveSibling("")).getUsableSpace();
            if (free < bytes) {
                FileSystemException full = new FileSystemException(
                        file.toString(), null, "no space left on the file system (" + free + " bytes are free)");
                full.initCause(failure);
                return full;
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}
