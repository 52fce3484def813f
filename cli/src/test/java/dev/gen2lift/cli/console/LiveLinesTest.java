package dev.gen2lift.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveLinesTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final LiveLines lines = new LiveLines(new PrintStream(err, true, StandardCharsets.UTF_8));

    @Test
    void goesUpAsManyLinesAsItDrewBefore() {
        lines.draw(List.of("one", "two"), 80);
        assertThat(written()).isEqualTo("\rone\u001b[K\ntwo\u001b[K\n\u001b[J");

        lines.draw(List.of("three"), 80);
        assertThat(written()).isEqualTo("\r\u001b[2Athree\u001b[K\n\u001b[J");
    }

    @Test
    void whatANarrowerWindowHasWrappedTakesMoreLines() {
        lines.draw(List.of("x".repeat(79), Colour.GREEN.paint("y".repeat(40))), 80);
        written();

        lines.draw(List.of("z"), 40);
        assertThat(written()).startsWith("\r\u001b[3A");
    }

    @Test
    void whatWasLeftIsNotTouchedAgain() {
        lines.draw(List.of("result"), 80);
        lines.leave();
        written();

        lines.above("a word more", 80);
        assertThat(written()).isEqualTo("\ra word more\u001b[K\n\u001b[J");
    }

    @Test
    void nothingToDrawIsNothingWritten() {
        lines.draw(List.of(), 80);
        assertThat(written()).isEmpty();
    }

    private String written() {
        String text = err.toString(StandardCharsets.UTF_8);
        err.reset();
        return text;
    }
}
