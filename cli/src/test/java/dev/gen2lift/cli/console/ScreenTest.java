package dev.gen2lift.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.os.TerminalSize;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment's part; standard error is no terminal where tests run. */
class ScreenTest {

    @Test
    void columnsAndLinesTellTheSize() {
        assertThat(new Screen(Map.of("COLUMNS", "40", "LINES", "10")).size()).contains(new TerminalSize(40, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "wide", "99999999999", "40 "})
    void aSizeThatIsNoneTellsNothing(String columns) {
        assertThat(new Screen(Map.of("COLUMNS", columns)).size()).isEmpty();
    }

    @Test
    void aTerminalThatCannotMoveItsCursorIsNotDrawnOn() {
        assertThat(new Screen(Map.of("COLUMNS", "80", "TERM", "dumb")).size()).isEmpty();
    }

    @Test
    void colourIsDeclinedWithAnyValueButAnEmptyOne() {
        assertThat(new Screen(Map.of("NO_COLOR", "0")).hasColour()).isFalse();
        assertThat(new Screen(Map.of("NO_COLOR", "")).hasColour()).isTrue();
        assertThat(new Screen(Map.of()).hasColour()).isTrue();
    }
}
