package dev.gen2lift.cli;

import static dev.gen2lift.cli.CommandRun.gen2lift;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** assess, as far as it sizes machines. */
class AssessSizingTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private Path inventory;

    @BeforeEach
    void anInventory() throws IOException {
        inventory = Files.writeString(folder.resolve("import.csv"), """
                *Server name,IP addresses,*Cores,*Memory (In MB),*OS name,OS version,Boot type,Number of disks,Disk 1 size (In GB),Network adapters
                web-1,10.0.0.4,4,8192,Windows Server 2022,,UEFI,1,127,1
                """);
    }

    @Test
    void choosesASizeByTheInventoryAndSaysWhyNotASmallerOne() throws IOException {
        JsonNode vm = assess();

        assertThat(vm.at("/target/size").asText()).isEqualTo("Standard_D4ls_v5");
        assertThat(vm.at("/sizing/size/vcpus").asInt()).isEqualTo(4);
        assertThat(vm.at("/sizing/size/memory").asLong()).isEqualTo(8L << 30);
        assertThat(vm.at("/sizing/smaller/0/lacks/0").asText()).contains("needed");
    }

    @Test
    void choosesASmallerOneForAMachineThatDoesLittle() throws IOException {
        Path counters = Files.writeString(
                folder.resolve("counters.csv"), "vm,cpuPercent,memoryPercent\nweb-1,10,30\nweb-1,20,35\n");

        JsonNode vm = assess("--performance", counters.toString());

        assertThat(vm.at("/target/size").asText()).isEqualTo("Standard_D2ls_v5");
    }

    @Test
    void keepsToTheSeriesThatIsAskedFor() throws IOException {
        assertThat(assess("--size-family", "Easv5,Basv2").at("/target/size").asText())
                .isEqualTo("Standard_B4als_v2");
    }

    @Test
    void saysThatARegionNeedsASubscription() throws IOException {
        Oracle.Result result = gen2lift("assess", "--inventory", inventory, "--region", "westeurope", "--json");

        if (System.getenv("AZURE_SUBSCRIPTION_ID") == null) {
            assertThat(result.err()).contains("no subscription is named");
            assertThat(JSON.readTree(result.out()).at("/vms/0/target/size").asText())
                    .isEqualTo("Standard_D4ls_v5");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--bandwidth, fast, 2, a bandwidth is written as 500Mbit",
        "--size-family, Zsv9, 2, no sizes of the series Zsv9",
        "--comfort, 0.5, 2, a comfort factor is 1 to 10",
        "--percentile, 0, 2, --percentile is 1 to 100",
        "--performance, absent.csv, 3, no such file"
    })
    void refusesWhatItCannotSizeBy(String option, String value, int exit, String message) throws IOException {
        Oracle.Result result = gen2lift("assess", "--inventory", inventory, option, value);

        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.err()).startsWith("gen2lift: ").contains(message);
        assertThat(result.out()).isEmpty();
    }

    private JsonNode assess(String... options) throws IOException {
        Object[] arguments = new Object[options.length + 4];
        arguments[0] = "assess";
        arguments[1] = "--inventory";
        arguments[2] = inventory;
        arguments[3] = "--json";
        System.arraycopy(options, 0, arguments, 4, options.length);
        return JSON.readTree(gen2lift(arguments).out()).at("/vms/0");
    }
}
