package dev.gen2lift.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressJsonTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ProgressJson progress = new ProgressJson("disk", new PrintStream(err, true, StandardCharsets.UTF_8));

    @Test
    void saysOnALineEachHowFarItIsAndHowItEnded() throws Exception {
        progress.started(1000);
        progress.resumed(300);
        progress.advanced(300, 0);
        progress.retried();
        progress.advanced(500, 400);
        progress.note("something \"quoted\"");
        progress.advanced(200, 0);
        progress.close();
        progress.close();

        List<JsonNode> lines = err.toString(StandardCharsets.UTF_8)
                .lines()
                .map(ProgressJsonTest::read)
                .toList();
        assertThat(lines).extracting(line -> line.path("schema").asText()).containsOnly("gen2lift.progress/1");
        assertThat(lines.get(1).path("note").asText()).isEqualTo("something \"quoted\"");
        JsonNode last = lines.get(lines.size() - 1);
        assertThat(last.path("task").asText()).isEqualTo("disk");
        assertThat(last.path("total").asLong()).isEqualTo(1000);
        assertThat(last.path("done").asLong()).isEqualTo(1000);
        assertThat(last.path("sent").asLong()).isEqualTo(400);
        assertThat(last.path("resumed").asLong()).isEqualTo(300);
        assertThat(last.path("skipped").asLong()).isEqualTo(300);
        assertThat(last.path("retries").asLong()).isEqualTo(1);
        assertThat(last.path("ended").asBoolean()).isTrue();
    }

    private static JsonNode read(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (java.io.IOException e) {
            throw new AssertionError("not a JSON document: " + line, e);
        }
    }
}
