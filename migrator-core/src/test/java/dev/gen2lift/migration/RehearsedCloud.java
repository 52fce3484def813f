package dev.gen2lift.migration;

import com.azure.resourcemanager.resources.fluentcore.utils.ResourceManagerUtils;
import dev.gen2lift.azure.AzureClients;
import dev.gen2lift.azure.AzureSettings;
import dev.gen2lift.azure.ResourceGroups;
import dev.gen2lift.azure.VirtualNetworks;
import dev.gen2lift.rehearsal.CloudResource;
import dev.gen2lift.rehearsal.RehearsalCloud;
import dev.gen2lift.rehearsal.RehearsalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A rehearsal cloud with a network, and the clients that migrations in it use. */
final class RehearsedCloud implements AutoCloseable {

    static final String REGION = "westeurope";

    private static final String NETWORK = "network";

    private final Path folder;
    private final RehearsalCloud cloud;
    private final Path recording;
    private final Faults faults = new Faults();
    private final AzureClients clients;
    private final String subnet;

    RehearsedCloud(Path folder) throws IOException {
        this.folder = folder;
        // The cloud asks for no wait between polls; the SDK then takes its own 30 s, but for this.
        ResourceManagerUtils.InternalRuntimeContext.setDelayProvider(delay -> Duration.ofMillis(20));
        recording = folder.resolve("recording.jsonl");
        cloud = RehearsalCloud.start(RehearsalOptions.in(folder.resolve("cloud"))
                .withRetryAfter(Duration.ZERO)
                .withRecording(recording)
                .withFilter(faults));
        clients = new AzureClients(settings());
        new ResourceGroups(clients).ensure(NETWORK, REGION, Map.of(), "test");
        subnet = new VirtualNetworks(clients)
                .ensure(new VirtualNetworks.Spec(NETWORK, "vnet", REGION, "10.20.0.0/24", "default", "test", Map.of()))
                .subnetId();
    }

    AzureSettings settings() {
        return AzureSettings.fromEnvironment(Map.of())
                .withEndpoints(cloud.armEndpoint(), cloud.authorityHost())
                .withTenant(cloud.tenantId())
                .withClient(cloud.clientId(), cloud.clientSecret())
                .withSubscription(cloud.subscriptionId())
                .withExtraTrust(cloud.certificate());
    }

    MigrationResult run(MigrationPlan plan) throws PlanException, IOException, InterruptedException {
        return new Migration(clients).run(plan, MigrationListener.NONE);
    }

    AzureClients clients() {
        return clients;
    }

    Faults faults() {
        return faults;
    }

    /** Resource id of a subnet in {@link #REGION}. */
    String subnet() {
        return subnet;
    }

    /** A container's URL with a signature; its account is a resource in {@link #REGION}. */
    String container(String name) throws IOException {
        cloud.registerStorageAccount(NETWORK, REGION);
        return cloud.containerSas(name).toString();
    }

    /** The files of a container's blobs. */
    List<Path> blobs(String container) throws IOException {
        Path files = folder.resolve("cloud/blobs/" + cloud.storageAccount() + "/" + container);
        try (Stream<Path> found = Files.list(files)) {
            return found.toList();
        }
    }

    Path recording() {
        return recording;
    }

    String recorded() throws IOException {
        return Files.readString(recording);
    }

    List<CloudResource> resources() {
        return cloud.resources();
    }

    Map<String, String> states() {
        Map<String, String> states = new HashMap<>();
        cloud.resources().forEach(each -> states.put(each.name(), each.state()));
        return states;
    }

    Path diskFile(String group, String name) {
        return cloud.diskFile(group, name).orElseThrow();
    }

    @Override
    public void close() throws IOException {
        cloud.close();
    }
}
