package dev.gen2lift.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers what a transfer tells, and does something to it once so many bytes were written. */
public final class WatchedProgress implements TransferProgress {

    private final long bytes;
    private final Runnable act;
    private final AtomicLong written = new AtomicLong();
    private final AtomicInteger retries = new AtomicInteger();
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();

    private WatchedProgress(long bytes, Runnable act) {
        this.bytes = bytes;
        this.act = act;
    }

    public static WatchedProgress only() {
        return new WatchedProgress(Long.MAX_VALUE, () -> {});
    }

    /** The transfer fails, with "broken off", once it has written so many bytes, and whatever it does afterwards. */
    public static WatchedProgress breakingOffAfter(long bytes) {
        return new WatchedProgress(bytes, () -> {
            throw new UncheckedIOException(new IOException("broken off"));
        });
    }

    /** Something else happens once, when the first bytes were written. */
    public static WatchedProgress doingMeanwhile(Runnable what) {
        AtomicBoolean did = new AtomicBoolean();
        return new WatchedProgress(1, () -> {
            if (!did.getAndSet(true)) {
                what.run();
            }
        });
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    int retries() {
        return retries.get();
    }

    @Override
    public void started(long virtualBytes) {}

    @Override
    public void advanced(long virtualBytes, long writtenBytes) {
        if (written.addAndGet(writtenBytes) >= bytes) {
            act.run();
        }
    }

    @Override
    public void retried() {
        retries.incrementAndGet();
    }

    @Override
    public void note(String line) {
        notes.add(line);
    }
}
