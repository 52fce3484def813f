package dev.gen2lift.transfer.rate;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One line that several disks share. What a schedule allows is given out in small pieces, to the disk first that has had
 * least: with as many requests in flight as it likes, none gets more than its share while others want theirs, and what one
 * does not use the others get. Safe for several threads.
 */
public final class Throttle {

    /** Most that may go at once after a pause. */
    private static final double BURST_SECONDS = 0.1;

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final BandwidthSchedule schedule;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Waiter> waiting = new PriorityQueue<>(
            Comparator.comparingDouble((Waiter waiter) -> waiter.tag).thenComparingLong(waiter -> waiter.number));
    private double served;
    private double credit;
    private long credited = System.nanoTime();
    private long waiters;
    private volatile long rate;
    private volatile long rateUntil;

    public Throttle(BandwidthSchedule schedule, Clock clock) {
        this.schedule = schedule;
        this.clock = clock;
        look();
    }

    /** Nothing is limited. */
    public static Throttle none() {
        return new Throttle(BandwidthSchedule.UNLIMITED, Clock.systemDefaultZone());
    }

    /** Bytes a second now; {@link Long#MAX_VALUE} for no limit. */
    public long rate() {
        if (System.nanoTime() - rateUntil > 0) {
            look();
        }
        return rate;
    }

    private void look() {
        rate = schedule.at(LocalDateTime.now(clock));
        rateUntil = System.nanoTime() + LOOK_AGAIN.toNanos();
    }

    /** One disk's share. */
    public Lane lane() {
        return new Lane();
    }

    /** One disk's share. */
    public final class Lane {

        private double tag;

        private Lane() {}

        /** Waits while nothing may begin. */
        public void awaitOpen() throws InterruptedException {
            while (rate() == 0) {
                Thread.sleep(LOOK_AGAIN.toMillis());
            }
        }

        /** Waits until so many bytes may go. What began goes on at whatever pace was last allowed. */
        public void take(int bytes) throws InterruptedException {
            if (rate() == Long.MAX_VALUE || rate() == 0) {
                return;
            }
            lock.lockInterruptibly();
            try {
                tag = Math.max(tag, served) + bytes;
                Waiter me = new Waiter(tag, waiters++, lock.newCondition());
                waiting.add(me);
                try {
                    awaitTurn(me);
                    served = Math.max(served, me.tag);
                    credit -= bytes;
                } finally {
                    waiting.remove(me);
                    Waiter next = waiting.peek();
                    if (next != null) {
                        next.turn.signal();
                    }
                }
            } finally {
                lock.unlock();
            }
        }

        private void awaitTurn(Waiter me) throws InterruptedException {
            while (true) {
                @Nullable Waiter first = waiting.peek();
                if (first != me) {
                    me.turn.await();
                    continue;
                }
                long missing = missingNanos();
                if (missing <= 0) {
                    return;
                }
                me.turn.awaitNanos(Math.min(missing, TimeUnit.MILLISECONDS.toNanos(200)));
            }
        }
    }

    /** How long until the line is free again, at the rate of now. */
    private long missingNanos() {
        long now = System.nanoTime();
        long current = rate();
        if (current == Long.MAX_VALUE || current == 0) {
            credited = now;
            credit = 0;
            return 0;
        }
        credit = Math.min(current * BURST_SECONDS, credit + (now - credited) / 1e9 * current);
        credited = now;
        return credit >= 0 ? 0 : (long) Math.ceil(-credit / current * 1e9);
    }

    private static final class Waiter {

        private final double tag;
        private final long number;
        private final Condition turn;

        Waiter(double tag, long number, Condition turn) {
            this.tag = tag;
            this.number = number;
            this.turn = turn;
        }
    }
}
