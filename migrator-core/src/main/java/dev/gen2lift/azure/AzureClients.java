package dev.gen2lift.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.profile.AzureProfile;
import com.azure.core.models.AzureCloud;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.resourcemanager.compute.ComputeManager;
import com.azure.resourcemanager.compute.fluent.ComputeManagementClient;
import com.azure.resourcemanager.network.fluent.NetworkManagementClient;
import com.azure.resourcemanager.resources.fluent.ResourceManagementClient;
import dev.gen2lift.transfer.AzureHttp;
import dev.gen2lift.transfer.AzureRequestException;
import dev.gen2lift.transfer.PageBlobConnection;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's clients, each built when it is first needed: a command that does not talk to Azure does not pay for them.
 * Only compute and what it brings (network, resources), not the whole of AzureResourceManager. Safe for several threads.
 */
public final class AzureClients {

    private static final String APPLICATION = "gen2lift";
    private static final String MANAGEMENT = AzureEnvironment.Endpoint.MANAGEMENT.identifier();
    private static final String RESOURCE_MANAGER = AzureEnvironment.Endpoint.RESOURCE_MANAGER.identifier();
    private static final String ACTIVE_DIRECTORY = AzureEnvironment.Endpoint.ACTIVE_DIRECTORY.identifier();

    private final AzureSettings settings;
    private @Nullable HttpClient http;
    private @Nullable TokenCredential credential;
    private @Nullable ComputeManager compute;

    public AzureClients(AzureSettings settings) {
        this.settings = settings;
    }

    /**
     * The subscription that everything is created in.
     *
     * @throws AzureRequestException where none is set
     */
    public String subscriptionId() throws AzureRequestException {
        return settings.subscriptionId()
                .orElseThrow(() -> new AzureRequestException(
                        0,
                        "SubscriptionNotSet",
                        "no subscription is named",
                        "AZURE_SUBSCRIPTION_ID",
                        "set AZURE_SUBSCRIPTION_ID, or give --subscription"));
    }

    /** How page blobs and disks' upload URLs are reached. */
    public PageBlobConnection pageBlobs() throws IOException {
        return PageBlobConnection.over(http(), Optional.of(credential()), settings.extraTrust());
    }

    ComputeManagementClient compute() throws IOException {
        return managers().serviceClient();
    }

    NetworkManagementClient network() throws IOException {
        return managers().networkManager().serviceClient();
    }

    ResourceManagementClient resources() throws IOException {
        return managers().resourceManager().serviceClient();
    }

    private synchronized HttpClient http() throws IOException {
        if (http == null) {
            http = AzureHttp.create(settings.extraTrust());
        }
        return http;
    }

    /** The service principal of the settings, or whoever is signed in, as every Azure tool finds them. */
    public synchronized TokenCredential credential() throws IOException {
        if (credential == null) {
            credential = newCredential(http());
        }
        return credential;
    }

    private TokenCredential newCredential(HttpClient client) {
        String authority = settings.authorityHost()
                .map(URI::toString)
                .orElseGet(() -> environment().getActiveDirectoryEndpoint());
        boolean known = settings.authorityHost().isEmpty()
                || AzureEnvironment.knownEnvironments().stream()
                        .anyMatch(each -> sameHost(each.getActiveDirectoryEndpoint(), authority));
        Optional<String> tenant = settings.tenantId();
        Optional<String> id = settings.clientId();
        Optional<String> secret = settings.clientSecret();
        if (tenant.isPresent() && id.isPresent() && secret.isPresent()) {
            ClientSecretCredentialBuilder builder = new ClientSecretCredentialBuilder()
                    .httpClient(client)
                    .authorityHost(authority)
                    .tenantId(tenant.get())
                    .clientId(id.get())
                    .clientSecret(secret.get());
            // Discovery asks the public cloud about the authority, which knows nothing of a private one.
            return (known ? builder : builder.disableInstanceDiscovery()).build();
        }
        DefaultAzureCredentialBuilder builder =
                new DefaultAzureCredentialBuilder().httpClient(client).authorityHost(authority);
        tenant.ifPresent(builder::tenantId);
        return (known ? builder : builder.disableInstanceDiscovery()).build();
    }

    private static boolean sameHost(String a, String b) {
        return String.valueOf(URI.create(a).getHost())
                .equalsIgnoreCase(URI.create(b).getHost());
    }

    private synchronized ComputeManager managers() throws IOException {
        if (compute == null) {
            AzureProfile profile = new AzureProfile(settings.tenantId().orElse(null), subscriptionId(), environment());
            compute = ComputeManager.configure()
                    .withHttpClient(http())
                    .withLogOptions(new HttpLogOptions().setApplicationId(APPLICATION))
                    .authenticate(credential(), profile);
        }
        return compute;
    }

    private AzureEnvironment environment() {
        AzureEnvironment cloud = settings.cloud().map(AzureClients::named).orElse(AzureEnvironment.AZURE);
        if (settings.armEndpoint().isEmpty() && settings.authorityHost().isEmpty()) {
            return cloud;
        }
        Map<String, String> endpoints = new HashMap<>(cloud.getEndpoints());
        settings.armEndpoint().map(AzureClients::withSlash).ifPresent(url -> {
            endpoints.put(RESOURCE_MANAGER, url);
            endpoints.put(MANAGEMENT, url);
        });
        settings.authorityHost().map(AzureClients::withSlash).ifPresent(url -> endpoints.put(ACTIVE_DIRECTORY, url));
        return new AzureEnvironment(endpoints);
    }

    private static AzureEnvironment named(String cloud) {
        return new AzureProfile(AzureCloud.fromString(cloud)).getEnvironment();
    }

    private static String withSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text : text + "/";
    }
}
