package dev.gen2lift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gen2lift.testimages.SampleVm;
import dev.gen2lift.testimages.hyperv.ConfigurationBuilder;
import dev.gen2lift.testimages.oracle.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoverCommandTest {

    private static final UUID ID = UUID.fromString("12345678-9abc-def0-1234-56789abcdef0");

    @TempDir
    static Path folder;

    static Path export;

    @BeforeAll
    static void anExportAsHyperVLaysItOut() throws IOException {
        export = folder.resolve("export");
        Path vm = export.resolve("web");
        SampleVm.build(vm.resolve("Virtual Hard Disks"));
        Path configurations = Files.createDirectories(vm.resolve("Virtual Machines"));
        Files.write(
                configurations.resolve(ID + ".vmcx"),
                ConfigurationBuilder.generation2("web", ID)
                        .scsi("D:\\VMs\\sample-data.vhdx", "D:\\VMs\\sample-os.vhdx")
                        .vmcx());
        Path broken = Files.createDirectories(export.resolve("broken").resolve("Virtual Machines"));
        Files.write(broken.resolve(new UUID(7, 7) + ".vmcx"), new byte[10_000]);
    }

    @Test
    void anExportIsListedAndABrokenConfigurationIsAWarning() throws IOException {
        Oracle.Result run = CommandRun.gen2lift("discover", "--export", export, "--table");

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .doesNotContain("schema")
                .contains("web")
                .contains("v2")
                .contains("off");
        assertThat(run.err()).contains("warning").contains("no configuration of Hyper-V");
    }

    @Test
    void whatDiscoverWritesIsAssessedWithItsDisks() throws IOException {
        Oracle.Result discovered = CommandRun.gen2lift("discover", "--export", export);
        Path inventory = Files.writeString(folder.resolve("vms.json"), discovered.out());

        Oracle.Result assessed =
                CommandRun.gen2lift("assess", "--inventory", inventory, "--disks", export, "--json", "--no-progress");

        JsonNode vms = new ObjectMapper().readTree(assessed.out()).path("vms");
        assertThat(vms).hasSize(1);
        assertThat(vms.get(0).path("name").asText()).isEqualTo("web");
        assertThat(vms.get(0).path("disks")).hasSize(2);
    }

    @Test
    void anExportIsAssessedAsAFolder() throws IOException {
        Oracle.Result run = CommandRun.gen2lift("assess", export, "--json");

        JsonNode vms = new ObjectMapper().readTree(run.out()).path("vms");
        assertThat(vms).hasSize(1);
        assertThat(vms.get(0).path("name").asText()).isEqualTo("web");
        assertThat(vms.get(0).path("generation").asText()).isEqualTo("V2");
    }

    @Test
    void withoutAHostAndElsewhereThanOnWindowsItSaysWhatToDo() throws IOException {
        Oracle.Result run = CommandRun.gen2lift("discover");

        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err()).contains("not a Hyper-V host").contains("--export");
    }

    @Test
    void aPasswordIsNeverAskedForInAPipe() throws IOException {
        Oracle.Result run = CommandRun.gen2lift("discover", "--host", "host1.invalid", "--user", "CONTOSO\\admin");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("GEN2LIFT_HOST_PASSWORD");
    }
}
