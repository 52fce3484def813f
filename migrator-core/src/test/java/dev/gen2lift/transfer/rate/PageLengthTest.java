package dev.gen2lift.transfer.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PageLengthTest {

    private static final int LONGEST = 4 << 20;

    @Test
    void isTheLongestWhereTheLineIsFast() {
        PageLength length = new PageLength(LONGEST, Double.POSITIVE_INFINITY);
        length.arrived(LONGEST, Duration.ofMillis(500).toNanos());

        assertThat(length.bytes()).isEqualTo(LONGEST);
    }

    @Test
    void isShorterWhereTheLineIsSlowAndRecovers() {
        PageLength length = new PageLength(LONGEST, Double.POSITIVE_INFINITY);
        length.arrived(LONGEST, Duration.ofSeconds(40).toNanos());
        assertThat(length.bytes()).isEqualTo(LONGEST / 4);

        for (int i = 0; i < 20; i++) {
            length.arrived(LONGEST / 4, Duration.ofMillis(100).toNanos());
        }
        assertThat(length.bytes()).isEqualTo(LONGEST);
    }

    @Test
    void isShortFromTheBeginningWhereTheLineIsKnownToBeSlow() {
        assertThat(new PageLength(LONGEST, 50_000).bytes()).isEqualTo(256 << 10);
    }

    @Test
    void halvesWithEveryPageThatRunsOutOfTime() {
        PageLength length = new PageLength(LONGEST, Double.POSITIVE_INFINITY);
        length.timedOut();
        assertThat(length.bytes()).isEqualTo(LONGEST / 2);
        for (int i = 0; i < 10; i++) {
            length.timedOut();
        }
        assertThat(length.bytes()).isEqualTo(PageLength.SHORTEST);
    }
}
