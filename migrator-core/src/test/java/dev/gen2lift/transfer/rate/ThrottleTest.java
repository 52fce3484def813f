package dev.gen2lift.transfer.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private static final int PIECE = 64 << 10;

    @Test
    void givesOutNoMoreThanIsAllowed() throws Exception {
        Throttle.Lane lane = throttle("*=4MiB").lane();
        long began = System.nanoTime();

        for (int sent = 0; sent < 2 << 20; sent += PIECE) {
            lane.take(PIECE);
        }

        // Half a second's worth, of which a tenth of a second's may go at once, and the last piece is not waited for.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(350));
    }

    @Test
    void sharesFairlyHoweverManyRequestsADiskHas() throws Exception {
        Throttle throttle = throttle("*=16MiB");
        AtomicLong greedy = new AtomicLong();
        AtomicLong modest = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        Throttle.Lane first = throttle.lane();
        Throttle.Lane second = throttle.lane();
        for (int i = 0; i < 9; i++) {
            boolean one = i == 0;
            Thread thread = new Thread(() -> takeUntil(over, one ? second : first, one ? modest : greedy));
            threads.add(thread);
            thread.start();
        }
        while (greedy.get() + modest.get() < 8 << 20) {
            Thread.onSpinWait();
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat((double) modest.get() / (modest.get() + greedy.get())).isBetween(0.25, 0.6);
    }

    @Test
    void costsNothingWithoutALimit() throws Exception {
        Throttle.Lane lane = Throttle.none().lane();

        lane.awaitOpen();
        for (int i = 0; i < 1_000_000; i++) {
            lane.take(PIECE);
        }
    }

    @Test
    void saysHowFastItMayGoNow() {
        assertThat(throttle("*=8Mbit").rate()).isEqualTo(1_000_000);
        assertThat(throttle("*=off").rate()).isZero();
    }

    private static void takeUntil(AtomicBoolean over, Throttle.Lane lane, AtomicLong taken) {
        try {
            while (!over.get()) {
                lane.take(PIECE);
                taken.addAndGet(PIECE);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Throttle throttle(String timetable) {
        return new Throttle(BandwidthSchedule.of(Optional.of(timetable), Optional.empty()), Clock.systemDefaultZone());
    }
}
