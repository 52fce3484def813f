package dev.gen2lift.transfer;

import dev.gen2lift.transfer.rate.Throttle;

/**
 * How one disk's pages are sent.
 *
 * @param requests most in flight at once
 * @param throttle the line that it shares with others
 * @param progress hears of tries that failed
 */
public record Sending(int requests, Throttle throttle, TransferProgress progress) {

    /** As many in flight as usual, as fast as they go, telling nobody. */
    public static Sending plain() {
        return new Sending(UploadOptions.usual().requests(), Throttle.none(), TransferProgress.NONE);
    }
}
