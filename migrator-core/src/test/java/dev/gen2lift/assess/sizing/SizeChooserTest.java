package dev.gen2lift.assess.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gen2lift.assess.sizing.VmSize.Controller;
import dev.gen2lift.assess.sizing.VmSize.Security;
import dev.gen2lift.guest.Architecture;
import dev.gen2lift.guest.Generation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The choice of a VM size")
class SizeChooserTest {

    private static final long GIB = 1L << 30;
    private static final Set<Controller> SCSI = Set.of(Controller.SCSI);
    private static final Set<Controller> BOTH = Set.of(Controller.SCSI, Controller.NVME);

    private static final SizeChooser USUAL = new SizeChooser(SizeCatalogue.bundled(), List.of());

    @ParameterizedTest(name = "{0} vCPUs, {1} GiB, {2} data disks, {3} NICs: {4}")
    @CsvSource({
        "1, 1, 0, 1, Standard_D2ls_v5",
        "2, 4, 0, 1, Standard_D2ls_v5",
        "2, 8, 0, 1, Standard_D2s_v5",
        "2, 8, 5, 1, Standard_D4ls_v5",
        "4, 16, 0, 1, Standard_D4s_v5",
        "4, 16, 0, 3, Standard_D8ls_v5",
        "4, 17, 0, 1, Standard_E4s_v5",
        "2, 60, 0, 1, Standard_E8s_v5",
        "3, 10, 20, 1, Standard_D16ls_v5",
        "2, 12, 0, 1, Standard_E2s_v5",
        "100, 128, 0, 1, Standard_E104is_v5",
        "8, 900, 0, 1, Standard_M48s_1_v3"
    })
    void isTheSmallestThatFits(int vcpus, long gibibytes, int disks, int nics, String expected) {
        SizeNeeds needs = needs(vcpus, gibibytes, disks, nics, Generation.V2, Security.STANDARD, SCSI);

        assertThat(USUAL.choose(needs).size()).get().extracting(VmSize::name).isEqualTo(expected);
    }

    @Test
    void saysWhyNotTheNextSmallerOnes() {
        SizeChoice choice = USUAL.choose(needs(4, 12, 0, 1, Generation.V2, Security.TRUSTED_LAUNCH, SCSI));

        assertThat(choice.size()).get().extracting(VmSize::name).isEqualTo("Standard_D4s_v5");
        assertThat(choice.smaller())
                .extracting(SizeChoice.TooSmall::name)
                .containsExactly("Standard_D4ls_v5", "Standard_E2s_v5", "Standard_D2s_v5");
        assertThat(choice.smaller().get(0).lacks()).containsExactly("8 GiB of memory, 12 GiB needed");
        assertThat(choice.smaller().get(1).lacks()).containsExactly("2 vCPUs, 4 needed");
        assertThat(choice.reasons().get(0))
                .contains("4 vCPUs, 12 GiB, 0 data disks, 1 network interface, Generation 2, Trusted Launch, x64");
    }

    @Test
    void takesAConfidentialSizeForAConfidentialMachineOnly() {
        assertThat(USUAL.choose(needs(4, 16, 0, 1, Generation.V2, Security.CONFIDENTIAL, SCSI))
                        .size())
                .get()
                .extracting(VmSize::name)
                .isEqualTo("Standard_DC4as_v5");
    }

    @Test
    void takesAnArmSizeForAnArmGuest() {
        SizeNeeds arm = new SizeNeeds(
                4, 16 * GIB, 0, 1, Generation.V2, Security.STANDARD, Architecture.ARM64, BOTH, false, 0, 0);
        assertThat(USUAL.choose(arm).size()).get().extracting(VmSize::name).isEqualTo("Standard_D4ps_v6");
    }

    @Test
    void saysWhatTheNearestLackWhereNoneFits() {
        SizeNeeds arm = new SizeNeeds(
                4, 16 * GIB, 0, 1, Generation.V2, Security.CONFIDENTIAL, Architecture.ARM64, SCSI, false, 0, 0);

        SizeChoice choice = USUAL.choose(arm);

        assertThat(choice.size()).isEmpty();
        assertThat(choice.smaller())
                .isNotEmpty()
                .allSatisfy(near -> assertThat(near.lacks()).isNotEmpty());
        assertThat(choice.reasons().get(0)).startsWith("No size of gen2lift's own list");
    }

    @Test
    void givesANvmeOnlySizeToNobodyWhoseDriverIsNotKnown() {
        SizeChooser newest = new SizeChooser(SizeCatalogue.bundled(), List.of("dsv6"));
        SizeNeeds needs = needs(4, 16, 0, 1, Generation.V2, Security.STANDARD, SCSI);

        assertThat(newest.choose(needs).size()).isEmpty();
        assertThat(newest.choose(needs(4, 16, 0, 1, Generation.V2, Security.STANDARD, BOTH))
                        .size())
                .get()
                .extracting(VmSize::name)
                .isEqualTo("Standard_D4s_v6");
        assertThat(newest.choose(needs).smaller().get(0).lacks())
                .containsExactly("disks by NVMe only, and nothing says that the guest starts from NVMe");
    }

    @Test
    void prefersScsiWhereTheGuestHasBoth() {
        assertThat(USUAL.choose(needs(4, 16, 0, 1, Generation.V2, Security.STANDARD, BOTH))
                        .size())
                .get()
                .extracting(VmSize::name)
                .isEqualTo("Standard_D4s_v5");
    }

    @Test
    void keepsToTheLoadOfTheDisks() {
        SizeNeeds busy = new SizeNeeds(
                2, 4 * GIB, 1, 1, Generation.V2, Security.STANDARD, Architecture.X64, SCSI, true, 20_000, 400_000_000);

        SizeChoice choice = USUAL.choose(busy);

        assertThat(choice.size()).get().extracting(VmSize::name).isEqualTo("Standard_D16ls_v5");
        assertThat(choice.smaller().get(0).lacks())
                .containsExactly("12800 IOPS, 20000 needed", "290 MB/s, 400 MB/s needed");
    }

    @ParameterizedTest
    @CsvSource({"Dasv5, Standard_D4as_v5", "basv2, Standard_B4as_v2", "Ddsv5, Standard_D4ds_v5", "Fsv2, Standard_F8s_v2"
    })
    void keepsToTheSeriesThatAreAskedFor(String series, String expected) {
        SizeChoice choice = new SizeChooser(SizeCatalogue.bundled(), List.of(series))
                .choose(needs(4, 16, 0, 1, Generation.V2, Security.STANDARD, SCSI));

        assertThat(choice.size()).get().extracting(VmSize::name).isEqualTo(expected);
        assertThat(choice.reasons()).anyMatch(reason -> reason.startsWith("Only these series"));
    }

    @Test
    void refusesASeriesThatThereIsNot() {
        assertThatThrownBy(() -> new SizeChooser(SizeCatalogue.bundled(), List.of("Zsv9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Zsv9")
                .hasMessageContaining("Dsv5");
    }

    @Test
    void takesGeneration1ToSizesThatRunIt() {
        assertThat(USUAL.choose(needs(48, 900, 0, 1, Generation.V1, Security.STANDARD, SCSI))
                        .size())
                .as("M runs Generation 2 only")
                .isEmpty();
    }

    private static SizeNeeds needs(
            int vcpus,
            long gibibytes,
            int disks,
            int nics,
            Generation generation,
            Security security,
            Set<Controller> drivers) {
        return new SizeNeeds(
                vcpus, gibibytes * GIB, disks, nics, generation, security, Architecture.X64, drivers, false, 0, 0);
    }
}
