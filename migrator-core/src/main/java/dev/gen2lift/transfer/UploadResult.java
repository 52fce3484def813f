package dev.gen2lift.transfer;

import java.time.Duration;

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
        boolean found) {

    /** What an earlier run had completed. */
    public static UploadResult alreadyThere(String target, long virtualSize, long targetVirtualSize) {
        return new UploadResult(target, virtualSize, targetVirtualSize, 0, 0, 0, 0, Duration.ZERO, true);
    }
}
