package dev.gen2lift.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.assess.rules.StandardRules;
import dev.gen2lift.assess.sizing.Bandwidth;
import dev.gen2lift.assess.sizing.DiskChoice;
import dev.gen2lift.assess.sizing.DiskSku;
import dev.gen2lift.assess.sizing.Load;
import dev.gen2lift.assess.sizing.Performance;
import dev.gen2lift.assess.sizing.SizeCatalogue;
import dev.gen2lift.guest.Fact;
import dev.gen2lift.inventory.HyperVMachine;
import dev.gen2lift.inventory.Memory;
import dev.gen2lift.inventory.Processors;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The sizing of a machine")
class SizerTest {

    private static final String SEEN = "a test";

    @Test
    void isThatOfItsConfiguration() {
        Assessment sized = size(SizingPlan.usual(), vm(4, fixed(16)));

        assertThat(sized.target().size()).contains("Standard_D4s_v5");
        assertThat(sized.sizing().orElseThrow().size().reasons())
                .contains("Processors: the machine's processors. Memory: a test.");
        assertThat(sized.sizing().orElseThrow().disks())
                .extracting(DiskChoice::tier)
                .containsExactly(Optional.of("E10"));
    }

    @Test
    void hasNoSizeWhereNobodyKnowsTheConfiguration() {
        Assessment sized = size(SizingPlan.usual(), VmExample.of(DiskExample.windowsGen2()));

        assertThat(sized.target().size()).isEmpty();
        assertThat(sized.sizing().orElseThrow().size().reasons())
                .containsExactly("Processors and memory are not known: no inventory describes the machine.");
    }

    @Test
    void isThatOfWhatItWasSeenToUseWithComfort() {
        SizingPlan plan = plan(performance("vm1", "", load(-1, -1, 0.3, 0.5)), 1.3);

        // 16 x 0.3 x 1.3 is 6.24 processors, 64 GiB x 0.5 x 1.3 are 41.6 GiB
        Assessment sized = size(plan, vm(16, fixed(64)));

        assertThat(sized.target().size()).contains("Standard_E8s_v5");
    }

    @Test
    void sumsUpTheLoadOfItsDisks() {
        SizingPlan plan = plan(performance("vm1", "disk", load(10_000, 150, -1, -1)), 1);

        Assessment sized = size(plan, vm(2, fixed(4)));

        assertThat(sized.target().size()).contains("Standard_D8ls_v5");
        assertThat(sized.sizing().orElseThrow().disks().get(0).sku()).contains(DiskSku.PREMIUM_SSD);
        assertThat(sized.sizing().orElseThrow().disks().get(0).tier()).contains("P60");
    }

    @Test
    void takesTheMaximumOfDynamicMemoryWhereSomebodySetOne() {
        assertThat(size(SizingPlan.usual(), vm(2, dynamic(2, 8))).target().size())
                .contains("Standard_D2s_v5");
    }

    @Test
    void doesNotTakeHyperVsOwnMaximumForAWish() {
        assertThat(size(SizingPlan.usual(), vm(2, dynamic(3, 1024))).target().size())
                .contains("Standard_D2ls_v5");
    }

    @Test
    void tellsTimesWhereTheLineIsKnown() {
        SizingPlan plan = new SizingPlan(
                SizeCatalogue.bundled(), List.of(), Performance.NONE, 1, Optional.of(Bandwidth.parse("1Gbit")));

        assertThat(size(plan, vm(2, fixed(8))).sizing().orElseThrow().transfer())
                .get()
                .satisfies(time -> assertThat(time.bytes()).isPositive());
    }

    @Test
    void isTheSameTwice() {
        assertThat(size(SizingPlan.usual(), vm(4, fixed(16))).sizing())
                .isPresent()
                .isEqualTo(size(SizingPlan.usual(), vm(4, fixed(16))).sizing());
    }

    @Test
    void refusesAComfortFactorBelow1() {
        assertThatThrownBy(() -> plan(Performance.NONE, 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plan(Performance.NONE, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Assessment size(SizingPlan plan, VmFacts vm) {
        return new Sizer(plan).size(new Assessor(StandardRules.catalogue()).assess(vm));
    }

    private static SizingPlan plan(Performance performance, double comfort) {
        return new SizingPlan(SizeCatalogue.bundled(), List.of(), performance, comfort, Optional.empty());
    }

    private static Performance performance(String vm, String disk, Load load) {
        return Performance.of(List.of(new Performance.Sample(vm, disk, load)), 95);
    }

    private static Load load(double iops, double megabytes, double cpu, double memory) {
        return new Load(some(iops), some(megabytes * 1_000_000), some(cpu), some(memory));
    }

    private static OptionalDouble some(double value) {
        return value < 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static VmFacts vm(int processors, Memory memory) {
        return VmExample.of(DiskExample.windowsGen2())
                .withConfiguration(HyperVMachine.builder("vm1", SEEN, "not asked")
                        .processors(new Processors(
                                Fact.known(processors, SEEN), Fact.unknown("not asked"), Fact.known(false, SEEN)))
                        .memory(memory)
                        .build());
    }

    private static Memory fixed(long gibibytes) {
        return new Memory(
                Fact.known(gibibytes * ByteSize.GIB, SEEN),
                Fact.known(false, SEEN),
                Fact.unknown("not asked"),
                Fact.unknown("not asked"),
                Fact.unknown("not asked"));
    }

    private static Memory dynamic(long startup, long maximum) {
        return new Memory(
                Fact.known(startup * ByteSize.GIB, SEEN),
                Fact.known(true, SEEN),
                Fact.known(ByteSize.GIB / 2, SEEN),
                Fact.known(maximum * ByteSize.GIB, SEEN),
                Fact.known(0L, SEEN));
    }
}
