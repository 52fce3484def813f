package dev.gen2lift.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.management.Region;
import com.azure.resourcemanager.compute.models.AccessLevel;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gen2lift.testimages.oracle.Oracle;
import dev.gen2lift.transfer.AzuriteServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A migration with polling, recorded: judged by Microsoft's OpenAPI documents with oav, and the bodies that the SDK sent by
 * the published types of the versions that it asked for.
 */
class RecordedTrafficTest extends CloudTestCase {

    private static final Map<String, String> TYPES = Map.of(
            "Microsoft.Compute/disks", "compute_1/microsoft.compute/2025-01-02",
            "Microsoft.Compute/virtualMachines", "compute_1/microsoft.compute/2025-04-01",
            "Microsoft.Network/virtualNetworks", "network/microsoft.network/2025-03-01",
            "Microsoft.Network/networkInterfaces", "network/microsoft.network/2025-03-01");

    private final List<JsonNode> lines = new ArrayList<>();
    private Path recording = Path.of("");
    private String signature = "";

    @Override
    RehearsalOptions options() {
        recording = folder.resolve("traffic.jsonl");
        return super.options().withRetryAfter(Duration.ofSeconds(1)).withRecording(recording);
    }

    @BeforeAll
    void migrate() throws IOException {
        createGroup("rg");
        create("rg", "os", osDisk(CAPACITY));
        String sas = grant("rg", "os", AccessLevel.WRITE);
        signature = sas.substring(sas.indexOf("sig=") + 4);
        PageBlobAsyncClient blob = azure.pageBlob(sas);
        write(blob, CAPACITY, Vhds.footer(CAPACITY));
        revoke("rg", "os");
        Machines.attach(this, "rg", "vm", "Standard_D2s_v5", "os", Machines.nic(this, "rg", "vm"))
                .refreshInstanceView();
        assertThat(compute.computeSkus().listByRegion(Region.EUROPE_WEST)).isNotEmpty();
        assertThat(compute.virtualMachines().listByResourceGroup("rg")).hasSize(1);
        compute.virtualMachines().deleteByResourceGroup("rg", "vm");
        compute.resourceManager().resourceGroups().deleteByName("rg");
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(recording)) {
            lines.add(json.readTree(line));
        }
    }

    @Test
    void operationsWerePolledToTheirEnd() {
        assertThat(lines)
                .filteredOn(line -> line.at("/path").asText().contains("/operations/"))
                .extracting(line -> line.at("/response/status").asText())
                .contains("Succeeded")
                .doesNotContain("Failed");
        assertThat(lines)
                .filteredOn(line -> line.at("/method").asText().equals("PUT")
                        && line.at("/path").asText().endsWith("/disks/os"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.at("/status").asInt()).isEqualTo(202);
                    assertThat(line.at("/rh/Azure-AsyncOperation").asText()).contains("/operations/");
                    assertThat(line.at("/rh/Retry-After").asText()).isEqualTo("1");
                    assertThat(line.at("/response/properties/provisioningState").asText())
                            .isEqualTo("Updating");
                });
    }

    @Test
    void whatWasSaidFitsTheOpenApiDocuments() throws IOException {
        Path specs = Oracle.specs();
        Path node = Oracle.require("node");
        Oracle.Result result = Oracle.run(
                Duration.ofMinutes(5),
                "env",
                "NODE_PATH=" + AzuriteServer.nodeModules(),
                node.toString(),
                specs.resolve("validate.js").toString(),
                recording.toString());
        // The validator's log stands before its verdicts.
        String verdicts = result.out()
                .lines()
                .filter(line -> line.startsWith("BAD ")
                        || line.contains("request ")
                        || line.contains("response ")
                        || line.contains(" valid, "))
                .collect(Collectors.joining("\n"));
        assertThat(verdicts).containsPattern("(?m)^[1-9]\\d+ valid, 0 invalid");
        assertThat(result.exit()).isZero();
    }

    @Test
    void whatTheSdkSentFitsTheTypesOfItsVersions(@TempDir Path work) throws IOException {
        Path specs = Oracle.specs();
        Path node = Oracle.require("node");
        int judged = 0;
        for (JsonNode line : lines) {
            for (Map.Entry<String, String> type : TYPES.entrySet()) {
                if (!line.at("/method").asText().equals("PUT")
                        || !line.at("/path").asText().contains("/" + type.getKey() + "/")) {
                    continue;
                }
                String version = type.getValue().substring(type.getValue().lastIndexOf('/') + 1);
                assertThat(line.at("/query").asText()).isEqualTo("api-version=" + version);
                Path body = Files.writeString(
                        work.resolve("body.json"), line.at("/body").toString());
                Oracle.Result result = Oracle.run(
                        Duration.ofMinutes(1),
                        node.toString(),
                        specs.resolve("bicepval.js").toString(),
                        specs.resolve("bicep-types/generated/" + type.getValue() + "/types.json")
                                .toString(),
                        type.getKey() + "@" + version,
                        body.toString());
                assertThat(result.out()).contains("VALID");
                judged++;
            }
        }
        assertThat(judged).isEqualTo(4);
    }

    @Test
    void theRecordingHoldsNoSecret() throws IOException {
        String text = Files.readString(recording, StandardCharsets.UTF_8);
        assertThat(text)
                .contains("sig=REDACTED")
                .doesNotContain(signature)
                .doesNotContain(cloud.clientSecret())
                .doesNotContainIgnoringCase("bearer");
    }
}
