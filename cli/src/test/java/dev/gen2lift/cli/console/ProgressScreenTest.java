package dev.gen2lift.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.os.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stays on the screen when all is over; how it gets there is seen on a real terminal. */
class ProgressScreenTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aTaskAloneHasOneLineAndNoSum() {
        ProgressDisplay task = screen(24).alone("convert");
        task.started(100);
        task.advanced(100, 10);
        task.close();
        task.close();

        assertThat(last()).singleElement().asString().contains("convert", "100%", "90 B zero");
    }

    @Test
    void whatWritesNothingSkipsNothingEither() {
        ProgressDisplay task = screen(24).alone("compare");
        task.started(100);
        task.advanced(100, 0);
        task.close();

        assertThat(last()).singleElement().asString().doesNotContain("zero");
    }

    @Test
    void severalDisksAddUp() {
        ProgressScreen screen = screen(24);
        ProgressDisplay a = screen.disk("a", 100);
        ProgressDisplay b = screen.disk("b", 300);
        a.started(100);
        b.started(300);
        a.advanced(100, 100);
        b.advanced(100, 50);
        b.retried();
        screen.close();

        assertThat(last()).hasSize(3);
        assertThat(last().get(0)).startsWith("a").contains("100%");
        assertThat(last().get(1)).startsWith("b").contains("33%", "stopped", "50 B zero", "1 retry");
        assertThat(last().get(2)).startsWith("together").contains("50%", "stopped", "1 retry");
    }

    @Test
    void aDiskThatHadNothingToDoLeavesNoLine() {
        ProgressScreen screen = screen(24);
        ProgressDisplay found = screen.disk("found", 100);
        ProgressDisplay sent = screen.disk("sent", 100);
        found.close();
        sent.started(100);
        sent.advanced(100, 100);
        screen.close();

        assertThat(last()).singleElement().asString().startsWith("sent");
    }

    @Test
    void notesStandAboveTheLinesOnce() {
        ProgressDisplay task = screen(24).alone("upload");
        task.started(100);
        task.note("the clock is wrong");
        task.close();

        assertThat(err.toString(StandardCharsets.UTF_8)).containsOnlyOnce("upload: the clock is wrong\u001b[K\n");
    }

    @Test
    void moreDisksThanTheScreenHasLinesAreCounted() {
        ProgressScreen screen = screen(8);
        for (int i = 0; i < 20; i++) {
            ProgressDisplay disk = screen.disk("disk" + i, 100);
            disk.started(100);
            disk.advanced(i < 17 ? 100 : 10, 0);
        }
        screen.draw();

        List<String> drawn = last();
        assertThat(drawn).hasSizeLessThan(8);
        assertThat(drawn).anyMatch(line -> line.startsWith("disk17")).anyMatch(line -> line.startsWith("disk19"));
        assertThat(drawn.get(drawn.size() - 1)).isEqualTo("and 15 more");
        screen.close();
    }

    private ProgressScreen screen(int rows) {
        return new ProgressScreen(
                new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> Optional.of(new TerminalSize(100, rows)),
                false);
    }

    /** The lines of the last drawing. */
    private List<String> last() {
        String[] drawings = err.toString(StandardCharsets.UTF_8).split("\u001b\\[J", -1);
        return drawings[drawings.length - 2]
                .replaceFirst("^\r(\u001b\\[[0-9]+A)?", "")
                .replace("\u001b[K", "")
                .lines()
                .toList();
    }
}
