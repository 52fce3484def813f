package dev.gen2lift.transfer.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WindowTest {

    @Test
    void beginsSmallAndGrowsWhileRequestsArrive() throws Exception {
        Window window = new Window(16);
        assertThat(window.limit()).isEqualTo(4);

        round(window);
        assertThat(window.limit()).isGreaterThan(4);
        round(window);
        round(window);
        assertThat(window.limit()).isEqualTo(16);
        round(window);
        assertThat(window.limit()).isEqualTo(16);
    }

    @Test
    void halvesOnceForAllThatWereInFlightTogether() throws Exception {
        Window window = grown(16);

        List<Window.Place> places = enter(window, 16);
        places.forEach(place -> place.crowded(Optional.empty()));

        assertThat(window.limit()).isEqualTo(8);
        enter(window, 8).forEach(place -> place.crowded(Optional.empty()));
        assertThat(window.limit()).isEqualTo(4);
    }

    @Test
    void growsByOneARoundAfterItMetResistance() throws Exception {
        Window window = grown(16);
        enter(window, 16).forEach(place -> place.crowded(Optional.empty()));

        round(window);

        assertThat(window.limit()).isBetween(8, 9);
    }

    @Test
    void alwaysLetsOneThrough() throws Exception {
        Window window = new Window(8);
        for (int i = 0; i < 10; i++) {
            window.enter().crowded(Optional.empty());
        }

        assertThat(window.limit()).isEqualTo(1);
        window.enter().arrived();
    }

    @Test
    void holdsBackWhatIsOneTooMany() throws Exception {
        Window window = new Window(1);
        Window.Place first = window.enter();
        CompletableFuture<Void> second =
                CompletableFuture.runAsync(() -> enterQuietly(window).left());

        assertThat(second).isNotDone();
        first.left();

        second.get(10, TimeUnit.SECONDS);
    }

    @Test
    void keepsStillForAsLongAsTheServiceAsks() throws Exception {
        Window window = new Window(4);
        long asked = System.nanoTime();
        window.enter().crowded(Optional.of(Duration.ofMillis(300)));

        window.enter().left();

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    private static Window grown(int most) throws InterruptedException {
        Window window = new Window(most);
        while (window.limit() < most) {
            round(window);
        }
        return window;
    }

    /** As many requests as may be in flight, all of which arrive. */
    private static void round(Window window) throws InterruptedException {
        enter(window, window.limit()).forEach(Window.Place::arrived);
    }

    private static List<Window.Place> enter(Window window, int count) throws InterruptedException {
        List<Window.Place> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            places.add(window.enter());
        }
        return places;
    }

    private static Window.Place enterQuietly(Window window) {
        try {
            return window.enter();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
