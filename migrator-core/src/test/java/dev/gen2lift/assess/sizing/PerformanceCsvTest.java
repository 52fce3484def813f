package dev.gen2lift.assess.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Performance counters")
class PerformanceCsvTest {

    @TempDir
    Path folder;

    @Test
    void areReadInAnyOrderOfColumnsForMachinesAndDisks() throws IOException {
        Performance performance = read(95, """
                \ufeffDisk,VM,cpuPercent,note,IOPS,mbps,memoryPercent
                ,web-1,40,"a, b",,,55
                web-1.vhdx,web-1,,,120.5,3,
                """);

        assertThat(performance.machine("WEB-1").cpu()).hasValue(0.4);
        assertThat(performance.machine("web-1").memory().orElseThrow()).isBetween(0.5499, 0.5501);
        assertThat(performance.machine("web-1").iops()).isEmpty();
        Load disk = performance.disk("web-1", List.of("/images/web-1.vhdx", "Web-1.vhdx"));
        assertThat(disk.iops()).hasValue(120.5);
        assertThat(disk.throughput()).hasValue(3_000_000);
        assertThat(performance.machine("other")).isEqualTo(Load.UNKNOWN);
    }

    @Test
    void areTakenAtThePercentileOfTheirSamples() throws IOException {
        StringBuilder rows = new StringBuilder("vm,iops\n");
        for (int i = 100; i >= 1; i--) {
            rows.append("a,").append(i).append('\n');
        }
        assertThat(read(95, rows.toString()).machine("a").iops()).hasValue(95);
        assertThat(read(50, rows.toString()).machine("a").iops()).hasValue(50);
        assertThat(read(100, rows.toString()).machine("a").iops()).hasValue(100);
        assertThat(read(95, "vm,iops\na,7\n").machine("a").iops()).hasValue(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name,iops\na,1\n",
                "vm,iops\na,many\n",
                "vm,iops\na,-1\n",
                "vm,iops\n,1\n",
                "vm,iops\na,NaN\n",
                ""
            })
    void areRefusedWhereTheyAreNone(String text) {
        assertThatThrownBy(() -> read(95, text)).isInstanceOf(PerformanceCsv.MalformedException.class);
    }

    @Test
    void nameTheLineThatIsWrong() {
        assertThatThrownBy(() -> read(95, "vm,iops\na,1\na,x\n")).hasMessage("line 3 has no number in iops: \"x\"");
    }

    private Performance read(int percentile, String text) throws IOException {
        Path file = folder.resolve("performance.csv");
        Files.writeString(file, text, StandardCharsets.UTF_8);
        return PerformanceCsv.read(file, percentile);
    }
}
