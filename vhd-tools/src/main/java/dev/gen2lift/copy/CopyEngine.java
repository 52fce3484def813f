package dev.gen2lift.copy;

import dev.gen2lift.disk.DiskInfo;
import dev.gen2lift.disk.VirtualDisk;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Copies a virtual disk to a target.
 *
 * <p>The work is proportional to what is stored and not zero: ZERO extents cost nothing, stored extents are offered to
 * the target for sharing first, and what remains is read once in large pieces by a few threads, each of which writes what
 * it read itself, zeros left out. A slow target therefore holds the readers back, and memory is {@link
 * CopyOptions#threads()} × {@link WriteShape#maxLength()}, whatever the disk's size.
 */
public final class CopyEngine {

    private CopyEngine() {}

    /**
     * Copies all of {@code source}, makes sure that it did not change meanwhile, and completes the target.
     *
     * @param target new, and at least as large as the source; the caller closes it, which abandons what failed
     * @throws IOException the first failure of any thread, others suppressed in it; {@link
     *     dev.gen2lift.disk.SourceChangedException} where the source changed meanwhile
     * @throws InterruptedException where the calling thread was interrupted; the target is not complete then, the source
     *     may still be used
     */
    public static CopyResult copy(VirtualDisk source, DiskTarget target, CopyOptions options, CopyProgress progress)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        refuseSourceAsTarget(source.info(), target);
        DiskRun run = new DiskRun(source, target, options, progress);
        Optional<String> sha256 = run.toEnd();
        source.verifyUnchanged();
        target.complete();
        return new CopyResult(
                source.size(),
                run.sharedBytes(),
                run.writtenBytes(),
                source.size() - run.sharedBytes() - run.writtenBytes(),
                Duration.ofNanos(System.nanoTime() - began),
                sha256);
    }

    private static void refuseSourceAsTarget(DiskInfo source, DiskTarget target) throws IOException {
        if (target.file().isEmpty()) {
            return;
        }
        Path file = target.file().get();
        refuseSame(source.path(), file);
        for (DiskInfo.ChainLink link : source.chain()) {
            refuseSame(link.path(), file);
        }
    }

    private static void refuseSame(Path source, Path target) throws IOException {
        if (Files.exists(target) && Files.exists(source) && Files.isSameFile(source, target)) {
            throw new FileSystemException(target.toString(), null, "is the source image itself");
        }
    }
}
