package dev.gen2lift.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AzureSettingsTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "AZURE_CLOUD", "AZURE_CHINA_CLOUD",
            "AZURE_AUTHORITY_HOST", "https://localhost:8443/",
            "AZURE_TENANT_ID", "tenant",
            "AZURE_CLIENT_ID", "client",
            "AZURE_CLIENT_SECRET", "c2VjcmV0",
            "AZURE_SUBSCRIPTION_ID", "subscription",
            "AZURE_RESOURCE_MANAGER_ENDPOINT", "https://localhost:8443/arm",
            "AZURE_EXTRA_CA_CERTS", "ca.pem");

    @Test
    void readsTheVariablesThatEveryAzureToolReads() {
        AzureSettings settings = AzureSettings.fromEnvironment(ENVIRONMENT);

        assertThat(settings.cloud()).contains("AZURE_CHINA_CLOUD");
        assertThat(settings.authorityHost()).contains(URI.create("https://localhost:8443/"));
        assertThat(settings.armEndpoint()).contains(URI.create("https://localhost:8443/arm"));
        assertThat(settings.tenantId()).contains("tenant");
        assertThat(settings.clientId()).contains("client");
        assertThat(settings.clientSecret()).contains("c2VjcmV0");
        assertThat(settings.subscriptionId()).contains("subscription");
        assertThat(settings.extraTrust()).contains(Path.of("ca.pem"));
    }

    @Test
    void takesEmptyVariablesForNone() {
        assertThat(AzureSettings.fromEnvironment(Map.of("AZURE_TENANT_ID", " ")).tenantId())
                .isEmpty();
    }

    @Test
    void printsItselfWithoutTheSecret() {
        assertThat(AzureSettings.fromEnvironment(ENVIRONMENT)).asString().doesNotContain("c2VjcmV0");
    }

    @Test
    void refusesAnEndpointThatIsNoHttpsUrl() {
        assertThatThrownBy(() -> AzureSettings.fromEnvironment(Map.of("AZURE_AUTHORITY_HOST", "http://login.example")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AZURE_AUTHORITY_HOST");
    }
}
