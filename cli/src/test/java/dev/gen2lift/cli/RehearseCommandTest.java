package dev.gen2lift.cli;

import static dev.gen2lift.cli.CommandRun.gen2lift;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gen2lift.rehearsal.RehearsalCloud;
import dev.gen2lift.rehearsal.RehearsalOptions;
import dev.gen2lift.testimages.Guid;
import dev.gen2lift.testimages.RandomContent;
import dev.gen2lift.testimages.SampleVm;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.testimages.oracle.QemuImg;
import dev.gen2lift.testimages.oracle.UefiBoot;
import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job from end to end: the sample VM, as a newcomer rehearses it first. */
class RehearseCommandTest {

    @TempDir
    static Path folder;

    private static Oracle.Result run;
    private static Path home;

    @BeforeAll
    static void rehearse() throws IOException {
        home = folder.resolve("rehearsal");
        run = gen2lift("rehearse", "--folder", home).expectSuccess();
    }

    @Test
    void endsWithATableOfWhatItCreatedAndTheReport() {
        assertThat(run.out())
                .contains("Microsoft.Compute/virtualMachines")
                .contains("Microsoft.Network/networkInterfaces")
                .contains("sample-os")
                .contains("sample-data-0")
                .contains("report: " + home.resolve("report/index.html"));
        assertThat(home.resolve("report/index.html")).isNotEmptyFile();
    }

    @Test
    void theManagedDisksAreTheSamplesDisks() throws IOException {
        for (String[] pair :
                new String[][] {{"sample-os.vhdx", "sample-os.vhd"}, {"sample-data.vhdx", "sample-data-0.vhd"}}) {
            QemuImg.compare(home.resolve("sample").resolve(pair[0]), "vhdx", disk(pair[1]), "vpc")
                    .expectSuccess();
        }
    }

    @Test
    void theManagedOsDiskBoots() throws IOException {
        assertThat(UefiBoot.boot(disk("sample-os.vhd"), "vpc", Duration.ofMinutes(4)))
                .contains(SampleVm.MARKER);
    }

    @Test
    void theReportIsADocumentForScriptsToo() throws IOException {
        JsonNode report = JsonMapper.builder()
                .build()
                .readTree(home.resolve("report/report.json").toFile());

        assertThat(report.get("schema").asText()).isEqualTo("gen2lift.rehearse/1");
        assertThat(report.get("succeeded").asBoolean()).isTrue();
        assertThat(report.at("/assessment/summary/notReady").asInt(-1)).isZero();
    }

    @Test
    void leavesNoSecretInWhatItPrintsOrRecords() throws IOException {
        String recorded = Files.readString(home.resolve("traffic.jsonl"));

        assertThat(run.out() + run.err() + recorded)
                .doesNotContainPattern("sig=(?!REDACTED)")
                .doesNotContain("Bearer ey")
                .doesNotContain("client_secret");
    }

    @Test
    void whatWasAskedAndAnsweredIsAsMicrosoftsApiDocumentsSay() throws IOException {
        Path validator = Oracle.specs().resolve("validate.js");
        Path oav = Oracle.require(Path.of("../migrator-core/target/node/node_modules/oav/package.json"));

        Oracle.Result result = Oracle.run(
                Duration.ofMinutes(3),
                "env",
                "NODE_PATH=" + oav.resolve("../..").toAbsolutePath().normalize(),
                Oracle.require("node").toString(),
                validator.toString(),
                home.resolve("traffic.jsonl").toString());

        assertThat(result.expectSuccess().out()).contains(" 0 invalid").doesNotStartWith("0 valid");
    }

    @Test
    void aFolderThatHoldsSomethingElseIsLeftAlone() throws IOException {
        Path other = Files.createDirectory(folder.resolve("documents"));
        Files.writeString(other.resolve("cloud"), "precious");

        Oracle.Result refused = gen2lift("rehearse", "--folder", other);

        assertThat(refused.exit()).isEqualTo(5);
        assertThat(other.resolve("cloud")).hasContent("precious");
    }

    @Test
    void rehearsesACheckpointWhoseParentLiesInAnotherFolder() throws IOException {
        SampleVm sample = SampleVm.build(folder.resolve("parents"));
        Path checkpoint = Files.createDirectory(folder.resolve("checkpoints")).resolve("web01.avhdx");
        VhdxBuilder.of(SampleVm.osContent())
                .differencing(
                        SampleVm.osContent(), ParentLocator.of(Guid.named("sample os data"), "C:\\VM\\sample-os.vhdx"))
                .writeTo(checkpoint);
        Path place = folder.resolve("of-a-checkpoint");

        gen2lift("rehearse", checkpoint, "--parents", folder.resolve("parents"), "--folder", place)
                .expectSuccess();

        QemuImg.compare(sample.osDisk(), "vhdx", place.resolve("cloud/disks/rehearsal/web01-os.vhd"), "vpc")
                .expectSuccess();
    }

    @Test
    void aPortInUseIsTheMachinesFault() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Oracle.Result refused = gen2lift(
                    "rehearse", "--serve", "--folder", folder.resolve("served"), "--port", taken.getLocalPort());

            assertThat(refused.exit()).isEqualTo(5);
            assertThat(refused.err()).contains(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void aSasThatExpiredIsAzuresRefusalAndIsNotRepeated() throws IOException {
        Path image = folder.resolve("disk.vhdx");
        VhdxBuilder.of(new RandomContent(1 << 20, 1).run(0, 1 << 20)).writeTo(image);
        try (RehearsalCloud cloud = RehearsalCloud.start(RehearsalOptions.in(folder.resolve("cloud")))) {
            URI valid = cloud.containerSas("disks");
            URI expired = cloud.containerSas("disks", "rcwdl", Duration.ofMinutes(-5));

            Oracle.Result refused =
                    gen2lift("upload", image, "--to", expired, "--ca-certificates", cloud.certificate());

            assertThat(refused.exit()).isEqualTo(4);
            assertThat(refused.err().lines().filter(line -> line.startsWith("gen2lift: ")))
                    .hasSize(1);
            assertThat(refused.out() + refused.err()).doesNotContain("sig=");
            gen2lift("upload", image, "--to", valid, "--ca-certificates", cloud.certificate())
                    .expectSuccess();
        }
    }

    @Test
    void anUploadTellsTheRootThatVerifyFinds() throws IOException {
        Path image = folder.resolve("rooted.vhdx");
        VhdxBuilder.of(new RandomContent(1 << 20, 1).run(0, 1 << 20)).writeTo(image);
        try (RehearsalCloud cloud = RehearsalCloud.start(RehearsalOptions.in(folder.resolve("cloud")))) {
            URI url = cloud.containerSas("disks");
            Path trust = cloud.certificate();

            Oracle.Result upload = gen2lift("upload", image, "--to", url, "--json", "--ca-certificates", trust);
            Oracle.Result verify =
                    gen2lift("verify", image, "--to", url, "--full", "--json", "--ca-certificates", trust);

            String root = root(upload, "digestRoot");
            assertThat(root).hasSize(64).isEqualTo(root(verify, "root"));
        }
    }

    private static String root(Oracle.Result result, String field) {
        return result.expectSuccess().out().replaceAll("(?s).*\"" + field + "\"\\s*:\\s*\"([0-9a-f]*)\".*", "$1");
    }

    private static Path disk(String name) {
        return home.resolve("cloud/disks").resolve("rehearsal").resolve(name);
    }
}
