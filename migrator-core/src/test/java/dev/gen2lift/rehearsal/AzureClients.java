package dev.gen2lift.rehearsal;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.profile.AzureProfile;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.resourcemanager.compute.ComputeManager;
import com.azure.resourcemanager.network.NetworkManager;
import com.azure.resourcemanager.resources.ResourceManager;
import com.azure.storage.blob.specialized.PageBlobAsyncClient;
import com.azure.storage.blob.specialized.SpecializedBlobClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** The Azure SDK as a user of it would set it up, pointed at a rehearsal cloud. */
final class AzureClients {

    private final RehearsalCloud cloud;
    private final HttpClient http;
    private final TokenCredential credential;
    private final AzureProfile profile;

    AzureClients(RehearsalCloud cloud) {
        this.cloud = cloud;
        this.http =
                new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder().sslContext(cloud.sslContext())).build();
        this.credential = credential(cloud.clientSecret());
        Map<String, String> endpoints = new HashMap<>();
        endpoints.put("resourceManagerEndpointUrl", cloud.armEndpoint().toString());
        endpoints.put("managementEndpointUrl", cloud.armEndpoint().toString());
        endpoints.put("activeDirectoryEndpointUrl", cloud.authorityHost().toString());
        endpoints.put("microsoftGraphResourceId", cloud.armEndpoint().toString());
        endpoints.put("activeDirectoryGraphResourceId", cloud.armEndpoint().toString());
        endpoints.put("keyVaultDnsSuffix", ".vault.invalid");
        this.profile = new AzureProfile(cloud.tenantId(), cloud.subscriptionId(), new AzureEnvironment(endpoints));
    }

    HttpClient http() {
        return http;
    }

    TokenCredential credential() {
        return credential;
    }

    TokenCredential credential(String secret) {
        return new ClientSecretCredentialBuilder()
                .authorityHost(cloud.authorityHost().toString())
                .tenantId(cloud.tenantId())
                .clientId(cloud.clientId())
                .clientSecret(secret)
                .disableInstanceDiscovery()
                .httpClient(http)
                .build();
    }

    ComputeManager compute() {
        return ComputeManager.configure().withHttpClient(http).authenticate(credential, profile);
    }

    NetworkManager network() {
        return NetworkManager.configure().withHttpClient(http).authenticate(credential, profile);
    }

    ResourceManager resources() {
        return ResourceManager.configure()
                .withHttpClient(http)
                .authenticate(credential, profile)
                .withDefaultSubscription();
    }

    /** A client that tries once, so that refusals are seen as they are. */
    PageBlobAsyncClient pageBlob(String url) {
        return new SpecializedBlobClientBuilder()
                .endpoint(url)
                .httpClient(http)
                .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, (Integer) null, null, null, null))
                .buildPageBlobAsyncClient();
    }

    /** {@code name} in the container of {@code sas}. */
    PageBlobAsyncClient pageBlob(URI sas, String name) {
        String text = sas.toString();
        int question = text.indexOf('?');
        return pageBlob(text.substring(0, question) + "/" + name + text.substring(question));
    }
}
