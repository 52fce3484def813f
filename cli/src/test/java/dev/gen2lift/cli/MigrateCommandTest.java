package dev.gen2lift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gen2lift.azure.AzureClients;
import dev.gen2lift.rehearsal.CloudResource;
import dev.gen2lift.rehearsal.RehearsalCloud;
import dev.gen2lift.rehearsal.RehearsalOptions;
import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.SampleVm;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.QemuImg;
import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** migrate, told by options and environment which cloud it talks to. */
class MigrateCommandTest {

    @TempDir
    Path folder;

    private RehearsalCloud cloud;
    private SampleVm sample;
    private String subnet;

    @BeforeEach
    void startTheCloud() throws IOException {
        sample = SampleVm.build(Files.createDirectory(folder.resolve("sample")));
        cloud = RehearsalCloud.start(
                RehearsalOptions.in(folder.resolve("cloud")).withRetryAfter(Duration.ZERO));
        subnet = RehearsalServer.subnet(new AzureClients(RehearsalServer.settings(cloud)));
    }

    @AfterEach
    void stopTheCloud() throws IOException {
        cloud.close();
    }

    @Test
    void createsTheVmOnceHoweverOftenItIsRun() throws IOException {
        List<String> command = List.of("--subnet", subnet, "--size", "Standard_D2s_v5", "--json");

        JsonNode first = JsonMapper.builder()
                .build()
                .readTree(migrate(command).expectSuccess().out());
        List<CloudResource> created = cloud.resources();
        JsonNode second = JsonMapper.builder()
                .build()
                .readTree(migrate(command).expectSuccess().out());

        assertThat(first.get("schema").asText()).isEqualTo("gen2lift.migrate/1");
        assertThat(first.get("resources").findValuesAsText("type"))
                .containsExactly(
                        "Microsoft.Resources/resourceGroups",
                        "Microsoft.Compute/disks",
                        "Microsoft.Compute/disks",
                        "Microsoft.Network/networkInterfaces",
                        "Microsoft.Compute/virtualMachines");
        assertThat(first.at("/disks/0/sent").asLong()).isPositive();
        assertThat(second.at("/disks/0/sent").asLong()).isZero();
        assertThat(cloud.resources()).isEqualTo(created);
    }

    @Test
    void stopsAfterTheDisksWhenToldSo() throws IOException {
        migrate(List.of("--create", "disk")).expectSuccess();

        assertThat(cloud.resources())
                .extracting(CloudResource::type)
                .contains("Microsoft.Compute/disks")
                .doesNotContain("Microsoft.Compute/virtualMachines");
    }

    @Test
    void preparesInOneCommandAndCutsOverInAnother() throws IOException {
        cloud.registerStorageAccount("rehearsal-network", "westeurope");
        String container = cloud.containerSas("staging").toString();
        List<String> vm = List.of("--subnet", subnet, "--size", "Standard_D2s_v5", "--json");

        JsonNode prepared = phase(vm, "--prepare", "--staging", container);
        JsonNode cutOver = phase(vm, "--cutover", "--remove-staging");

        assertThat(prepared.at("/disks/0/sent").asLong()).isPositive();
        assertThat(prepared.at("/disks/0/staged").asText())
                .startsWith(cloud.blobEndpoint() + "/staging/web01-")
                .endsWith("-os.vhd");
        assertThat(prepared.at("/disks/0/importSeconds").isNull()).isTrue();
        assertThat(cutOver.at("/schema").asText()).isEqualTo("gen2lift.migrate/1");
        assertThat(cutOver.at("/title").asText()).isEqualTo("Cutover of web01");
        assertThat(cutOver.at("/disks/0/sent").asLong()).isZero();
        assertThat(cutOver.at("/disks/0/importSeconds").isNumber()).isTrue();
        assertThat(cloud.resources())
                .extracting(CloudResource::name, CloudResource::state)
                .contains(tuple("web01-os", "Attached"), tuple("web01-data-0", "Attached"));
        QemuImg.compare(
                        sample.osDisk(),
                        "vhdx",
                        cloud.diskFile("moved", "web01-os").orElseThrow(),
                        "vpc")
                .expectSuccess();
    }

    private JsonNode phase(List<String> common, String... more) throws IOException {
        List<String> command = new ArrayList<>(common);
        command.addAll(List.of(more));
        return JsonMapper.builder()
                .build()
                .readTree(migrate(command).expectSuccess().out());
    }

