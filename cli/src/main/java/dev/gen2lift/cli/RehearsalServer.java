package dev.gen2lift.cli;

import dev.gen2lift.azure.AzureClients;
import dev.gen2lift.azure.AzureSettings;
import dev.gen2lift.azure.ResourceGroups;
import dev.gen2lift.azure.VirtualNetworks;
import dev.gen2lift.cli.console.Console;
import dev.gen2lift.rehearsal.RehearsalCloud;
import dev.gen2lift.report.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Keeps a rehearsal cloud up for other clients. */
final class RehearsalServer {

    static final String RESOURCE_GROUP = "rehearsal";
    static final String LOCATION = "westeurope";

    private static final String NETWORK_GROUP = "rehearsal-network";
    private static final String MIGRATION = "rehearsal";

    private RehearsalServer() {}

    /** What {@code --json} prints; no secret is among it, those lie in the environment file. */
    record Document(
            String schema,
            URI armEndpoint,
            URI authorityHost,
            URI blobEndpoint,
            String tenantId,
            String subscriptionId,
            String clientId,
            String subnetId,
            Path certificate,
            Path environmentFile,
            Path folder) {}

    /** How gen2lift itself talks to a cloud of this process. */
    static AzureSettings settings(RehearsalCloud cloud) {
        return new AzureSettings(
                Optional.empty(),
                Optional.of(cloud.armEndpoint()),
                Optional.of(cloud.authorityHost()),
                Optional.of(cloud.tenantId()),
                Optional.of(cloud.clientId()),
                Optional.of(cloud.clientSecret()),
                Optional.of(cloud.subscriptionId()),
                Optional.of(cloud.certificate()));
    }

    /** The subnet that a migration finds in place, in a group of its own, as it does in a real cloud. */
    static String subnet(AzureClients clients) throws IOException {
        new ResourceGroups(clients).ensure(NETWORK_GROUP, LOCATION, Map.of(), MIGRATION);
        return new VirtualNetworks(clients)
                .ensure(new VirtualNetworks.Spec(
                        NETWORK_GROUP, "network", LOCATION, "10.20.0.0/24", "servers", MIGRATION, Map.of()))
                .subnetId();
    }

    /** Serves until the thread is interrupted. */
    static int run(Console console, Path home, int port) throws IOException, InterruptedException {
        try (RehearsalFolder place = RehearsalFolder.take(home);
                RehearsalCloud cloud = RehearsalCloud.start(place.cloudOptions().withPort(port))) {
            String subnet = subnet(new AzureClients(settings(cloud)));
            cloud.registerStorageAccount(NETWORK_GROUP, LOCATION);
            Path environment = RehearsalEnvironment.write(home.resolve("rehearsal.env"), cloud, subnet);
            announce(console, cloud, subnet, environment, home);
            new CountDownLatch(1).await();
        }
        return ExitCode.DONE;
    }

    private static void announce(Console console, RehearsalCloud cloud, String subnet, Path environment, Path home) {
        if (console.json()) {
            console.result(Json.text(new Document(
                    "gen2lift.rehearse-serve/1",
                    cloud.armEndpoint(),
                    cloud.authorityHost(),
                    cloud.blobEndpoint(),
                    cloud.tenantId(),
                    cloud.subscriptionId(),
                    cloud.clientId(),
                    subnet,
                    cloud.certificate(),
                    environment,
                    home)));
            return;
        }
        console.result("Azure Resource Manager  " + cloud.armEndpoint());
        console.result("sign-in                 " + cloud.authorityHost());
        console.result("page blobs              " + cloud.blobEndpoint());
        console.result("certificate             " + cloud.certificate());
        console.result("subnet                  " + subnet);
        console.result("folder                  " + home);
        console.result("");
        console.result("For other clients, credentials included:  . " + environment);
        console.note("serving until interrupted (Ctrl-C)");
    }
}
