package dev.gen2lift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.azure.AzureClients;
import dev.gen2lift.rehearsal.RehearsalCloud;
import dev.gen2lift.rehearsal.RehearsalOptions;
import dev.gen2lift.testimages.RandomContent;
import dev.gen2lift.testimages.SampleVm;
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

/** What a person sees while a migration runs. */
class ProgressOnATerminalTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private RehearsalCloud cloud;
    private final List<Path> images = new ArrayList<>();

    @BeforeEach
    void startTheCloud() throws IOException {
        SampleVm sample = SampleVm.build(Files.createDirectory(folder.resolve("sample")));
        images.add(sample.osDisk());
        for (int i = 0; i < 2; i++) {
            Path image = folder.resolve("data" + i + ".vhdx");
            VhdxBuilder.of(new RandomContent(64 * MIB, i).run(0, 4 * MIB)).writeTo(image);
            images.add(image);
        }
        cloud = RehearsalCloud.start(
                RehearsalOptions.in(folder.resolve("cloud")).withRetryAfter(Duration.ZERO));
        RehearsalServer.subnet(new AzureClients(RehearsalServer.settings(cloud)));
    }

    @AfterEach
    void stopTheCloud() throws IOException {
        cloud.close();
    }

    @Test
    void eachDiskHasALineThatIsDrawnInItsPlace() throws IOException {
        try (TerminalRun run = TerminalRun.start(folder, 100, 30, migrate(List.of(), "--bandwidth", "16MB"))) {
            List<String> underWay = run.await(screen -> screen.stream().anyMatch(line -> line.contains(" left")));
            assertThat(disks(underWay))
                    .hasSize(4)
                    .allSatisfy(line -> assertThat(line).contains("%  ["))
                    .anySatisfy(line -> assertThat(line).contains("waiting"));

            assertThat(run.exit()).isZero();
            assertThat(disks(run.screen()))
                    .hasSize(4)
                    .allSatisfy(line -> assertThat(line).contains("100%  [====", "in 0:0", "MiB/s", "zero"));
            assertThat(run.screen()).anyMatch(line -> line.startsWith("managed disks: 3 uploaded"));
            assertThat(String.join("", run.screen("-e"))).contains("\u001b[32m=====");
        }
    }

    @Test
    void aNarrowTerminalWithoutColoursShowsLess() throws IOException {
        List<String> command = migrate(List.of("NO_COLOR=1", "TERM=xterm-256color"));
        try (TerminalRun run = TerminalRun.start(folder, 40, 30, command)) {
            assertThat(run.exit()).isZero();
            assertThat(disks(run.screen()))
                    .hasSize(4)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(40).contains("100%", "in 0:0"));
            assertThat(String.join("", run.screen("-e"))).doesNotContain("\u001b[3");
        }
    }

    @Test
    void anInterruptionLeavesTheLinesAsTheyStood() throws IOException {
        try (TerminalRun run = TerminalRun.start(folder, 100, 30, migrate(List.of(), "--bandwidth", "2MB"))) {
            run.await(screen -> screen.stream().anyMatch(line -> line.contains("%  [=")));
            run.press("C-c");

            assertThat(run.exit()).isEqualTo(130);
            assertThat(disks(run.screen()))
                    .hasSizeBetween(2, 4)
                    .allSatisfy(line -> assertThat(line).contains("%  [", "stopped"));
            assertThat(run.screen()).noneMatch(line -> line.contains("^C"));
        }
    }

    /** The lines of progress, as the first word tells. */
    private static List<String> disks(List<String> screen) {
        return screen.stream()
                .filter(line -> line.matches("(web|together).*[0-9]%.*"))
                .toList();
    }

    private List<String> migrate(List<String> environment, String... options) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "AZURE_CLIENT_ID=" + cloud.clientId(),
                "AZURE_CLIENT_SECRET=" + cloud.clientSecret(),
                "GEN2LIFT_HOME=" + folder.resolve("home")));
        command.addAll(environment);
        command.addAll(CommandRun.command(
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
                images.get(0),
                "--data-disk",
                images.get(1),
                "--data-disk",
                images.get(2),
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
        command.addAll(List.of(options));
        return command;
    }
}
