package dev.gen2lift.transfer;

import dev.gen2lift.copy.CopyResult;
import dev.gen2lift.transfer.journal.Coverage;
import java.time.Duration;
import java.util.Optional;

/**
 * What an upload did.
 *
 * @param target URL of the blob without query, or id of the managed disk
 * @param virtualSize bytes of the source's virtual disk
 * @param targetVirtualSize bytes of the disk in Azure: rounded up to the next MiB
 * @param bytesRead from the source
 * @param bytesSent pages and footer, without repeated tries
 * @param bytesZero of the disk that were not sent because they are zero
 * @param bytesResumed of the disk that an earlier run had dealt with, sent or zero
 * @param found whether an earlier run had completed it, and nothing was left to do
 * @param digestRoot root of the digest tree of what the target holds, in hexadecimal; empty where none is kept
 */
public record UploadResult(
        String target,
        long virtualSize,
        long targetVirtualSize,
        long bytesRead,
        long bytesSent,
        long bytesZero,
        long bytesResumed,
        Duration duration,
        boolean found,
        Optional<String> digestRoot) {

    /** What an earlier run had completed. */
    public static UploadResult alreadyThere(String target, long virtualSize, long targetVirtualSize) {
        return new UploadResult(
                target, virtualSize, targetVirtualSize, 0, 0, 0, 0, Duration.ZERO, true, Optional.empty());
    }

    /**
     * What a run completed.
     *
     * @param done what an earlier run had dealt with
     */
    static UploadResult of(String target, UploadSource source, long bytesRead, CopyResult copied, Coverage done) {
        return new UploadResult(
                target,
                source.sourceSize(),
                source.size(),
                bytesRead,
                copied.bytesCopied() + PageBlobTarget.FOOTER_LENGTH,
                Math.max(0, copied.bytesZero() - done.bytes()),
                done.bytes(),
                copied.duration(),
                false,
                Optional.empty());
    }

    /** The same with the root of its digest tree. */
    public UploadResult withDigestRoot(Optional<String> root) {
        return new UploadResult(
                target,
                virtualSize,
                targetVirtualSize,
                bytesRead,
                bytesSent,
                bytesZero,
                bytesResumed,
                duration,
                found,
                root);
    }
}
