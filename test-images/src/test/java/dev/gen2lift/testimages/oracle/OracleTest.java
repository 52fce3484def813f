package dev.gen2lift.testimages.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class OracleTest {

    @TempDir
    Path folder;

    @Test
    void findsAToolOnThePath() throws Exception {
        Path tool = Files.createFile(folder.resolve("some-tool"));
        Assumptions.assumeTrue(tool.toFile().setExecutable(true));

        assertThat(new Oracle.Finder(Map.of("PATH", folder.toString())).tool("some-tool"))
                .isEqualTo(tool);
    }

    @Test
    void skipsWhereAToolIsMissing() {
        assertThatThrownBy(() -> new Oracle.Finder(Map.of("PATH", folder.toString())).tool("no-such-tool"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("no-such-tool");
    }

    @Test
    void failsWhereAMissingOracleIsDemanded() {
        Oracle.Finder finder = new Oracle.Finder(Map.of("PATH", folder.toString(), Oracle.REQUIRE_VARIABLE, "1"));

        assertThatThrownBy(() -> finder.tool("no-such-tool")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> finder.file(folder.resolve("no-firmware"))).isInstanceOf(AssertionError.class);
    }

    @Test
    void skipsWithoutACorpusEvenWhereOraclesAreDemanded() {
        Oracle.Finder finder = new Oracle.Finder(Map.of(Oracle.REQUIRE_VARIABLE, "1"));

        assertThatThrownBy(() -> finder.folder(Oracle.CORPUS_VARIABLE)).isInstanceOf(TestAbortedException.class);
    }

    @Test
    void failsWhereTheCorpusIsNamedButAbsent() {
        Oracle.Finder finder = new Oracle.Finder(
                Map.of(Oracle.CORPUS_VARIABLE, folder.resolve("gone").toString()));

        assertThatThrownBy(() -> finder.folder(Oracle.CORPUS_VARIABLE)).isInstanceOf(AssertionError.class);
    }

    @Test
    void returnsWhatACommandPrintedAndItsExitCode() throws Exception {
        String shell = Oracle.require("sh").toString();

        Oracle.Result result =
                Oracle.run(Duration.ofSeconds(30), shell, "-c", "head -c 200000 /dev/zero; echo no >&2; exit 3");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.out()).hasSize(200_000);
        assertThat(result.err()).isEqualTo("no\n");
    }

    @Test
    void killsACommandThatDoesNotEnd() {
        String shell = Oracle.require("sh").toString();

        assertThatThrownBy(() -> Oracle.run(Duration.ofMillis(200), shell, "-c", "echo begun; sleep 1000"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not done");
    }
}
