package dev.gen2lift.report.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.assess.Readiness;
import dev.gen2lift.assess.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineReaderTest {

    private static final String SCHEMA = "{\"schema\":\"gen2lift.assess/1\",";

    @TempDir
    Path folder;

    private Baseline read(String text) throws IOException {
        return BaselineReader.read(Files.writeString(folder.resolve("old.json"), text));
    }

    @Test
    void readsWhatIsComparedAndPassesOverTheRest() throws IOException {
        Baseline baseline = read(SCHEMA + """
                "assessedAt":"2026-11-20T10:00:00Z","later":[{"a":[1,2]}],"summary":{"vms":1},
                "vms":[{"name":"a","generation":null,"readiness":"ready-with-conditions","disks":[{"x":{}}],
                  "target":{"generation":"V2","securityType":"TrustedLaunch","size":null,"reasons":[]},
                  "findings":[{"rule":"R-1","severity":"warning","subject":"a.vhdx","evidence":"e"}]}]}
                """);

        assertThat(baseline.assessedAt()).contains(Instant.parse("2026-11-20T10:00:00Z"));
        assertThat(baseline.machines()).singleElement().satisfies(machine -> {
            assertThat(machine.name()).isEqualTo("a");
            assertThat(machine.readiness()).isEqualTo(Readiness.READY_WITH_CONDITIONS);
            assertThat(machine.target()).isEqualTo("V2 TrustedLaunch");
            assertThat(machine.findings()).containsExactly(new Baseline.FindingKey("R-1", Severity.WARNING, "a.vhdx"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "{\"vms\":[]}",
                "{\"schema\":\"gen2lift.inspect/1\",\"vms\":[]}",
                "{\"schema\":7,\"vms\":[]}",
                SCHEMA + "\"vms\":{}}",
                SCHEMA + "\"vms\":[7]}",
                SCHEMA + "\"vms\":[{\"name\":7}]}",
                SCHEMA + "\"vms\":[{\"readiness\":\"fine\"}]}",
                SCHEMA + "\"vms\":[{\"target\":\"V2\"}]}",
                SCHEMA + "\"vms\":[{\"findings\":[{\"severity\":\"fatal\"}]}]}",
                SCHEMA + "\"vms\":[{\"findings\":[[]]}]}",
                SCHEMA + "\"assessedAt\":\"yesterday\",\"vms\":[]}",
                SCHEMA + "\"vms\":[{\"name\":\"a\""
            })
    void refusesWhatIsNoReport(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(BaselineException.class);
    }

    @Test
    void refusesWhatIsNestedDeeperThanAnyReport() {
        String deep = SCHEMA + "\"x\":" + "[".repeat(100_000);

        assertThatThrownBy(() -> read(deep)).isInstanceOf(BaselineException.class);
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        Path file = folder.resolve("old.json");
        Files.write(file, (SCHEMA + "\"vms\":[{\"name\":\"\u00ff\"}]}").getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> BaselineReader.read(file)).isInstanceOf(BaselineException.class);
    }

    @Test
    void aFileThatIsNotThereIsAnotherMatter() {
        assertThatThrownBy(() -> BaselineReader.read(folder.resolve("none.json")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
