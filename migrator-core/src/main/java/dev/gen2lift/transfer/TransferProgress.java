package dev.gen2lift.transfer;

import dev.gen2lift.copy.CopyProgress;

/** Hears how far an upload has come, and what happens to it on the way. Called from several threads; must return quickly. */
public interface TransferProgress extends CopyProgress {

    /** Says nothing to anyone. */
    TransferProgress NONE = of(CopyProgress.NONE);

    /**
     * An earlier run had dealt with so much of the disk; {@link #advanced} counts it too, as bytes that were not written.
     */
    default void resumed(long virtualBytes) {}

    /** A request failed and is tried again. */
    default void retried() {}

    /** A line for people. */
    default void note(String line) {}

    /** Somebody who only knows of copies hears of the copy alone. */
    static TransferProgress of(CopyProgress progress) {
        if (progress instanceof TransferProgress known) {
            return known;
        }
        return new TransferProgress() {
            @Override
            public void started(long virtualBytes) {
                progress.started(virtualBytes);
            }

            @Override
            public void advanced(long virtualBytes, long writtenBytes) {
                progress.advanced(virtualBytes, writtenBytes);
            }
        };
    }
}
