package dev.gen2lift.assess.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gen2lift.assess.sizing.VmSize.Controller;
import dev.gen2lift.assess.sizing.VmSize.Security;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Generation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The bundled sizes")
class SizeCatalogueTest {

    private static final Pattern NAME = Pattern.compile("Standard_([A-Z]+)([0-9]+)([a-z]*)(?:_[0-9])?_v([0-9])");
    private static final long GIB = 1L << 30;

    static Stream<VmSize> sizes() {
        return SizeCatalogue.bundled().sizes().stream();
    }

    static Map<String, List<VmSize>> series() {
        return sizes().collect(Collectors.groupingBy(VmSize::series));
    }

    @Test
    void areNamedOnce() {
        assertThat(sizes().map(VmSize::name)).doesNotHaveDuplicates().hasSizeGreaterThan(150);
    }

    @Test
    void tellTheirDay() {
        assertThat(SizeCatalogue.bundled().origin()).matches("gen2lift's own list of \\d{4}-\\d{2}-\\d{2}");
        assertThat(SizeCatalogue.bundled().region()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void areWhatTheirNamesSay(VmSize size) {
        Matcher name = NAME.matcher(size.name());
        assertThat(name.matches()).as(size.name()).isTrue();
        String letters = name.group(3);
        assertThat(size.vcpus()).isEqualTo(Integer.parseInt(name.group(2)));
        assertThat(size.premium()).as("s: Premium storage").isEqualTo(letters.contains("s"));
        assertThat(size.architecture() == Architecture.ARM64).as("p: Arm").isEqualTo(letters.contains("p"));
        assertThat(size.burstable()).as("B: burstable").isEqualTo(name.group(1).equals("B"));
        assertThat(size.security().contains(Security.CONFIDENTIAL))
                .as("C: confidential")
                .isEqualTo(name.group(1).endsWith("C"));
        if (!size.series().equals("Fsv2")) {
            assertThat(size.temporaryDisk() > 0).as("d: temporary disk").isEqualTo(letters.contains("d"));
        }
        assertThat(size.series()).startsWith(name.group(1)).endsWith("v" + name.group(4));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void holdTogether(VmSize size) {
        assertThat(size.generations()).contains(Generation.V2).doesNotContain(Generation.UNKNOWN);
        assertThat(size.controllers()).isNotEmpty();
        assertThat(size.security()).isNotEmpty();
        assertThat(size.dataDisks()).isBetween(1, 64);
        assertThat(size.nics()).isBetween(2, 8);
        assertThat(size.iops()).isPresent();
        assertThat(size.throughput()).isPresent();
        if (size.security().contains(Security.CONFIDENTIAL)) {
            assertThat(size.security()).containsExactly(Security.CONFIDENTIAL);
            assertThat(size.acceleratedNetworking()).isFalse();
        }
        if (size.generations().contains(Generation.V1)) {
            assertThat(size.controllers()).as("Generation 1 has no NVMe").isEqualTo(Set.of(Controller.SCSI));
            assertThat(size.architecture()).isEqualTo(Architecture.X64);
        }
    }

    @Test
    void growWithinTheirSeries() {
        series().forEach((series, sizes) -> {
            List<VmSize> sorted = sizes.stream()
                    .sorted(Comparator.comparingInt(VmSize::vcpus).thenComparingLong(VmSize::memory))
                    .toList();
            for (int i = 1; i < sorted.size(); i++) {
                VmSize smaller = sorted.get(i - 1);
                VmSize larger = sorted.get(i);
                assertThat(larger.dataDisks()).as(larger.name()).isGreaterThanOrEqualTo(smaller.dataDisks());
                assertThat(larger.nics()).as(larger.name()).isGreaterThanOrEqualTo(smaller.nics());
                assertThat(larger.iops().orElseThrow())
                        .as(larger.name())
                        .isGreaterThanOrEqualTo(smaller.iops().orElseThrow());
                assertThat(larger.throughput().orElseThrow())
                        .as(larger.name())
                        .isGreaterThanOrEqualTo(smaller.throughput().orElseThrow());
            }
        });
    }

    @Test
    void haveOneSetOfTraitsInASeries() {
        series().forEach((series, sizes) -> assertThat(sizes.stream()
                        .map(size -> List.of(
                                size.generations(),
                                size.security(),
                                size.architecture(),
                                size.controllers(),
                                size.acceleratedNetworking(),
                                size.temporaryDisk() > 0,
                                size.retires()))
                        .distinct())
                .as(series)
                .hasSize(1));
    }

    @Test
    @DisplayName("agree with the SKU list that the rehearsal cloud serves, where both have a size")
    void agreeWithTheRehearsal() throws IOException {
        int shared = 0;
        try (InputStream in =
                SizeCatalogueTest.class.getResourceAsStream("/dev/gen2lift/rehearsal/compute/sizes.json")) {
            for (JsonNode sku : new ObjectMapper().readTree(in).path("virtualMachines")) {
                VmSize size =
                        SizeCatalogue.bundled().size(sku.path("name").asText()).orElse(null);
                JsonNode capabilities = sku.path("capabilities");
                if (size == null) {
                    continue;
                }
                shared++;
                assertThat(size.vcpus()).isEqualTo(capabilities.path("vCPUs").asInt());
                assertThat(size.memory())
                        .isEqualTo(capabilities.path("MemoryGB").asInt() * GIB);
                assertThat(size.dataDisks())
                        .as(size.name())
                        .isEqualTo(capabilities.path("MaxDataDiskCount").asInt());
                assertThat(size.nics())
                        .as(size.name())
                        .isEqualTo(capabilities.path("MaxNetworkInterfaces").asInt());
                assertThat(size.generations().size())
                        .as(size.name())
                        .isEqualTo(
                                capabilities.path("HyperVGenerations").asText().split(",").length);
            }
        }
        assertThat(shared).isGreaterThan(3);
    }
}
