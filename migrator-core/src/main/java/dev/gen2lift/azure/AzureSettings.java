package dev.gen2lift.azure;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which Azure, and as whom. What is absent is Azure's public cloud, and whoever is signed in on this machine.
 *
 * @param cloud AZURE_CLOUD: {@code AZURE_PUBLIC_CLOUD}, {@code AZURE_CHINA_CLOUD} or {@code AZURE_US_GOVERNMENT_CLOUD}
 * @param armEndpoint of Azure Resource Manager, where it is not the cloud's; https
 * @param authorityHost that signs in, where it is not the cloud's; https
 * @param clientSecret a secret; never printed
 * @param extraTrust PEM file of certificates to trust beside the JDK's
 */
public record AzureSettings(
        Optional<String> cloud,
        Optional<URI> armEndpoint,
        Optional<URI> authorityHost,
        Optional<String> tenantId,
        Optional<String> clientId,
        Optional<String> clientSecret,
        Optional<String> subscriptionId,
        Optional<Path> extraTrust) {

    /** Names the endpoint of Azure Resource Manager. */
    public static final String ARM_ENDPOINT_VARIABLE = "AZURE_RESOURCE_MANAGER_ENDPOINT";

    /** Names a PEM file of certificates to trust. */
    public static final String EXTRA_TRUST_VARIABLE = "AZURE_EXTRA_CA_CERTS";

    /**
     * As the environment says: AZURE_CLOUD, AZURE_AUTHORITY_HOST, AZURE_TENANT_ID, AZURE_CLIENT_ID,
     * AZURE_CLIENT_SECRET, AZURE_SUBSCRIPTION_ID, {@value #ARM_ENDPOINT_VARIABLE} and {@value #EXTRA_TRUST_VARIABLE}.
     *
     * @throws IllegalArgumentException where a variable holds no URL, in words that name the variable
     */
    public static AzureSettings fromEnvironment(Map<String, String> environment) {
        return new AzureSettings(
                value(environment, "AZURE_CLOUD"),
                value(environment, ARM_ENDPOINT_VARIABLE).map(text -> url(ARM_ENDPOINT_VARIABLE, text)),
                value(environment, "AZURE_AUTHORITY_HOST").map(text -> url("AZURE_AUTHORITY_HOST", text)),
                value(environment, "AZURE_TENANT_ID"),
                value(environment, "AZURE_CLIENT_ID"),
                value(environment, "AZURE_CLIENT_SECRET"),
                value(environment, "AZURE_SUBSCRIPTION_ID"),
                value(environment, EXTRA_TRUST_VARIABLE).map(Path::of));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static URI url(String name, String text) {
        try {
            URI url = URI.create(text);
            if (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
                throw new IllegalArgumentException(name + " is not an https URL: " + text);
            }
            return url;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is not an https URL: " + text, e);
        }
    }

    public AzureSettings withSubscription(String id) {
        return new AzureSettings(
                cloud, armEndpoint, authorityHost, tenantId, clientId, clientSecret, Optional.of(id), extraTrust);
    }

    public AzureSettings withTenant(String id) {
        return new AzureSettings(
                cloud, armEndpoint, authorityHost, Optional.of(id), clientId, clientSecret, subscriptionId, extraTrust);
    }

    public AzureSettings withClient(String id, String secret) {
        return new AzureSettings(
                cloud,
                armEndpoint,
                authorityHost,
                tenantId,
                Optional.of(id),
                Optional.of(secret),
                subscriptionId,
                extraTrust);
    }

    public AzureSettings withEndpoints(URI arm, URI authority) {
        return new AzureSettings(
                cloud,
                Optional.of(arm),
                Optional.of(authority),
                tenantId,
                clientId,
                clientSecret,
                subscriptionId,
                extraTrust);
    }

    public AzureSettings withExtraTrust(Path pem) {
        return new AzureSettings(
                cloud, armEndpoint, authorityHost, tenantId, clientId, clientSecret, subscriptionId, Optional.of(pem));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AzureSettings[cloud=" + cloud.orElse("") + ", arm="
                + armEndpoint.map(URI::toString).orElse("")
                + ", authority=" + authorityHost.map(URI::toString).orElse("") + ", tenant=" + tenantId.orElse("")
                + ", client=" + clientId.orElse("") + ", subscription=" + subscriptionId.orElse("") + "]";
    }
}
