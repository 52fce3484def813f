package dev.gen2lift.transfer.rate;

import java.time.Duration;
import java.util.Optional;

/**
 * How many requests are in flight at once. Grows while they arrive, by one for each until it first met resistance and by
 * one for each round of them after that; halves where the service is overloaded or the line is, once for the requests
 * that were in flight together; and keeps still for as long as the service asks for. Safe for several threads.
 */
public final class Window {

    private static final int FIRST = 4;

    private final int most;
    private double limit;
    private boolean cautious;
    private int inFlight;
    private long closedUntil = System.nanoTime();
    private long lastCut = closedUntil;

    /** @param most requests in flight, greater than 0 */
    public Window(int most) {
        this.most = most;
        this.limit = Math.min(most, FIRST);
    }

    /** One request's place. Exactly one of its methods is called. */
    public final class Place {

        private final long began = System.nanoTime();

        private Place() {}

        /** The request was answered as it should be. */
        public void arrived() {
            synchronized (Window.this) {
                limit = Math.min(most, limit + (cautious ? 1 / limit : 1));
                leave();
            }
        }

        /**
         * There was too much in flight: a refusal for that reason, or no answer in time.
         *
         * @param wait for how long the service asks to be left alone
         */
        public void crowded(Optional<Duration> wait) {
            synchronized (Window.this) {
                long now = System.nanoTime();
                if (began - lastCut > 0) {
                    limit = Math.max(1, limit / 2);
                    lastCut = now;
                    cautious = true;
                }
                wait.ifPresent(time -> {
                    long until = now + time.toNanos();
                    closedUntil = until - closedUntil > 0 ? until : closedUntil;
                });
                leave();
            }
        }

        /** The request ended in a way that says nothing about the load. */
        public void left() {
            synchronized (Window.this) {
                leave();
            }
        }
    }

    /** Waits for a place. */
    public synchronized Place enter() throws InterruptedException {
        while (true) {
            long wait = closedUntil - System.nanoTime();
            if (wait > 0) {
                wait(wait / 1_000_000 + 1);
            } else if (inFlight >= (int) limit) {
                wait();
            } else {
                inFlight++;
                return new Place();
            }
        }
    }

    /** Requests that may be in flight now. */
    public synchronized int limit() {
        return (int) limit;
    }

    private synchronized void leave() {
        inFlight--;
        notifyAll();
    }
}
