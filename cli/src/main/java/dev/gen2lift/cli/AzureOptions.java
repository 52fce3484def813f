package dev.gen2lift.cli;

import dev.gen2lift.azure.AzureClients;
import dev.gen2lift.azure.AzureSettings;
import dev.gen2lift.transfer.AzureHttp;
import dev.gen2lift.transfer.PageBlobAddress;
import dev.gen2lift.transfer.PageBlobConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Azure, and as whom; what is not given comes from the environment. */
final class AzureOptions {

    @Option(names = "--subscription", paramLabel = "ID", description = "Instead of AZURE_SUBSCRIPTION_ID.")
    @Nullable
    String subscription;

    @Option(names = "--tenant", paramLabel = "ID", description = "Instead of AZURE_TENANT_ID.")
    @Nullable
    String tenant;

    @Option(
            names = "--arm-endpoint",
            paramLabel = "URL",
            description = "Azure Resource Manager, where it is not the public one.")
    @Nullable
    URI armEndpoint;

    @Option(
            names = "--authority-host",
            paramLabel = "URL",
            description = "The sign-in endpoint, where it is not the public one; instead of AZURE_AUTHORITY_HOST.")
    @Nullable
    URI authorityHost;

    @Option(
            names = "--ca-certificates",
            paramLabel = "FILE",
            description = "PEM file of certificates to trust beside the JDK's.")
    @Nullable
    Path certificates;

    AzureSettings settings() {
        AzureSettings environment = UsageError.orThrow(() -> AzureSettings.fromEnvironment(System.getenv()));
        return new AzureSettings(
                environment.cloud(),
                https("--arm-endpoint", armEndpoint).or(environment::armEndpoint),
                https("--authority-host", authorityHost).or(environment::authorityHost),
                Optional.ofNullable(tenant).or(environment::tenantId),
                environment.clientId(),
                environment.clientSecret(),
                Optional.ofNullable(subscription).or(environment::subscriptionId),
                Optional.ofNullable(certificates).or(environment::extraTrust));
    }

    /** The storage service that holds the blob: who has a SAS need not be signed in. */
    PageBlobConnection connection(PageBlobAddress address) throws IOException {
        AzureSettings settings = settings();
        return address.hasSas()
                ? PageBlobConnection.over(
                        AzureHttp.create(settings.extraTrust()), Optional.empty(), settings.extraTrust())
                : new AzureClients(settings).pageBlobs();
    }

    /** Tokens travel to these endpoints. */
    private static Optional<URI> https(String option, @Nullable URI url) {
        if (url != null && (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null)) {
            throw new CommandFailure(ExitCode.USAGE, "USAGE", option + " is not an https URL: " + url, "");
        }
        return Optional.ofNullable(url);
    }
}