    @Test
    void thePhasesOptionsHaveToMakeSense() throws IOException {
        Oracle.Result both = migrate(List.of("--create", "disk", "--prepare", "--cutover"));
        Oracle.Result nowhere = migrate(List.of("--create", "disk", "--prepare"));
        Oracle.Result blob =
                migrate(List.of("--create", "disk", "--prepare", "--staging", "https://a.blob.core.windows.net/c/b"));
        Oracle.Result unprepared = migrate(List.of("--create", "disk", "--cutover"));

        assertThat(List.of(both, nowhere, blob, unprepared))
                .extracting(Oracle.Result::exit)
                .containsOnly(2);
        assertThat(both.err()).contains("give one of them");
        assertThat(nowhere.err()).contains("--prepare needs --staging");
        assertThat(blob.err()).contains("names a blob");
        assertThat(unprepared.err())
                .contains("web01 has not been prepared", "hint: run the same command with --prepare");
    }

    @Test
    void takesACheckpointWhoseParentLiesInAnotherFolder() throws IOException {
        Path checkpoint = Files.createDirectory(folder.resolve("checkpoints")).resolve("web01.avhdx");
        VhdxBuilder.of(SampleVm.osContent())
                .differencing(
                        SampleVm.osContent(), ParentLocator.of(Guid.named("sample os data"), "C:\\VM\\sample-os.vhdx"))
                .writeTo(checkpoint);
        List<String> command = List.of("--create", "disk", "--os-disk", checkpoint.toString());

        Oracle.Result lost = migrate(command);
        List<String> withParents = new ArrayList<>(command);
        withParents.addAll(List.of("--parents", folder.resolve("sample").toString()));
        migrate(withParents).expectSuccess();

        assertThat(lost.exit()).isEqualTo(3);
        assertThat(lost.err()).contains("sample-os.vhdx", "hint: --parents DIR");
        Path disk = cloud.diskFile("moved", "web01-os").orElseThrow();
        QemuImg.compare(sample.osDisk(), "vhdx", disk, "vpc").expectSuccess();
    }

    @Test
    void aPlanThatSaysTooLittleIsAUsageErrorAndTouchesNothing() throws IOException {
        Oracle.Result refused = migrate(List.of());

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).startsWith("gen2lift: cannot migrate: ");
        assertThat(cloud.resources()).extracting(CloudResource::type).doesNotContain("Microsoft.Compute/disks");
    }

    @Test
    void aTrustedLaunchWithoutGuestStateIsToldWhatCanBeDone() throws IOException {
        Oracle.Result refused = migrate(List.of("--create", "disk", "--security-type", "TrustedLaunch"));

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("only together with a guest state", "--vmgs FILE", "--prepare");
    }

    @Test
    void aPolicyThatThereIsNotIsAUsageErrorWithThoseThatThereAre() throws IOException {
        Oracle.Result refused = migrate(List.of("--create", "disk", "--network-access", "some"));

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("allow-all, allow-private, deny-all, not some");
    }

    @Test
    void aRefusalOfAzureIsToldInOneLineWithTheFailedRunInTheReport() throws IOException {
        Path report = folder.resolve("report");

        Oracle.Result refused =
                migrate(List.of("--subnet", subnet, "--size", "Standard_Nowhere", "--report", report.toString()));

        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.err().lines().filter(line -> line.startsWith("gen2lift: ")))
                .hasSize(1);
        assertThat(report.resolve("report.json")).content().contains("\"succeeded\" : false");
    }

    private Oracle.Result migrate(List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "GEN2LIFT_HOME=" + folder.resolve("home"),
                "AZURE_CLIENT_ID=" + cloud.clientId(),
                "AZURE_CLIENT_SECRET=" + cloud.clientSecret()));
        command.addAll(CommandRun.command(
                "migrate",
                "--name",
                "web01",
                "--resource-group",
                "moved",
                "--location",
                "westeurope",
                "--data-disk",
                sample.dataDisk(),
                "--arm-endpoint",
                cloud.armEndpoint(),
                "--authority-host",
                cloud.authorityHost(),
                "--tenant",
                cloud.tenantId(),
                "--subscription",
                cloud.subscriptionId(),
                "--ca-certificates",
                cloud.certificate()));
        command.addAll(options);
        if (!options.contains("--os-disk")) {
            command.addAll(List.of("--os-disk", sample.osDisk().toString()));
        }
        return Oracle.run(Duration.ofMinutes(2), command);
    }
}
