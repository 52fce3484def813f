package dev.gen2lift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gen2lift.azure.AzureClients;
import dev.gen2lift.rehearsal.CloudResource;
import dev.gen2lift.rehearsal.RehearsalCloud;
import dev.gen2lift.rehearsal.RehearsalOptions;
import dev.gen2lift.testimages.SampleVm;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.QemuImg;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** verify and download, of a managed disk of the rehearsal cloud. */
class StoredDiskCommandsTest {

    @TempDir
    Path folder;

    private RehearsalCloud cloud;
    private SampleVm sample;
    private String disk;

    @BeforeEach
    void migrateADisk() throws IOException {
        sample = SampleVm.build(Files.createDirectory(folder.resolve("sample")));
        cloud = RehearsalCloud.start(
                RehearsalOptions.in(folder.resolve("cloud")).withRetryAfter(Duration.ZERO));
        RehearsalServer.subnet(new AzureClients(RehearsalServer.settings(cloud)));
        run(
                        "migrate",
                        "--name",
                        "web01",
                        "--resource-group",
                        "moved",
                        "--location",
                        "westeurope",
                        "--create",
                        "disk",
                        "--os-disk",
                        sample.osDisk())
                .expectSuccess();
        disk = cloud.resources().stream()
                .filter(resource -> resource.type().equals("Microsoft.Compute/disks"))
                .map(CloudResource::id)
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void stopTheCloud() throws IOException {
        cloud.close();
    }

    @Test
    void aMigratedDiskIsVerifiedAndBroughtBack() throws IOException {
        Path back = folder.resolve("back.vhdx");

        JsonNode verified = json(run("verify", sample.osDisk(), "--to", disk, "--full", "--json"));
        JsonNode downloaded = json(run("download", disk, back, "--json"));

        assertThat(verified.get("schema").asText()).isEqualTo("gen2lift.verify/1");
        assertThat(verified.get("same").asBoolean()).isTrue();
        assertThat(verified.has("firstDifference")).isFalse();
        assertThat(downloaded.get("schema").asText()).isEqualTo("gen2lift.download/1");
        assertThat(downloaded.get("format").asText()).isEqualTo("vhdx");
        assertThat(downloaded.get("bytesReceived").asLong())
                .isLessThan(downloaded.get("virtualSize").asLong());
        QemuImg.check(back, "vhdx").expectSuccess();
        QemuImg.compare(sample.osDisk(), "vhdx", back, "vhdx").expectSuccess();
        assertThat(diskState()).isEqualTo("Unattached");
    }

    @Test
    void aDiskThatChangedIsTheAnswerNo() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(
                cloud.diskFile("moved", "web01-os").orElseThrow().toFile(), "rw")) {
            file.seek(1 << 20);
            int was = file.read();
            file.seek(1 << 20);
            file.write(was ^ 1);
        }

        Oracle.Result quick = run("verify", sample.osDisk(), "--to", disk);
        Oracle.Result full = run("verify", sample.osDisk(), "--to", disk, "--full", "--against", "image");

        assertThat(quick.exit()).isZero();
        assertThat(full.exit()).isEqualTo(1);
        assertThat(full.out()).contains("different", "at byte " + (1 << 20));
    }

    @Test
    void aDiskThatIsNotThereIsAzuresRefusal() throws IOException {
        Oracle.Result missing = run("download", disk + "x", folder.resolve("back.vhdx"));

        assertThat(missing.exit()).isEqualTo(4);
        assertThat(missing.err()).startsWith("gen2lift: cannot download: ");
        assertThat(folder.resolve("back.vhdx")).doesNotExist();
    }

    private String diskState() {
        return cloud.resources().stream()
                .filter(resource -> resource.id().equals(disk))
                .map(CloudResource::state)
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode json(Oracle.Result result) throws IOException {
        return JsonMapper.builder().build().readTree(result.expectSuccess().out());
    }

    private Oracle.Result run(Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "AZURE_CLIENT_ID=" + cloud.clientId(),
                "AZURE_CLIENT_SECRET=" + cloud.clientSecret(),
                "GEN2LIFT_HOME=" + folder.resolve("home")));
        command.addAll(CommandRun.command(arguments));
        command.addAll(List.of(
                "--no-progress",
                "--arm-endpoint",
                cloud.armEndpoint().toString(),
                "--authority-host",
                cloud.authorityHost().toString(),
                "--tenant",
                cloud.tenantId(),
                "--subscription",
                cloud.subscriptionId(),
                "--ca-certificates",
                cloud.certificate().toString()));
        return Oracle.run(Duration.ofMinutes(2), command);
    }
}
