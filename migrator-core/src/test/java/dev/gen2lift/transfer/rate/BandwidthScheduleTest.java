package dev.gen2lift.transfer.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BandwidthScheduleTest {

    private static final long UNLIMITED = Long.MAX_VALUE;

    @ParameterizedTest
    @CsvSource({
        "200Mbit, 25000000",
        "200mbit/s, 25000000",
        "1.5Gbit, 187500000",
        "56Kbit, 7000",
        "25MB, 25000000",
        "25 MiB/s, 26214400",
        "1GiB, 1073741824",
        "8Mbitps, 1000000"
    })
    void readsABandwidth(String text, long bytes) {
        assertThat(Bandwidth.parse(text)).isEqualTo(new Bandwidth(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0Mbit", "-5MB", "10", "5Mb", "5 parsecs", "1e9MB", "MB", "99999999999999MB", "off"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Bandwidth.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a bandwidth");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // 2026-11-23 is a Monday.
                "08:00-18:00=8Mbit,*=80Mbit; 2026-11-23T08:00; 1000000",
                "08:00-18:00=8Mbit,*=80Mbit; 2026-11-23T17:59:59; 1000000",
                "08:00-18:00=8Mbit,*=80Mbit; 2026-11-23T18:00; 10000000",
                "08:00-18:00=8Mbit; 2026-11-23T18:00; 9223372036854775807",
                "Mon-Fri 08:00-18:00=8Mbit,*=unlimited; 2026-11-28T12:00; 9223372036854775807",
                "Sat-Sun=unlimited,*=8Mbit; 2026-11-29T12:00; 9223372036854775807",
                "Sat-Sun=unlimited,*=8Mbit; 2026-11-30T00:00; 1000000",
                "Fri-Mon=8Mbit; 2026-11-28T12:00; 1000000",
                "Tue+Thu=8Mbit; 2026-11-26T12:00; 1000000",
                "Tue+Thu=8Mbit; 2026-11-25T12:00; 9223372036854775807",
                "22:00-06:00=off,*=8Mbit; 2026-11-23T23:00; 0",
                "22:00-06:00=off,*=8Mbit; 2026-11-23T05:59; 0",
                "22:00-06:00=off,*=8Mbit; 2026-11-23T06:00; 1000000",
                "Fri 22:00-06:00=off,*=8Mbit; 2026-11-28T05:00; 0",
                "Fri 22:00-06:00=off,*=8Mbit; 2026-11-27T05:00; 1000000",
                "18:00-24:00=off,*=8Mbit; 2026-11-23T23:59; 0",
                "18:00-24:00=off,*=8Mbit; 2026-11-23T00:00; 1000000",
                "*=8Mbit; 2026-11-23T00:00; 1000000"
            })
    void givesWhatTheFirstEntrySaysThatFits(String timetable, LocalDateTime now, long rate) {
        assertThat(BandwidthSchedule.of(Optional.of(timetable), Optional.empty())
                        .at(now))
                .isEqualTo(rate);
    }

    @Test
    void givesThePlainBandwidthWhereNoEntryFits() {
        BandwidthSchedule schedule =
                BandwidthSchedule.of(Optional.of("08:00-18:00=8Mbit"), Optional.of(new Bandwidth(5)));

        assertThat(schedule.at(LocalDateTime.parse("2026-11-23T20:00"))).isEqualTo(5);
    }

    @Test
    void limitsNothingWithoutAnything() {
        assertThat(BandwidthSchedule.of(Optional.empty(), Optional.empty()).at(LocalDateTime.MIN))
                .isEqualTo(UNLIMITED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "=8Mbit",
                "*",
                "08:00=8Mbit",
                "25:00-26:00=8Mbit",
                "Foo=8Mbit",
                "Mon-=8Mbit",
                "08:00-18:00=",
                "08:00-18:00=fast",
                "*=8Mbit,",
                "Mon-Tue-Wed=8Mbit"
            })
    void refusesATimetableThatSaysNothing(String timetable) {
        assertThatThrownBy(() -> BandwidthSchedule.of(Optional.of(timetable), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
