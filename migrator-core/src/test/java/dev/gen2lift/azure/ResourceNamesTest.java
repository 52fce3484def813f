package dev.gen2lift.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "web-01", "Web.01_", "0"})
    void takesNamesThatAzureTakes(String name) {
        assertThat(ResourceNames.checkVm(name)).isEmpty();
        assertThat(ResourceNames.checkResource("disk", name)).isEmpty();
        assertThat(ResourceNames.checkGroup(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "_a", ".a", "a-", "a.", "a b", "a/b", "ä"})
    void refusesNamesThatAzureRefuses(String name) {
        assertThat(ResourceNames.checkVm(name)).isPresent();
        assertThat(ResourceNames.checkResource("disk", name)).isPresent();
    }

    @Test
    void knowsHowLongNamesMayBe() {
        assertThat(ResourceNames.checkVm("a".repeat(64))).isEmpty();
        assertThat(ResourceNames.checkVm("a".repeat(65))).isPresent();
        assertThat(ResourceNames.checkResource("disk", "a".repeat(80))).isEmpty();
        assertThat(ResourceNames.checkResource("disk", "a".repeat(81))).isPresent();
        assertThat(ResourceNames.checkGroup("a".repeat(90))).isEmpty();
        assertThat(ResourceNames.checkGroup("a".repeat(91))).isPresent();
    }

    @Test
    void takesOtherCharactersInGroupsButNoFullStopAtTheEnd() {
        assertThat(ResourceNames.checkGroup("_über-(alles)")).isEmpty();
        assertThat(ResourceNames.checkGroup("group.")).isPresent();
    }

    @Test
    void comparesRegionsAsAzureDoes() {
        assertThat(ResourceNames.location("West Europe")).isEqualTo("westeurope");
        assertThat(ResourceNames.checkLocation("West Europe")).isEmpty();
        assertThat(ResourceNames.checkLocation("west/europe")).isPresent();
    }

    @Test
    void takesASubnetsIdApart() {
        assertThat(ResourceNames.parseSubnet("/subscriptions/s/resourcegroups/g/providers/microsoft.network"
                        + "/virtualNetworks/n/subnets/default"))
                .contains(new ResourceNames.SubnetId("s", "g", "n", "default"));
        assertThat(ResourceNames.parseSubnet("default")).isEqualTo(Optional.empty());
    }
}
