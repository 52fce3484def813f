package dev.gen2lift.transfer.download;

import java.time.Duration;

/**
 * What a download did.
 *
 * @param virtualSize bytes of the disk
 * @param bytesReceived from the service in this run
 * @param bytesWritten to the file in this run
 * @param bytesResumed that an earlier run had dealt with
 */
public record DownloadResult(
        long virtualSize, long bytesReceived, long bytesWritten, long bytesResumed, Duration duration) {}
