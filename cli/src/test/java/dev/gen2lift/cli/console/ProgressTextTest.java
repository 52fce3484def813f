package dev.gen2lift.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.cli.console.ProgressRow.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTextTest {

    private static final long GIB = 1L << 30;

    private static final ProgressRow OS = new ProgressRow(
            "web01-os",
            State.RUNNING,
            127 * GIB,
            53 * GIB,
            30 * GIB,
            2,
            85 << 20,
            Duration.ofSeconds(890),
            Duration.ofSeconds(277));
    private static final ProgressRow DATA = new ProgressRow(
            "web01-data-0",
            State.DONE,
            10 * GIB,
            10 * GIB,
            9 * GIB,
            0,
            100 << 20,
            Duration.ZERO,
            Duration.ofSeconds(10));
    private static final ProgressRow NEXT =
            new ProgressRow("web01-data-1", State.WAITING, 10 * GIB, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);
    private static final List<ProgressRow> ROWS = List.of(OS, DATA, NEXT);

    @Test
    void aWideTerminalShowsAllThatIsKnownInColumns() {
        assertThat(ProgressText.of(ROWS, 110, false))
                .containsExactly(
                        "web01-os       41%  [=============>                  ]    14:50 left      85 MiB/s  30 GiB"
                                + " zero  2 retries",
                        "web01-data-0  100%  [================================]       in 0:10     100 MiB/s   9 GiB"
                                + " zero",
                        "web01-data-1    0%  [                                ]       waiting");
    }

    @Test
    void fortyColumnsShowHowFarHowLongAndHowFast() {
        assertThat(ProgressText.of(ROWS, 40, false))
                .containsExactly(
                        "web01-os     41%     14:50      85 MiB/s",
                        "web..ata-0  100%   in 0:10     100 MiB/s", "web..ata-1    0%   waiting");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 7, 12, 20, 39, 40, 41, 60, 79, 80, 100, 132, 400})
    void noLineIsEverWiderThanTheTerminal(int width) {
        assertThat(ProgressText.of(ROWS, width, false))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        assertThat(ProgressText.of(ROWS, width, true))
                .allSatisfy(line -> assertThat(Colour.without(line).length()).isLessThanOrEqualTo(width));
    }

    @Test
    void coloursChangeNothingElse() {
        List<String> plain = ProgressText.of(ROWS, 100, false);
        List<String> coloured = ProgressText.of(ROWS, 100, true);

        assertThat(coloured).isNotEqualTo(plain);
        assertThat(coloured).extracting(Colour::without).isEqualTo(plain);
        assertThat(String.join("", plain)).doesNotContain("\u001b");
    }

    @Test
    void namesThatAreCutKeepTheEndsThatTellThemApart() {
        List<ProgressRow> disks = List.of(
                named("a-very-long-name-of-a-machine-in-the-north-data-10"),
                named("a-very-long-name-of-a-machine-in-the-north-data-11"));

        assertThat(ProgressText.of(disks, 80, false))
                .extracting(line -> line.substring(0, 20))
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).startsWith("a-very"));
    }

    @Test
    void aNameCannotSteerTheTerminal() {
        assertThat(ProgressText.of(List.of(named("disk\u001b[2J")), 80, false))
                .allSatisfy(line -> assertThat(line).doesNotContain("\u001b"));
    }

    @Test
    void aHundredPercentMeansAll() {
        ProgressRow nearly = new ProgressRow(
                "disk", State.RUNNING, 64L << 40, (64L << 40) - 1, 0, 0, 1, Duration.ofSeconds(1), Duration.ofHours(9));

        assertThat(nearly.percent()).isEqualTo(99);
    }

    private static ProgressRow named(String name) {
        return new ProgressRow(name, State.RUNNING, 100, 10, 0, 0, 1, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }
}
