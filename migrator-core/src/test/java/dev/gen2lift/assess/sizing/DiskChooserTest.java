package dev.gen2lift.assess.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The choice of a managed disk")
class DiskChooserTest {

    private static final long GIB = 1L << 30;
    private static final DiskChooser PLAIN = new DiskChooser(1);

    @Test
    void isStandardSsdOfItsSizeWhereNoLoadIsKnown() {
        DiskChoice choice = PLAIN.choose(new DiskNeeds(127 * GIB, true, 512, Load.UNKNOWN));

        assertThat(choice.sku()).contains(DiskSku.STANDARD_SSD);
        assertThat(choice.tier()).contains("E10");
        assertThat(choice.reasons()).containsExactly("Its load is not known.");
    }

    @ParameterizedTest(name = "{0} GiB, OS {1}, {2} IOPS, {3} MB/s: {4} {5}")
    @CsvSource({
        "127,   true,  100,   20,   STANDARD_SSD,   E10",
        "127,   true,  500,   60,   STANDARD_SSD,   E10",
        "127,   true,  500,   61,   PREMIUM_SSD,    P10",
        "127,   true,  501,   10,   PREMIUM_SSD,    P15",
        "127,   true,  6000,  10,   PREMIUM_SSD,    P40",
        "4,     false, 100,   10,   STANDARD_SSD,   E1",
        "4096,  false, 7000,  10,   PREMIUM_SSD,    P50",
        "512,   false, 30000, 500,  PREMIUM_SSD_V2, ''",
        "40000, false, 100,   10,   PREMIUM_SSD_V2, ''",
        "8192,  false, 1500,  300,  STANDARD_SSD,   E60"
    })
    void isTheFirstKindThatDoesItsLoad(long gibibytes, boolean os, double iops, double mbps, DiskSku sku, String tier) {
        DiskChoice choice = PLAIN.choose(new DiskNeeds(gibibytes * GIB, os, 512, load(iops, mbps)));

        assertThat(choice.sku()).contains(sku);
        assertThat(choice.tier().orElse("")).isEqualTo(tier);
        assertThat(choice.iops().orElseThrow()).isGreaterThanOrEqualTo((long) iops);
        assertThat(choice.throughput().orElseThrow()).isGreaterThanOrEqualTo((long) (mbps * 1e6));
    }

    @Test
    void addsComfortToTheLoad() {
        assertThat(new DiskChooser(1.3)
                        .choose(new DiskNeeds(127 * GIB, true, 512, load(400, 1)))
                        .tier())
                .contains("P15");
    }

    @Test
    void leavesAnOsDiskBeyondEveryKindWithout() {
        DiskChoice choice = PLAIN.choose(new DiskNeeds(127 * GIB, true, 512, load(30_000, 10)));

        assertThat(choice.sku()).isEmpty();
        assertThat(choice.reasons().get(0)).contains("30000 IOPS").contains("OS disk");
    }

    @Test
    void givesSectorsOf4096BytesAKindThatHasThem() {
        assertThat(PLAIN.choose(new DiskNeeds(10 * GIB, false, 4096, Load.UNKNOWN))
                        .sku())
                .contains(DiskSku.PREMIUM_SSD_V2);
    }

    @Test
    void doesNotPromiseMoreThanAKindDoes() {
        assertThat(PLAIN.choose(new DiskNeeds(4 * GIB, false, 512, load(90_000, 10)))
                        .sku())
                .isEmpty();
        assertThat(PLAIN.choose(new DiskNeeds(70_000 * GIB, false, 512, Load.UNKNOWN))
                        .sku())
                .isEmpty();
    }

    private static Load load(double iops, double megabytes) {
        return new Load(
                OptionalDouble.of(iops),
                OptionalDouble.of(megabytes * 1_000_000),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }
}
