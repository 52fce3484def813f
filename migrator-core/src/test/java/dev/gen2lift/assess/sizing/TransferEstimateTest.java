package dev.gen2lift.assess.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The time that a transfer takes")
class TransferEstimateTest {

    private static final long GB = 1_000_000_000;
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @CsvSource({
        "500Mbit, 500000000",
        "1.5 Gbit/s, 1500000000",
        "800kbps, 800000",
        "1gbit, 1000000000",
        "10Mb/s, 10000000"
    })
    void countsBitsInDecimalUnits(String text, long expected) {
        assertThat(Bandwidth.parse(text).bitsPerSecond()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "500MB/s", "fast", "0Mbit", "-1Mbit", "1e9bit", "", "500 MB"})
    void refusesWhatIsNoBandwidth(String text) {
        assertThatThrownBy(() -> Bandwidth.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isTheLinesForAllDisksTogether() {
        TransferEstimate estimate = TransferEstimate.of(
                List.of(new TransferEstimate.Disk(127 * GIB, 45 * GB), new TransferEstimate.Disk(127 * GIB, 45 * GB)),
                Bandwidth.parse("100Mbit"));

        // 90 GB at 90 % of 12.5 MB/s
        assertThat(estimate.bytes()).isEqualTo(90 * GB);
        assertThat(estimate.upload()).isEqualTo(Duration.ofSeconds(8000));
        assertThat(estimate.onePhase()).isEqualTo(Duration.ofSeconds(8000 + 20 * 60));
        assertThat(estimate.twoPhase()).isEqualTo(Duration.ofSeconds(400 + 20 * 60));
    }

    @Test
    void isNeverFasterThanTheServiceTakesOneDisk() {
        TransferEstimate estimate = TransferEstimate.of(
                List.of(new TransferEstimate.Disk(127 * GIB, 60L * (1 << 20) * 100)), Bandwidth.parse("10Gbit"));

        assertThat(estimate.upload()).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void isNeverLongerOffInTwoPhasesThanInOne() {
        TransferEstimate slow = TransferEstimate.of(
                List.of(new TransferEstimate.Disk(32_767 * GIB, 20_000 * GB)), Bandwidth.parse("10Mbit"));

        assertThat(slow.twoPhase()).isEqualTo(slow.onePhase());
    }

    @Test
    void isNothingForNoDisks() {
        assertThat(TransferEstimate.of(List.of(), Bandwidth.parse("1Gbit")).upload())
                .isZero();
    }
}
